import { type EventKind, type IdentityMention, type LogEvent, textOf } from '../event.ts'
import { type KeyKind, keyKinds, keyText, type LinkKey } from './keys.ts'

/** What keys are read from: a whole event, or the outline of one. */
export interface KeySource {
  readonly asset: string
  readonly code: string
  readonly kind: EventKind
  readonly identities: readonly IdentityMention[]
  /** The first value of a field as text. */
  text(field: string): string | undefined
}

/** Takes the keys of one event. */
export interface KeySink {
  /**
   * Adds a key; nothing when `value` is undefined or empty. `fields` names what it stands in, and `written`
   * how it stands in a single one where that is not the whole value.
   */
  add(
    kind: KeyKind,
    value: string | undefined,
    fields: string | readonly string[],
    written?: string,
  ): void
}

/** One way to read keys. An event that has none of the fields it `needs` holds none of them. */
export interface KeyPart {
  /** Empty: to be asked of every event. */
  readonly needs: readonly string[]
  give(event: KeySource, keys: KeySink, action: string): void
}

/** A key that stands in one field. */
export const single = (
  kind: KeyKind,
  field: string,
  canonical: (text: string) => string | undefined,
  applies: (action: string, event: KeySource) => boolean = always,
): KeyPart => ({
  needs: [field],
  give(event, keys, action) {
    const text = event.text(field)
    if (text !== undefined && applies(action, event)) keys.add(kind, canonical(text), field)
  },
})

const always = (): boolean => true

/** More keys than this are a hostile document, not an event. */
export const maxKeys = 64

export const sourceOf = (event: LogEvent): KeySource => ({
  asset: event.asset,
  code: event.code,
  kind: event.kind,
  identities: event.identities,
  text: (field) => textOf(event.fields, field),
})

/** Gathers the keys of one event, each once, with what they stand in. */
export const openKeys = (event: LogEvent): KeySink & { keys(): readonly LinkKey[] } => {
  const found = new Map<string, LinkKey>()
  const inMessage = new Set(event.fromMessage)
  return {
    add(kind, value, fields, written) {
      if (value === undefined || value === '' || found.size >= maxKeys) return
      const asset = keyKinds[kind] === 'asset' ? event.asset : null
      const text = keyText(kind, asset, value)
      const names = typeof fields === 'string' ? [fields] : fields
      const isSaid = inMessage.size > 0 && names.every((name) => inMessage.has(name))
      const before = found.get(text)
      // The same key from a field of its own counts more than from the message.
      if (before && !(before.fromMessage && !isSaid)) return
      const shown = Object.fromEntries(
        names.map((name) => [name, written ?? textOf(event.fields, name) ?? '']),
      )
      found.set(text, { kind, asset, value, shown, ...(isSaid ? { fromMessage: true } : {}) })
    },
    keys: () => [...found.values()],
  }
}
