import type { IdentityMention } from '#queries/event.ts'
import type { ClockEstimate } from '#queries/clock.ts'
import type { Shape } from '#queries/normalize.ts'
import type { RawRecord } from './raw-record.ts'

/*
 * What crosses between the thread that reads and writes and the threads that type events: few large
 * pieces. An object an event would cost more to hand over than to type.
 */

/** Records of one piece of a member, copied out of the reader's memory. */
export interface RawSlice {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** `rawColumns` numbers a record. */
  readonly table: Float64Array<ArrayBuffer>
  /** Why a record cannot be a document, by its place in the slice. */
  readonly rejects: ReadonlyMap<number, string>
}

export const rawColumns = {
  record: 0,
  start: 1,
  stop: 2,
  ascii: 3,
  /** -1 where reading cannot go on behind the record. */
  resumeAt: 4,
  resumeRecord: 5,
} as const
export const rawWidth = 6

/** What typing needs to know about the member. */
export interface TypingPlace {
  readonly name: string
  readonly shape: Shape
  readonly estimates: readonly ClockEstimate[]
  readonly jsonDepth: number
}

export type LogSourceName = readonly [channel: string, code: string]

/** The same records, typed: one row of numbers each, and the texts and lists those numbers point into. */
export interface TypedSlice {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly count: number
  /** `typedColumns` numbers a record. */
  readonly table: Float64Array<ArrayBuffer>
  /** `digestBytes` of each event's id. */
  readonly digests: Uint8Array<ArrayBuffer>
  readonly strings: readonly string[]
  readonly sources: readonly LogSourceName[]
  readonly accounts: readonly IdentityMention[]
  /** Places in `accounts`. */
  readonly accountSets: readonly (readonly number[])[]
  /** Names of fields that stand together in an event: places in `strings`. */
  readonly fieldSets: readonly (readonly number[])[]
  /** The first value of each field of each source: `source`, name, sample. */
  readonly samples: readonly (readonly [source: number, name: number, sample: string])[]
  /** Hashes of link keys, each event's once; `keyEnd` says where an event's end. */
  readonly keys: Float64Array<ArrayBuffer>
}

/** -1 stands for absent in every column that points somewhere. */
export const typedColumns = {
  record: 0,
  start: 1,
  stop: 2,
  resumeAt: 3,
  resumeRecord: 4,
  /** The reason, for a record that is no event; all columns behind this one are 0 then. */
  reject: 5,
  ts: 6,
  shiftUs: 7,
  kind: 8,
  /** 1 where the document has a number of its own, so that it stands in a log only once. */
  isNumbered: 9,
  asset: 10,
  label: 11,
  source: 12,
  accounts: 13,
  owner: 14,
  ownerRank: 15,
  image: 16,
  parentImage: 17,
  commandLine: 18,
  entity: 19,
  pid: 20,
  /** Place in `processSteps`. */
  step: 21,
  boots: 22,
  recordId: 23,
  cleared: 24,
  alias: 25,
  address: 26,
  fields: 27,
  keyEnd: 28,
} as const
export const typedWidth = 29
export const digestBytes = 16
export type TypedColumn = keyof typeof typedColumns

export const processSteps = ['seen', 'begins', 'ends'] as const

/** A slice is handed over at about this size: small ones cost more to hand over than to type. */
const sliceBytes = 768 * 1024
const sliceRecords = 4000

/** Gathers records, copied out of the reader's memory, until there are enough for a slice. */
export interface SlicePacker {
  add(records: readonly RawRecord[]): void
  readonly isFull: boolean
  readonly isEmpty: boolean
  take(): RawSlice
}

export const openPacker = (): SlicePacker => {
  let bytes = new Uint8Array(0)
  let used = 0
  let rows: number[] = []
  let count = 0
  let rejects = new Map<number, string>()

  const makeRoom = (needed: number): void => {
    if (needed <= bytes.length) return
    const larger = new Uint8Array(Math.max(needed, sliceBytes + 300_000))
    larger.set(bytes.subarray(0, used))
    bytes = larger
  }

  return {
    add(records) {
      makeRoom(records.reduce((sum, raw) => sum + raw.stop - raw.start, used))
      for (const raw of records) {
        bytes.set(raw.bytes.subarray(raw.start, raw.stop), used)
        const stop = used + raw.stop - raw.start
        const { at, record } = raw.resume ?? nowhere
        // In the order of `rawColumns`.
        rows.push(raw.record, used, stop, raw.ascii ? 1 : 0, at, record)
        if (raw.reject !== undefined) rejects.set(count, raw.reject)
        used = stop
        count += 1
      }
    },
    get isFull() {
      return used >= sliceBytes || count >= sliceRecords
    },
    get isEmpty() {
      return count === 0
    },
    take() {
      const slice: RawSlice = { bytes, table: Float64Array.from(rows), rejects }
      bytes = new Uint8Array(0)
      used = 0
      rows = []
      count = 0
      rejects = new Map()
      return slice
    },
  }
}

const nowhere = { at: -1, record: 0 }
