import { eventKinds } from '#queries/event.ts'
import { canonicalEntity, canonicalPid } from '#queries/links/canonical.ts'
import { giveKeys } from '#queries/links/keys-of.ts'
import { isShallow } from '#queries/mappings/digest.ts'
import { isObject } from '#queries/mappings/record.ts'
import { type OutlineContext, type Outlined, outlineOf } from '#queries/normalize.ts'
import type { EventOutline } from '#queries/outline.ts'
import { openKeyHasher } from '../key-hash.ts'
import { clocksOf } from './clocks.ts'
import {
  clearedChannel,
  hostAlias,
  isBoot,
  isNumbered,
  ownAddress,
  promoted,
  recordNumber,
} from './event-facts.ts'
import { createFieldSets, type Kinship, openKinship } from './field-sets.ts'
import { ownerOf } from './owner.ts'
import type { RawRecord } from './raw-record.ts'
import { parseRecord } from './read-records.ts'
import {
  digestBytes,
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
import {
  createAccounts,
  createKeyList,
  createLists,
  createSources,
  createStrings,
} from './slice-tables.ts'

/** Types the records of one member, slice by slice. Pure: it may run in any thread. */
export const openTyping = (place: TypingPlace): ((slice: RawSlice) => TypedSlice) => {
  const clocks = clocksOf(place.estimates)
  const shiftOf: ShiftOf = (asset) => clocks.shiftOf(asset)
  const hashOf = openKeyHasher()
  const kinship = openKinship()
  return (slice) => typeSlice(slice, place, shiftOf, hashOf, kinship)
}

type ShiftOf = OutlineContext['shiftOf']

const kindPlaces = new Map(eventKinds.map((kind, i) => [kind, i]))
const stepPlaces = new Map(processSteps.map((step, i) => [step, i]))

const typeSlice = (
  slice: RawSlice,
  place: TypingPlace,
  shiftOf: ShiftOf,
  hashOf: ReturnType<typeof openKeyHasher>,
  kinship: Kinship,
): TypedSlice => {
  const count = slice.table.length / rawWidth
  const table = new Float64Array(count * typedWidth)
  const digests = Buffer.alloc(count * digestBytes)
  const bytes = Buffer.from(slice.bytes.buffer)
  const strings = createStrings()
  const sources = createSources()
  const accounts = createAccounts()
  const accountSets = createLists()
  const fieldSets = createFieldSets(strings)
  const keys = createKeyList(hashOf, count * 8 + 64)

  const set = (i: number, column: TypedColumn, value: number): void => {
    table[i * typedWidth + typedColumns[column]] = value
  }
  const point = (i: number, column: TypedColumn, text: string | null): void =>
    set(i, column, text === null ? -1 : strings.place(text))

  const addProcess = (i: number, event: EventOutline): void => {
    const action = event.text('event.action')
    const step = action === 'process-start' ? 'begins' : action === 'process-end' ? 'ends' : 'seen'
    const pid = canonicalPid(event.text('process.pid') ?? '')
    const owner = ownerOf(event.identities, action)
    set(i, 'step', stepPlaces.get(step) ?? 0)
    set(i, 'boots', isBoot(action) ? 1 : 0)
    point(i, 'entity', canonicalEntity(event.text('process.entity_id') ?? '') ?? null)
    set(i, 'pid', pid === undefined ? -1 : Number(pid))
    set(i, 'owner', owner ? accounts.place(owner.mention) : -1)
    set(i, 'ownerRank', owner?.rank ?? 0)
  }

  const addEvent = (i: number, event: EventOutline): void => {
    const source = sources.place(event.channel, event.code)
    digests.write(event.id, i * digestBytes, 'hex')
    set(i, 'reject', -1)
    set(i, 'ts', event.time.best)
    set(i, 'shiftUs', event.time.shiftUs)
    set(i, 'kind', kindPlaces.get(event.kind) ?? 0)
    set(i, 'isNumbered', isNumbered(event) ? 1 : 0)
    point(i, 'asset', event.asset)
    point(i, 'label', event.host)
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
    const kin = kinship.of(event)
    set(i, 'fields', fieldSets.place(event, source, kin))
    keys.begin(event.asset)
    giveKeys(event, keys, kin.parts)
    set(i, 'keyEnd', keys.count)
  }

  for (let i = 0; i < count; i += 1) {
    const raw = rawAt(slice, bytes, i)
    set(i, 'record', raw.record)
    set(i, 'start', raw.start)
    set(i, 'stop', raw.stop)
    set(i, 'resumeAt', raw.resume?.at ?? -1)
    set(i, 'resumeRecord', raw.resume?.record ?? 0)
    const reason = tryEvent(raw, place, shiftOf, (event) => addEvent(i, event))
    if (reason === null) continue
    table.fill(0, i * typedWidth + typedColumns.reject, (i + 1) * typedWidth)
    point(i, 'reject', reason)
    set(i, 'keyEnd', keys.count)
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
    fieldSets: fieldSets.sets,
    samples: fieldSets.samples,
    keys: keys.take(),
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

/** Types one record and hands it over whole; answers why it is no event, or null. */
const tryEvent = (
  raw: RawRecord,
  place: TypingPlace,
  shiftOf: ShiftOf,
  take: (event: EventOutline) => void,
): string | null => {
  const parsed = parseRecord(raw)
  if (!parsed.ok) return parsed.reason
  const { document } = parsed
  // Typing has its own limit of 64 levels.
  if (place.jsonDepth < 64 && isObject(document) && !isShallow(document, place.jsonDepth))
    return `nested deeper than ${place.jsonDepth} levels`
  try {
    const read: Outlined = outlineOf(document, { shape: place.shape, shiftOf })
    if (!read.ok) return read.reason
    take(read.outline)
    return null
  } catch {
    // One document that typing did not foresee must not keep the rest of the log out.
    return 'the event could not be typed'
  }
}
