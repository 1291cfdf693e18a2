/**
 * Where a link key stands: one row a key and batch of the importer, the events of the batch that hold it in
 * order of time. The first stands in columns, the others in `data`; most keys have one or two. A row an event
 * took a third of the store and of the time to write it.
 */
export interface KeyRow {
  readonly k: number
  /** Time, event row and log source of the first. */
  readonly ts: number
  readonly ev: number
  readonly ls: number
  /** µs from the first to the last. */
  readonly span: number
  readonly data: Uint8Array | null
}

/** Events that hold one key, in order of time: one number each, `count` of them. */
export interface Postings {
  count: number
  readonly ts: Float64Array
  readonly ev: Float64Array
  readonly ls: Float64Array
}

/** Memory for as many events as a key of one batch may have. */
export const createPostings = (most: number): Postings => ({
  count: 0,
  ts: new Float64Array(most),
  ev: new Float64Array(most),
  ls: new Float64Array(most),
})

/** Three numbers a posting, each at most 8 bytes. */
const bytesEach = 24
/** Seven bits a byte, lowest first; the high bit says that more follow. */
const writeNumber = (into: Buffer, at: number, value: number): number => {
  let left = value
  let to = at
  while (left >= 0x80) {
    into[to] = (left % 0x80) + 0x80
    left = Math.floor(left / 0x80)
    to += 1
  }
  into[to] = left
  return to + 1
}

/** Packs everything behind the first event; null where there is nothing. Good until it is asked again. */
export const openPacking = (): ((postings: Postings) => Buffer | null) => {
  let memory = Buffer.allocUnsafeSlow(bytesEach * 64)
  return ({ count, ts, ev, ls }) => {
    if (memory.length < count * bytesEach) memory = Buffer.allocUnsafeSlow(count * bytesEach * 2)
    let at = 0
    for (let i = 1; i < count; i += 1) {
      const step = (ev[i] ?? 0) - (ev[i - 1] ?? 0)
      at = writeNumber(memory, at, (ts[i] ?? 0) - (ts[i - 1] ?? 0))
      // The sign goes lowest: rows of one asset follow one another, those of two do not.
      at = writeNumber(memory, at, step < 0 ? -2 * step - 1 : 2 * step)
      at = writeNumber(memory, at, ls[i] ?? 0)
    }
    return at === 0 ? null : memory.subarray(0, at)
  }
}

/** Hands over every event of a row, in order of time. */
export const eachPosting = (
  row: Omit<KeyRow, 'k' | 'span'>,
  visit: (ts: number, ev: number, ls: number) => void,
): void => {
  visit(row.ts, row.ev, row.ls)
  const { data } = row
  if (data === null) return
  let at = 0
  const next = (): number => {
    let value = 0
    let unit = 1
    for (;;) {
      const byte = data[at] ?? 0
      at += 1
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
      unit *= 0x80
    }
  }
  let { ts, ev } = row
  while (at < data.length) {
    ts += next()
    const step = next()
    ev += step % 2 === 1 ? -(step + 1) / 2 : step / 2
    visit(ts, ev, next())
  }
}
