import { z } from 'zod'
import { AppError } from '#queries/errors.ts'
import { eventKinds, type EventKind, type Micros } from '#queries/event.ts'
import { grades, type Grade } from '#queries/links/rule.ts'
import { parseInstant } from '#queries/scope.ts'
import { isoTime } from '#views/format-time.ts'
import type { ScaleKind } from './scale.ts'

/**
 * What part of the time axis is drawn: all that the run looked at, what it found, a distance to both sides,
 * or a range. `auto` is all, unless what was found would take too little of it.
 */
export type Span =
  | { readonly kind: 'auto' }
  | { readonly kind: 'all' }
  | { readonly kind: 'found' }
  | { readonly kind: 'around'; readonly us: Micros; readonly name: string }
  | { readonly kind: 'range'; readonly from: Micros; readonly to: Micros }

export const panelTabs = ['fields', 'raw', 'tree'] as const
export type PanelTab = (typeof panelTabs)[number]

export type Side = 'before' | 'after'

/** Everything the hunt page can be set to; its address says all of it and nothing else does. */
export interface HuntState {
  /** Number of the run; null for the newest. */
  readonly run: number | null
  /** Number of the episode; null for the first, 0 for all of them. */
  readonly episode: number | null
  readonly hideKinds: ReadonlySet<EventKind>
  readonly hideGrades: ReadonlySet<Grade>
  readonly hideSides: ReadonlySet<Side>
  readonly showWeak: boolean
  readonly span: Span
  readonly scale: ScaleKind
  /** Number of the hit at t = 0; null for the first of the episode. */
  readonly hit: number | null
  /** Id of the selected event. */
  readonly event: string | null
  /** Id of the event in the middle instead of a hit. */
  readonly centre: string | null
  /** What is opened: a fold's number, or the lanes of one asset. */
  readonly open: string | null
  readonly tab: PanelTab
  readonly field: { readonly name: string; readonly value: string } | null
  /** The table's page begins behind this row; null for the page that holds the selected event or the hit. */
  readonly after: number | null
}

export const defaultState: HuntState = {
  run: null,
  episode: null,
  hideKinds: new Set(),
  hideGrades: new Set(),
  hideSides: new Set(),
  showWeak: false,
  span: { kind: 'auto' },
  scale: 'log',
  hit: null,
  event: null,
  centre: null,
  open: null,
  tab: 'fields',
  field: null,
  after: null,
}

const hour = 3_600_000_000
/** The zooms around the hit that the filter bar offers. */
export const zooms = [
  { name: '1h', us: hour, label: '±1 h' },
  { name: '10m', us: hour / 6, label: '±10 m' },
  { name: '1m', us: hour / 60, label: '±1 m' },
] as const

const number = z.coerce.number().int().min(0).max(10_000_000)
const eventId = z.string().regex(/^[0-9a-f]{32}$/)

const schema = z.object({
  run: number.min(1).optional(),
  episode: z.union([z.literal('all').transform(() => 0), number.min(1)]).optional(),
  hide: z.string().max(400).optional(),
  show: z.literal('weak').optional(),
  span: z.string().max(120).optional(),
  scale: z.enum(['log', 'clock']).optional(),
  hit: number.min(1).optional(),
  event: eventId.optional(),
  centre: eventId.optional(),
  open: z
    .string()
    .regex(/^(fold-\d{1,7}|lanes-[\w.:-]{1,255})$/)
    .optional(),
  tab: z.enum(panelTabs).optional(),
  field: z.string().max(4_000).optional(),
  after: number.optional(),
})

const bad = (field: string, message: string): AppError =>
  new AppError('invalid_request', `The address cannot be read: ${message}`, {
    faults: [{ field, message }],
    next: 'Follow a link of the page instead of writing the address.',
  })

const readSpan = (text: string | undefined): Span => {
  if (text === undefined) return { kind: 'auto' }
  if (text === 'all' || text === 'found') return { kind: text }
  const zoom = zooms.find((z) => z.name === text)
  if (zoom) return { kind: 'around', us: zoom.us, name: zoom.name }
  const [a, b] = text.split('..')
  const from = parseInstant(a ?? '')
  const to = parseInstant(b ?? '')
  if (from === undefined || to === undefined || to <= from) {
    throw bad('span', 'a span is all, found, 1h, 10m, 1m, or FROM..TO in ISO 8601 with its zone.')
  }
  return { kind: 'range', from, to }
}

const among = <T extends string>(names: readonly string[], all: readonly T[]): ReadonlySet<T> =>
  new Set(all.filter((one) => names.includes(one)))

/** Reads the query of an address. Throws `invalid_request` naming the parameter. */
export const readState = (query: Readonly<Record<string, string>>): HuntState => {
  const parsed = schema.safeParse(query)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw bad(String(issue?.path[0] ?? 'query'), `${String(issue?.path[0])} is not valid.`)
  }
  const { data } = parsed
  const hidden = (data.hide ?? '').split(',')
  const colon = data.field?.indexOf(':') ?? -1
  if (data.field !== undefined && colon < 1) throw bad('field', 'a field is NAME:VALUE.')
  return {
    run: data.run ?? null,
    episode: data.episode ?? null,
    hideKinds: among(hidden, eventKinds),
    hideGrades: among(hidden, grades),
    hideSides: among(hidden, ['before', 'after']),
    showWeak: data.show === 'weak',
    span: readSpan(data.span),
    scale: data.scale ?? 'log',
    hit: data.hit ?? null,
    event: data.event ?? null,
    centre: data.centre ?? null,
    open: data.open ?? null,
    tab: data.tab ?? 'fields',
    field:
      data.field === undefined
        ? null
        : { name: data.field.slice(0, colon), value: data.field.slice(colon + 1) },
    after: data.after ?? null,
  }
}

/** A time in an address: no more digits than it needs. */
const shortIso = (time: Micros): string => isoTime(time).replace(/\.?0*Z$/, 'Z')

export const spanText = (span: Span): string | null => {
  if (span.kind === 'auto') return null
  if (span.kind === 'all' || span.kind === 'found') return span.kind
  if (span.kind === 'around') return span.name
  return `${shortIso(span.from)}..${shortIso(span.to)}`
}

/** The query of a state, without what is default; always in the same order. */
export const writeState = (state: HuntState): string => {
  const hidden = [...state.hideKinds, ...state.hideGrades, ...state.hideSides]
  const pairs: readonly (readonly [string, string | null])[] = [
    ['run', state.run === null ? null : String(state.run)],
    [
      'episode',
      state.episode === null ? null : state.episode === 0 ? 'all' : String(state.episode),
    ],
    ['hit', state.hit === null ? null : String(state.hit)],
    ['centre', state.centre],
    ['span', spanText(state.span)],
    ['scale', state.scale === 'log' ? null : state.scale],
    ['hide', hidden.length === 0 ? null : hidden.join(',')],
    ['show', state.showWeak ? 'weak' : null],
    ['field', state.field === null ? null : `${state.field.name}:${state.field.value}`],
    ['open', state.open],
    ['after', state.after === null ? null : String(state.after)],
    ['event', state.event],
    ['tab', state.tab === 'fields' ? null : state.tab],
  ]
  const query = pairs
    .filter((pair): pair is readonly [string, string] => pair[1] !== null)
    .map(([key, value]) => `${key}=${encode(value)}`)
  return query.length === 0 ? '' : `?${query.join('&')}`
}

/** Commas and colons may stand in a query as they are; an address stays readable. */
const encode = (value: string): string =>
  encodeURIComponent(value).replace(/%2C/g, ',').replace(/%3A/g, ':')

export type StateChange = Partial<HuntState>

/** Makes the addresses of one page: what changes, the rest stays. */
export interface Address {
  readonly state: HuntState
  /** The Timeline with something changed; `anchor` is an id of ours. */
  to(change: StateChange, anchor?: string): string
  /** Another tab of this hunt in the same run. */
  tab(name: string, change?: StateChange): string
}

/** `base` is the hunt's own path, `/hunts/ID`: the Timeline, where all that is looked at is set. */
export const addressOf = (base: string, state: HuntState): Address => ({
  state,
  to: (change, anchor) =>
    `${base}${writeState({ ...state, ...change })}${anchor === undefined ? '' : `#${anchor}`}`,
  tab: (name, change = {}) =>
    `${name === '' ? base : `${base}/${name}`}${writeState({ ...state, ...change })}`,
})
