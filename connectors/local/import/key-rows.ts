import type { StoreDatabase } from '../database.ts'
import { createPostings, openPacking, type Postings } from '../postings.ts'
import type { Row } from './batch.ts'

/** Writes the link keys of a batch. */
export interface KeyWriter {
  /** `rows` in the order of their numbers, which begin with `firstId`. */
  write(rows: readonly Row[], firstId: number): void
}

export const openKeyWriter = (db: StoreDatabase): KeyWriter => {
  const insert = db.prepare(
    'INSERT INTO ev_key (k, ts, ev, ls, span, data) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const pack = openPacking()
  let postings = createPostings(1024)

  const writeKey = (k: number): void => {
    const { count, ts, ev, ls } = postings
    const first = ts[0] ?? 0
    const span = (ts[count - 1] ?? 0) - first
    insert.run(k, first, ev[0] ?? 0, ls[0] ?? 0, span, count === 1 ? null : pack(postings))
  }

  return {
    write(rows, firstId) {
      if (rows.length > postings.ts.length) postings = createPostings(rows.length)
      const { keys, owners } = keysOf(rows)
      const order = orderOf(keys)
      for (let from = 0; from < order.length;) {
        const k = keys[order[from] ?? 0] ?? 0
        let count = 0
        for (; keys[order[from + count] ?? -1] === k; count += 1) {
          const owner = owners[order[from + count] ?? 0] ?? 0
          postings.ts[count] = rows[owner]?.ts ?? 0
          postings.ev[count] = firstId + owner
          postings.ls[count] = rows[owner]?.source ?? 0
        }
        postings.count = count
        putInOrder(postings)
        writeKey(k)
        from += count
      }
    },
  }
}

/** Rows are in order of time on one asset; a key that several assets share is put in order here. */
const putInOrder = ({ count, ts, ev, ls }: Postings): void => {
  let isInOrder = true
  for (let i = 1; i < count && isInOrder; i += 1) isInOrder = (ts[i] ?? 0) >= (ts[i - 1] ?? 0)
  if (isInOrder) return
  const sorted = Array.from({ length: count }, (_, i) => ({
    ts: ts[i] ?? 0,
    ev: ev[i] ?? 0,
    ls: ls[i] ?? 0,
  })).sort((a, b) => a.ts - b.ts || a.ev - b.ev)
  sorted.forEach((posting, i) => {
    ts[i] = posting.ts
    ev[i] = posting.ev
    ls[i] = posting.ls
  })
}

/** The keys of all rows, and the place of the row that each is of. */
const keysOf = (rows: readonly Row[]): { keys: Float64Array; owners: Uint32Array } => {
  const count = rows.reduce((sum, row) => sum + row.keyTo - row.keyFrom, 0)
  const keys = new Float64Array(count)
  const owners = new Uint32Array(count)
  let at = 0
  rows.forEach((row, owner) => {
    for (let from = row.keyFrom; from < row.keyTo; from += 1) {
      keys[at] = row.slice.keys[from] ?? 0
      owners[at] = owner
      at += 1
    }
  })
  return { keys, owners }
}

/**
 * Places of 53-bit numbers in their order, equal ones in the order of their places. Sorted are the upper bits
 * of each with its place in the lower, because sorting plain doubles is ten times as fast as sorting by a
 * function; the few that share their upper bits are put right after.
 */
const orderOf = (keys: Float64Array): Float64Array => {
  const places = 2 ** Math.ceil(Math.log2(keys.length + 1))
  const order = new Float64Array(keys.length)
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] ?? 0
    order[i] = key - (key % places) + i
  }
  order.sort()
  for (let i = 0; i < order.length; i += 1) order[i] = (order[i] ?? 0) % places
  const keyAt = (i: number): number => keys[order[i] ?? 0] ?? 0
  for (let from = 0; from < order.length;) {
    const upper = Math.floor(keyAt(from) / places)
    let to = from + 1
    let isOne = true
    for (; to < order.length && Math.floor(keyAt(to) / places) === upper; to += 1)
      isOne &&= keyAt(to) === keyAt(from)
    if (!isOne) order.subarray(from, to).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b)
    from = to
  }
  return order
}
