import type { Micros } from '#queries/event.ts'
import { openStoreForReading, type StoreDatabase, storeError } from './database.ts'

/** One imported member as the store keeps it. */
export interface StoredFile {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly shape: string
  readonly importedAt: Micros
  readonly state: string
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly note: string | null
}

/** The clock of one host in one file, as estimated from its Sysmon events. */
export interface StoredClock {
  readonly file: string
  readonly asset: string
  readonly shiftUs: number
  readonly pairs: number
  readonly spreadUs: number
  readonly applied: boolean
}

/** A line or record that could not be read. */
export interface StoredReject {
  readonly fileId: number
  readonly file: string
  readonly record: number
  readonly reason: string
  readonly text: string
}

/** The last reject of a page: the next page begins after it. */
export interface RejectCursor {
  readonly file: number
  readonly record: number
}

const reading = <T>(file: string, work: (db: StoreDatabase) => T): T => {
  const db = openStoreForReading(file)
  try {
    return work(db)
  } catch (error) {
    throw storeError(error, file)
  } finally {
    db.close()
  }
}

/** The files of a store, newest first. Throws what `openStoreForReading` throws. */
export const storedFiles = (file: string): readonly StoredFile[] =>
  reading(file, (db) =>
    db
      .prepare<[], StoredFile>(
        `SELECT id, name, bytes, shape, imported_at AS importedAt, state, events, duplicates, rejects, note
         FROM file ORDER BY imported_at DESC, id DESC`,
      )
      .all(),
  )

/** Clock estimates of all files, the largest shift first. */
export const storedClocks = (file: string): readonly StoredClock[] =>
  reading(file, (db) =>
    db
      .prepare<[], Omit<StoredClock, 'applied'> & { applied: number }>(
        `SELECT f.name AS file, a.label AS asset, c.shift_us AS shiftUs, c.pairs, c.spread_us AS spreadUs, c.applied
         FROM clock c JOIN file f ON f.id = c.file JOIN asset a ON a.id = c.asset
         ORDER BY abs(c.shift_us) DESC, f.name, a.label`,
      )
      .all()
      .map((row) => ({ ...row, applied: row.applied === 1 })),
  )

/** One page of rejects in order of file and record, after `after`. */
export const storedRejects = (
  file: string,
  after: RejectCursor | null,
  size: number,
): readonly StoredReject[] =>
  reading(file, (db) =>
    db
      .prepare<[number, number, number], StoredReject>(
        `SELECT r.file AS fileId, f.name AS file, r.record, r.reason, r.text
         FROM reject r JOIN file f ON f.id = r.file
         WHERE (r.file, r.record) > (?, ?) ORDER BY r.file, r.record LIMIT ?`,
      )
      .all(after?.file ?? -1, after?.record ?? -1, size),
  )
