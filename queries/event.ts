import { remember } from './remember.ts'

/** Integer microseconds since the epoch, UTC. Safe in a double until the year 2255. */
export type Micros = number

export type FieldValue = string | number | boolean

/**
 * An event's fields under their dotted ECS names (`process.name`), a list where the log has several.
 * Every original field that has no ECS name of its own stands under `winlog.event_data.NAME`
 * (or its own dotted path for non-Windows shapes): nothing in the original is out of reach.
 */
export type Fields = Readonly<Record<string, FieldValue | readonly FieldValue[]>>

/** The closed list of event kinds the timeline draws (UI.md §2). `other` is drawn with the control family. */
export const eventKinds = [
  'process',
  'module',
  'script',
  'network',
  'logon',
  'access',
  'file',
  'registry',
  'task',
  'control',
  'other',
] as const
export type EventKind = (typeof eventKinds)[number]

/** The time field an event's best time was read from. */
export type TimeSource =
  | 'UtcTime'
  | 'System.TimeCreated'
  | 'TimeCreated'
  | 'EventTime'
  | 'TimeGenerated'
  | '@timestamp'
  | 'event.created'
  /** The time field of a JSON log that is none of the above: `written` holds its text. */
  | 'timestamp'

/**
 * When an event happened. The true time lies in `[early, late]`; `best` is what scope windows test.
 * `shiftUs` is the correction added to the written time, 0 when it was taken as it stands.
 */
export interface EventTime {
  readonly best: Micros
  readonly early: Micros
  readonly late: Micros
  readonly source: TimeSource
  readonly written: string
  readonly shiftUs: number
}

export type IdentityRole = 'subject' | 'target' | 'process'

/** One account that an event itself names. The name of the logging service is never one. */
export interface IdentityMention {
  readonly role: IdentityRole
  readonly name: string | null
  readonly domain: string | null
  readonly sid: string | null
}

/** Where an event stands in its source: the imported file and its record, or the index and `_id`. */
export interface Locator {
  readonly file: string
  readonly record: number | string
}

/** One log event, normalized: the same value from every source that holds the same document. */
export interface LogEvent {
  /** Digest of host, channel, record id, written time and original: 32 hex digits. */
  readonly id: string
  /** The asset, folded: the lower-case host name without its domain. */
  readonly asset: string
  /** Windows channel as written, or the nearest equal (a log name); `''` where the log has none. */
  readonly channel: string
  /** Event id as text; `''` where the log has none. */
  readonly code: string
  readonly kind: EventKind
  readonly time: EventTime
  readonly fields: Fields
  readonly identities: readonly IdentityMention[]
  readonly locator: Locator
  /** Fields that the log wrote only in its rendered message text: a weaker word than a field of its own. */
  readonly fromMessage?: readonly string[]
  /** The document as it was read, whole. JSON text, or for EVTX the record rendered as JSON. */
  readonly original: string
}

/** Folds ASCII case only, the one folding that every engine here can do alike (DESIGN §4.6). */
export const foldCase = (text: string): string =>
  isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase())

/** Nearly all text of a log is ASCII, where the engine's own lower case is the same and ten times faster. */
// oxlint-disable-next-line no-control-regex -- the whole of ASCII begins with the control characters
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text)

/** The asset key of a host name: lower case, domain cut off; an IP address stays whole. */
export const assetKey = remember((host: string): string => {
  const folded = foldCase(host.trim())
  if (/^[0-9.]+$/.test(folded) || folded.includes(':')) return folded
  const dot = folded.indexOf('.')
  return dot > 0 ? folded.slice(0, dot) : folded
})

const isList = (value: FieldValue | readonly FieldValue[]): value is readonly FieldValue[] =>
  Array.isArray(value)

/** All values of a field as a list; empty when absent. */
export const valuesOf = (fields: Fields, name: string): readonly FieldValue[] => {
  // A field may be asked for by any name, `constructor` too: what an object inherits is no field.
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

/** The first value of a field as text, or undefined. */
export const textOf = (fields: Fields, name: string): string | undefined => {
  const value = fields[name]
  // One look-up for most: what an object inherits is never text.
  if (value === undefined || typeof value === 'string') return value
  const first = valuesOf(fields, name)[0]
  return first === undefined ? undefined : String(first)
}
