import { copyDigest } from '#queries/mappings/digest.ts'
import type { StoreDatabase } from '../database.ts'
import { addDigest, createSet64 } from './dedupe.ts'

/** Tells repetitions inside one file apart: a document without a number of its own may stand there twice. */
export interface Copies {
  /** How many documents of this digest, without a number of their own, stood before it in this file. */
  count(digest: Buffer): number
}

/**
 * Counts repetitions of one file. What an interrupted import has already written of it is read back, so
 * that it goes on counting where it stopped.
 */
export const openCopies = (db: StoreDatabase, file: number): Copies => {
  const seen = createSet64()
  const written = db.prepare<[number], { digest: Buffer }>('SELECT digest FROM ev WHERE file = ?')
  for (const { digest } of written.iterate(file)) addDigest(seen, digest)
  const last = new Map<string, number>()
  return {
    count(digest) {
      if (addDigest(seen, digest)) return 0
      const first = digest.toString('hex')
      let copy = (last.get(first) ?? 0) + 1
      while (!addDigest(seen, Buffer.from(copyDigest(first, copy), 'hex'))) copy += 1
      last.set(first, copy)
      return copy
    },
  }
}
