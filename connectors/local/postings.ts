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

/** One event that holds a key. */
export interface Posting {
  readonly ts: number
  readonly ev: number
  readonly ls: number
}

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

/** Packs postings of one key, ordered by time. What it answers is good until it is asked again. */
export const openPacking = (): ((postings: readonly Posting[]) => Omit<KeyRow, 'k'> | null) => {
  let memory = Buffer.allocUnsafeSlow(bytesEach * 64)
  return (postings) => {
    const [first] = postings
    if (first === undefined) return null
    if (memory.length < postings.length * bytesEach)
      memory = Buffer.allocUnsafeSlow(postings.length * bytesEach * 2)
    let at = 0
    let { ts, ev } = first
    for (let i = 1; i < postings.length; i += 1) {
      const posting = postings[i]
      if (posting === undefined) continue
      const step = posting.ev - ev
      at = writeNumber(memory, at, posting.ts - ts)
      // The sign goes lowest: rows of one asset follow one another, those of two do not.
      at = writeNumber(memory, at, step < 0 ? -2 * step - 1 : 2 * step)
      at = writeNumber(memory, at, posting.ls)
      ts = posting.ts
      ev = posting.ev
    }
    const data = at === 0 ? null : memory.subarray(0, at)
    return { ts: first.ts, ev: first.ev, ls: first.ls, span: ts - first.ts, data }
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
