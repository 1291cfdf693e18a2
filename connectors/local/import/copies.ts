import { copyDigest } from '#queries/mappings/digest.ts'
import type { StoreDatabase } from '../database.ts'
import { createSet64 } from './dedupe.ts'

/** Tells repetitions inside one file apart: a document without a number of its own may stand there twice. */
export interface Copies {
  /** How many documents of this digest, without a number of their own, stood before it in this file. */
  count(digest: string): number
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
    count(digest) {
      if (add(digest)) return 0
      let copy = (last.get(digest) ?? 0) + 1
      while (!add(copyDigest(digest, copy))) copy += 1
      last.set(digest, copy)
      return copy
    },
  }
}
