import type { FieldValue, TimeSource } from '../event.ts'
import type { WrittenInstant } from './instant.ts'

export type Value = FieldValue | readonly FieldValue[]

export type JsonObject = Readonly<Record<string, unknown>>

/** The names of a document and what stands under them, taken out of it once: each reader needs both. */
export interface Unfolded {
  readonly names: readonly string[]
  readonly values: readonly unknown[]
  /** Whether it holds only texts, numbers, truth values and null. */
  readonly isFlat: boolean
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

export const unfold = (document: JsonObject): Unfolded => {
  const values = Object.values(document)
  return { names: Object.keys(document), values, isFlat: values.every(isScalar) }
}

/** One time field of a document that could be read. */
export interface WrittenTime extends WrittenInstant {
  readonly source: TimeSource
  readonly text: string
}

/** Values under their names, in order; a `Map` is one. */
export interface Named<V> extends Iterable<readonly [string, V]> {
  get(name: string): V | undefined
}

/** The names of a flat document, and a bit for each that has a value. */
export interface Layout {
  /** One object for one order of names. */
  readonly names: object
  readonly presence: number
}

/** The fields of an event itself. */
export interface EventData extends Named<Value | undefined> {
  has(name: string): boolean
  set(name: string, value: Value | undefined): unknown
  /** Where it tells which fields the record has, header included. */
  readonly layout?: Layout | undefined
}

/**
 * What every shape is decoded to before typing: one Windows event (or the nearest equal), its header apart
 * from its data. `data` holds the fields of the event itself under their Windows names; `header` the rest
 * of the document under ECS or its own dotted names.
 */
export interface LogRecord {
  /** Whether it is a Windows event: its channel is a Windows channel and its record id an EventRecordID. */
  readonly isWindows: boolean
  readonly provider: string
  readonly channel: string
  readonly code: string
  readonly recordId: string
  readonly host: string
  readonly message: string
  /** The process that wrote the event (System/Execution). An actor only where the provider is its own writer. */
  readonly headerPid: number | undefined
  /** The header time, best first. Never the time of arrival. */
  readonly written: WrittenTime | undefined
  /** A name whose value is undefined was written, but says nothing (`-`). */
  readonly data: EventData
  readonly header: Named<Value>
  /** Names in `data` that were read from the message text. */
  readonly fromMessage: Set<string>
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** A scalar as text; `''` for anything else. */
export const textIn = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''

/** How Windows writes nothing: an empty text or a dash. */
export const isNothing = (text: string): boolean => {
  const first = text.charCodeAt(0)
  // Most text begins with a letter, and is something.
  if (first > 0x2d && first < 0x7f) return false
  if (text.length > 16) return text.trim() === ''
  const trimmed = text.trim()
  return trimmed === '' || trimmed === '-'
}

/** A value that a field can hold, or undefined for null, nothing and objects. Text survives unchanged. */
export const valueIn = (value: unknown): Value | undefined => {
  if (typeof value === 'string') return isNothing(value) ? undefined : value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) return undefined
  const list = value.flatMap((part: unknown): FieldValue[] => {
    if (typeof part === 'string') return isNothing(part) ? [] : [part]
    return typeof part === 'number' || typeof part === 'boolean' ? [part] : []
  })
  return list.length === 0 ? undefined : list.length === 1 ? list[0] : list
}

/**
 * Writes every leaf of `value` under its dotted path. A list of scalars is one field with several values;
 * objects in a list share their path. The caller has bounded the depth.
 */
export const flatten = (into: Map<string, Value>, path: string, value: unknown): void => {
  const scalar = valueIn(value)
  if (scalar !== undefined) append(into, path, scalar)
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const part of value) if (typeof part === 'object') flatten(into, path, part)
    return
  }
  for (const [name, part] of Object.entries(value)) {
    flatten(into, path === '' ? name : `${path}.${name}`, part)
  }
}

/** Adds a value to a field; a field that stands already becomes a list. */
export const append = (into: Map<string, Value>, name: string, value: Value): void => {
  const before = into.get(name)
  into.set(name, before === undefined ? value : [before, value].flat())
}

/** The first value as text, or `''`. */
export const firstText = (value: Value | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'object' ? String(value[0] ?? '') : String(value)
}
