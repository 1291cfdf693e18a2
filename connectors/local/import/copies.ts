import { type LogEvent, textOf } from '#queries/event.ts'
import { copyDigest } from '#queries/mappings/digest.ts'
import type { StoreDatabase } from '../database.ts'
import { createSet64 } from './dedupe.ts'

/** Tells repetitions inside one file apart: a document without a number of its own may stand there twice. */
export interface Copies {
  /** How many documents like this one stood before it in this file. */
  count(event: LogEvent): number
}

/**
 * Counts repetitions of one file. What an interrupted import has already written of it is read back, so
 * that it goes on counting where it stopped.
 */
export const openCopies = (db: StoreDatabase, file: number): Copies => {
  const seen = createSet64()
  const add = (digest: string): boolean =>
    seen.add(Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16))
  const written = db.prepare<[number], { digest: Buffer }>('SELECT digest FROM ev WHERE file = ?')
  for (const { digest } of written.iterate(file)) add(digest.toString('hex'))
  const last = new Map<string, number>()
  return {
    count(event) {
      if (hasNumber(event)) return 0
      if (add(event.id)) return 0
      let copy = (last.get(event.id) ?? 0) + 1
      while (!add(copyDigest(event.id, copy))) copy += 1
      last.set(event.id, copy)
      return copy
    },
  }
}

/** A record id, or the id a product gave: two documents that share it are one event. */
const hasNumber = (event: LogEvent): boolean =>
  textOf(event.fields, 'winlog.record_id') !== undefined ||
  textOf(event.fields, 'event.id') !== undefined
