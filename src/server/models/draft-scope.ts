import type { Connector, Entity, SourceDescription } from '#connectors/contract.ts'
import { isAppError } from '#queries/errors.ts'
import { foldCase, type Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'
import { formatSpan } from '#views/format.ts'
import { formatTime, zoneLabel } from '#views/format-time.ts'
import type { EntityOption, PickerView, WindowView } from '#views/models/draft-scope.ts'
import type { DraftContent, DraftSide } from '../../hunts/draft/draft.ts'
import { presets, type Reach, typedTime, wholeWindow, windowOf } from '../../hunts/draft/window.ts'

/** Chips that are looked up one by one; a longer list is shown as it was chosen. */
const lookedUp = 24

export const reachOf = ({ range, watermark }: SourceDescription): Reach => ({ range, watermark })

/** The window where it can be read; null where a field is wrong, which its refusal says. */
export const windowNow = (draft: DraftContent, reach: Reach): Window | null => {
  try {
    const window = windowOf(draft.window, reach)
    return window.to > window.from ? window : null
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

/** How an asset or identity of the source is written in a scope. */
const nameOf = (entity: Entity): string =>
  entity.kind === 'asset' || foldCase(entity.label) === entity.key ? entity.label : entity.key

const spellings = (entity: Entity): readonly string[] =>
  [entity.key, entity.label, ...entity.aliases].map(foldCase)

const hasName = (entity: Entity, name: string): boolean =>
  spellings(entity).includes(foldCase(name.trim()))

export interface PickerAsk {
  readonly connector: Connector
  readonly kind: 'asset' | 'identity'
  readonly side: DraftSide
  /** What was typed to find; null where nothing was asked. */
  readonly find: string | null
  readonly window: Window | null
  readonly href: string
}

/** One half of the scope: what is chosen, as the source knows it, and what the search finds. */
export const pickerView = async (ask: PickerAsk, signal: AbortSignal): Promise<PickerView> => {
  const { connector, kind, side, find, window } = ask
  const known = await Promise.all(
    side.list.map(async (name, i) =>
      i < lookedUp
        ? (await connector.entities(name, kind, null, signal)).find((one) => hasName(one, name))
        : null,
    ),
  )
  const found = find === null ? [] : await connector.entities(find, kind, window, signal)
  // Where the window is empty of it, the source may still hold it: shown with 0 events.
  const ever = find === null ? [] : await connector.entities(find, kind, null, signal)
  const inWindow = new Set(found.map((entity) => entity.key))
  const options = [
    ...oneEach(found),
    ...oneEach(ever)
      .filter((entity) => !inWindow.has(entity.key))
      .map((entity) => (window === null ? entity : { ...entity, events: 0 })),
  ]
  return {
    kind,
    mode: side.mode,
    chosen: side.list.map((name, i) => {
      const entity = known[i]
      return {
        name,
        also: entity ? bestAlso(alsoOf(entity, name)) : null,
        isSeen: entity !== undefined,
      }
    }),
    reason: side.reason,
    find,
    options: options.slice(0, 12).map((entity): EntityOption => ({
      name: nameOf(entity),
      aliases: alsoOf(entity, nameOf(entity)),
      events: entity.events,
      lastSeen: entity.lastSeen,
      isChosen: side.list.some((name) => hasName(entity, name)),
    })),
    isCut: options.length > 12,
    href: ask.href,
  }
}

/** What tells most beside a name: an address or another name before a SID. */
const bestAlso = (aliases: readonly string[]): string | null =>
  aliases.find((alias) => !/^S-\d/i.test(alias)) ?? aliases[0] ?? null

/** Accounts of one spelling are chosen by one name: they are one row. */
const oneEach = (entities: readonly Entity[]): readonly Entity[] => {
  const byKey = new Map<string, Entity>()
  for (const entity of entities) {
    const known = byKey.get(entity.key)
    byKey.set(
      entity.key,
      known === undefined
        ? entity
        : {
            ...known,
            aliases: [...new Set([...known.aliases, ...entity.aliases])],
            events: known.events + entity.events,
            lastSeen: Math.max(known.lastSeen, entity.lastSeen),
          },
    )
  }
  return [...byKey.values()]
}

/** Its other spellings, without those that differ from the shown one in case only. */
const alsoOf = (entity: Entity, shown: string): readonly string[] => {
  const seen = new Set([foldCase(shown)])
  return [entity.label, ...entity.aliases].filter((alias) => {
    const folded = foldCase(alias)
    if (alias === '' || seen.has(folded)) return false
    seen.add(folded)
    return true
  })
}

/** The window as the form shows it: UTC as typed, and the same in the reader's zone. */
export const windowView = (draft: DraftContent, reach: Reach, zone: string): WindowView => {
  const { window } = draft
  const now = windowNow(draft, reach)
  const typed =
    window.mode === 'between'
      ? { from: window.from, to: window.to }
      : { from: now ? typedTime(now.from) : '', to: now ? typedTime(now.to) : '' }
  const whole = wholeWindow(reach)
  const read = reach.watermark
  return {
    mode: window.mode,
    presets: [
      ...presets.map(({ hours, label }) => ({
        value: String(hours),
        label,
        on: window.mode === 'last' && window.hours === hours,
      })),
      ...(whole === null
        ? []
        : [{ value: 'all', label: 'All it holds', on: window.mode === 'all' }]),
      { value: 'between', label: 'From and to', on: window.mode === 'between' },
    ],
    ...typed,
    fromLocal: now && localWords(now.from, zone),
    toLocal: now && localWords(now.to, zone),
    length: now && formatSpan(now.to - now.from),
    readUpTo: read,
    isPast: now !== null && read !== null && now.to > minuteAfter(read),
  }
}

const minuteAfter = (time: Micros): Micros => (Math.floor(time / 60_000_000) + 1) * 60_000_000

const localWords = (time: Micros, zone: string): string | null =>
  zone === 'UTC' ? null : `${formatTime(time, 'full', zone)} in ${zoneLabel(zone, time)}`

/** What a form says of the window: a preset's button, or two times where they were changed. */
export const windowAsked = (
  form: URLSearchParams,
  draft: DraftContent,
  reach: Reach,
): DraftContent['window'] => {
  const shown = windowView(draft, reach, 'UTC')
  const from = (form.get('from') ?? shown.from).slice(0, 60)
  const to = (form.get('to') ?? shown.to).slice(0, 60)
  const last = form.get('last')
  if (last === 'between') return { mode: 'between', from, to }
  if (last === 'all') return { mode: 'all' }
  const preset = presets.find(({ hours }) => String(hours) === last)
  if (preset) return { mode: 'last', hours: preset.hours }
  return from === shown.from && to === shown.to ? draft.window : { mode: 'between', from, to }
}
