import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { digestKey } from './meta.ts'

/** Every table in an order that does not depend on how it was written. */
const tables = [
  ['meta', 'key'],
  ['gap', 'n'],
  ['episode', 'n'],
  ['event', 'row'],
  ['link', 'event, hit, n'],
  ['fold', 'n'],
  ['process', 'n'],
  ['coverage', 'asset, channel, code'],
  ['volume', 'bucket'],
  ['block', 'id'],
] as const

/** SHA-256 over all that a snapshot holds, the digest's own row left out. */
export const snapshotDigest = (db: Database.Database): string => {
  const hash = createHash('sha256')
  for (const [table, order] of tables) {
    hash.update(`${table}\n`)
    const rows = db.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY ${order}`).raw()
    for (const row of rows.iterate()) {
      if (table === 'meta' && row[0] === digestKey) continue
      for (const cell of row) {
        if (Buffer.isBuffer(cell)) hash.update(cell)
        else hash.update(JSON.stringify(cell))
        hash.update('\u0000')
      }
      hash.update('\n')
    }
  }
  return hash.digest('hex')
}
