import {
  eventKinds,
  type Fields,
  type IdentityMention,
  type LogEvent,
  textOf,
  valuesOf,
} from '#queries/event.ts'
import { canonicalEntity, canonicalPid } from '#queries/links/canonical.ts'
import type { LinkKey } from '#queries/links/keys.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import { isShallow } from '#queries/mappings/digest.ts'
import { isObject } from '#queries/mappings/record.ts'
import { normalize, type Normalized } from '#queries/normalize.ts'
import { keyHash } from '../key-hash.ts'
import { type Clocks, clocksOf } from './clocks.ts'
import {
  clearedChannel,
  hostAlias,
  isBoot,
  isNumbered,
  ownAddress,
  promoted,
  recordNumber,
} from './event-facts.ts'
import { ownerOf } from './owner.ts'
import { parseRecord } from './read-records.ts'
import {
  type LogSourceName,
  processSteps,
  rawColumns,
  type RawSlice,
  rawWidth,
  type TypedColumn,
  typedColumns,
  type TypedSlice,
  typedWidth,
  type TypingPlace,
} from './slice.ts'
import type { RawRecord } from './raw-record.ts'

/** Types the records of one member, slice by slice. Pure: it may run in any thread. */
export const openTyping = (place: TypingPlace): ((slice: RawSlice) => TypedSlice) => {
  const clocks = clocksOf(place.estimates)
  return (slice) => typeSlice(slice, place, clocks)
}

/** Values and the places they were given, in the order they were first met. */
const createTable = <V>(keyOf: (value: V) => string) => {
  const places = new Map<string, number>()
  const values: V[] = []
  return {
    values,
    place(value: V): number {
      const key = keyOf(value)
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, values.length)
      return values.push(value) - 1
    },
  }
}

/** Short, and safe for lists and numbers of any size. */
const listKey = (list: readonly number[]): string => {
  let key = ''
  for (const n of list) key += String.fromCharCode(n & 0xffff, n >>> 16)
  return key
}

interface FieldPattern {
  readonly names: readonly string[]
  readonly set: number
}

/** Whether an event has these fields and no other, in this order. */
const hasNames = (fields: Fields, names: readonly string[]): boolean => {
  let i = 0
  for (const name in fields) {
    if (name !== names[i]) return false
    i += 1
  }
  return i === names.length
}

const typeSlice = (slice: RawSlice, place: TypingPlace, clocks: Clocks): TypedSlice => {
  const count = slice.table.length / rawWidth
  const table = new Float64Array(count * typedWidth)
  const bytes = Buffer.from(slice.bytes.buffer)
  const strings = createTable<string>((text) => text)
  const sources = createTable<LogSourceName>(([channel, code]) => `${code}\u0000${channel}`)
  const accounts = createTable<IdentityMention>((m) => `${m.domain}\\${m.name}\u0000${m.sid}`)
  const accountSets = createTable<readonly number[]>(listKey)
  const fieldSets = createTable<readonly number[]>(listKey)
  const sampled = new Set<number>()
  const samples: [number, number, string][] = []
  /** The names that the last event of each source had: mostly those of the next one. */
  const patterns: (FieldPattern | undefined)[] = []
  const digests: string[] = []
  let keys = new Float64Array(count * 8 + 64)
  let keyCount = 0

  const set = (i: number, column: TypedColumn, value: number): void => {
    table[i * typedWidth + typedColumns[column]] = value
  }
  const point = (i: number, column: TypedColumn, text: string | null): void =>
    set(i, column, text === null ? -1 : strings.place(text))

  const addKeys = (found: readonly LinkKey[]): void => {
    const first = keyCount
    for (const { kind, asset, value } of found) {
      const hash = keyHash(kind, asset, value)
      if (keys.subarray(first, keyCount).includes(hash)) continue
      if (keyCount === keys.length) {
        const larger = new Float64Array(keys.length * 2)
        larger.set(keys)
        keys = larger
      }
      keys[keyCount] = hash
      keyCount += 1
    }
  }

  const addFields = (event: LogEvent, source: number): number => {
    const pattern = patterns[source]
    if (pattern && hasNames(event.fields, pattern.names)) return pattern.set
    const names = Object.keys(event.fields)
    const places = names.map((field) => {
      const name = strings.place(field)
      const pair = source * 2 ** 32 + name
      if (!sampled.has(pair)) {
        sampled.add(pair)
        samples.push([source, name, String(valuesOf(event.fields, field)[0] ?? '').slice(0, 200)])
      }
      return name
    })
    const set = fieldSets.place(places)
    patterns[source] = { names, set }
    return set
  }

  const addProcess = (i: number, event: LogEvent): void => {
    const action = textOf(event.fields, 'event.action')
    const step = action === 'process-start' ? 'begins' : action === 'process-end' ? 'ends' : 'seen'
    const pid = canonicalPid(textOf(event.fields, 'process.pid') ?? '')
    const owner = ownerOf(event)
    set(i, 'step', processSteps.indexOf(step))
    set(i, 'boots', isBoot(action) ? 1 : 0)
    point(i, 'entity', canonicalEntity(textOf(event.fields, 'process.entity_id') ?? '') ?? null)
    set(i, 'pid', pid === undefined ? -1 : Number(pid))
    set(i, 'owner', owner ? accounts.place(owner.mention) : -1)
    set(i, 'ownerRank', owner?.rank ?? 0)
  }

  const addEvent = (i: number, event: LogEvent, found: readonly LinkKey[]): void => {
    const source = sources.place([event.channel, event.code])
    digests.push(event.id)
    set(i, 'reject', -1)
    set(i, 'ts', event.time.best)
    set(i, 'shiftUs', event.time.shiftUs)
    set(i, 'kind', eventKinds.indexOf(event.kind))
    set(i, 'isNumbered', isNumbered(event) ? 1 : 0)
    point(i, 'asset', event.asset)
    point(i, 'label', textOf(event.fields, 'host.name') ?? event.asset)
    set(i, 'source', source)
    set(i, 'accounts', accountSets.place(event.identities.map((m) => accounts.place(m))))
    addProcess(i, event)
    point(i, 'image', promoted(event, 'process.name'))
    point(i, 'parentImage', promoted(event, 'process.parent.name'))
    point(i, 'commandLine', promoted(event, 'process.command_line'))
    set(i, 'recordId', recordNumber(event) ?? -1)
    point(i, 'cleared', clearedChannel(event))
    point(i, 'alias', hostAlias(event))
    point(i, 'address', ownAddress(event))
    set(i, 'fields', addFields(event, source))
    addKeys(found)
    set(i, 'keyEnd', keyCount)
  }

  for (let i = 0; i < count; i += 1) {
    const raw = rawAt(slice, bytes, i)
    set(i, 'record', raw.record)
    set(i, 'start', raw.start)
    set(i, 'stop', raw.stop)
    set(i, 'resumeAt', raw.resume?.at ?? -1)
    set(i, 'resumeRecord', raw.resume?.record ?? 0)
    const read = readEvent(raw, place, clocks)
    if (read.ok) addEvent(i, read.event, read.keys)
    else {
      digests.push('')
      point(i, 'reject', read.reason)
      set(i, 'keyEnd', keyCount)
    }
  }
  return {
    bytes: slice.bytes,
    count,
    table,
    digests,
    strings: strings.values,
    sources: sources.values,
    accounts: accounts.values,
    accountSets: accountSets.values,
    fieldSets: fieldSets.values,
    samples,
    keys: keys.slice(0, keyCount),
  }
}

const rawAt = (slice: RawSlice, bytes: Buffer, i: number): RawRecord => {
  const cell = (column: keyof typeof rawColumns): number =>
    slice.table[i * rawWidth + rawColumns[column]] ?? 0
  const at = cell('resumeAt')
  const reject = slice.rejects.get(i)
  return {
    record: cell('record'),
    bytes,
    start: cell('start'),
    stop: cell('stop'),
    ascii: cell('ascii') === 1,
    ...(at < 0 ? {} : { resume: { at, record: cell('resumeRecord') } }),
    ...(reject === undefined ? {} : { reject }),
  }
}

type Read =
  | { readonly ok: true; readonly event: LogEvent; readonly keys: readonly LinkKey[] }
  | { readonly ok: false; readonly reason: string }

const readEvent = (raw: RawRecord, place: TypingPlace, clocks: Clocks): Read => {
  const parsed = parseRecord(raw)
  if (!parsed.ok) return parsed
  const { text, document } = parsed
  // Typing has its own limit of 64 levels.
  if (place.jsonDepth < 64 && isObject(document) && !isShallow(document, place.jsonDepth))
    return { ok: false, reason: `nested deeper than ${place.jsonDepth} levels` }
  const { shape, name: file } = place
  const withShift = (shiftUs: number): Normalized =>
    normalize(text, document, { shape, file, record: raw.record, shiftUs })
  try {
    const first = withShift(clocks.usual)
    if (!first.ok) return first
    const shiftUs = clocks.shiftOf(first.event.asset)
    const read = shiftUs === clocks.usual ? first : withShift(shiftUs)
    return read.ok ? { ...read, keys: keysOf(read.event) } : read
  } catch {
    // One document that typing did not foresee must not keep the rest of the log out.
    return { ok: false, reason: 'the event could not be typed' }
  }
}
