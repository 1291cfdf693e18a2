import { setImmediate } from 'node:timers/promises'
import { foldCase, valuesOf } from '#queries/event.ts'
import type { Snapshot } from '../snapshot/read.ts'

interface Place {
  readonly row: number
  readonly blk: number
  readonly pos: number
}

/** Answers already worked out, by run: a snapshot is never edited, so they hold for good. */
const known = new Map<string, readonly number[]>()
const keep = 32

/** Documents looked at before other requests get their turn. */
const slice = 2_000

/**
 * Rows whose field holds this value, text without regard to ASCII case. Every field of every kept event can
 * be asked for: it is decided on the documents, since only a few columns stand in the table.
 */
export const rowsWithField = async (
  snapshot: Snapshot,
  name: string,
  value: string,
): Promise<readonly number[]> => {
  const key = `${snapshot.meta().run}\u0000${name}\u0000${value}`
  const ready = known.get(key)
  if (ready) return ready
  const wanted = foldCase(value)
  const places = snapshot.db
    .prepare<[], Place>('SELECT row, blk, pos FROM event ORDER BY blk, pos')
    .all()
  const rows: number[] = []
  for (const [i, place] of places.entries()) {
    if (i % slice === slice - 1) await setImmediate()
    const { fields } = snapshot.document(place)
    if (valuesOf(fields, name).some((one) => foldCase(String(one)) === wanted)) rows.push(place.row)
  }
  known.set(key, rows)
  const oldest = known.size > keep ? known.keys().next().value : undefined
  if (oldest !== undefined) known.delete(oldest)
  return rows
}
