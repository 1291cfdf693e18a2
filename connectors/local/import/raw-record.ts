/**
 * One record of a member before it is normalized. `bytes.subarray(start, stop)` is its text and is valid
 * only until the reader is asked for more.
 */
export interface RawRecord {
  /** 1-based line, 1-based element of an array, or the `EventRecordID` of an EVTX record. */
  readonly record: number
  readonly bytes: Buffer
  readonly start: number
  readonly stop: number
  /** The text is ASCII only, so that its bytes are its characters. */
  readonly ascii: boolean
  /** Why this cannot be a document; such a record is kept as a reject. */
  readonly reject?: string
  /** Where reading can go on after this record; absent where it cannot stop here. */
  readonly resume?: ResumePoint
}

/** Bytes of the unpacked member and records (lines, elements) before which all is committed. */
export interface ResumePoint {
  readonly at: number
  readonly record: number
}

export const fromStart: ResumePoint = { at: 0, record: 0 }

/** Gives records in batches, one for each piece that was read, so that callers pay one turn a batch. */
export type RecordReader = AsyncGenerator<readonly RawRecord[]>

/** The longest piece of a rejected line that is kept. */
export const rejectTextBytes = 4096
