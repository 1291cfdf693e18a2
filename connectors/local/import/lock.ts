import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { busyStore, storeError } from '../database.ts'

/** Held for as long as one importer writes to a store. */
export interface StoreLock {
  release(): void
}

/**
 * One writer a store, across processes. The lock is SQLite's own on a small file beside the store, so
 * that the system releases it when the process that holds it is killed. Throws `source_busy`.
 */
export const lockStore = (storeFile: string): StoreLock => {
  const file = `${storeFile}.lock`
  let db: Database.Database | undefined
  try {
    db = new Database(file, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const known = storeError(error, storeFile)
    throw known === error ? busyStore(basename(storeFile), error) : known
  }
  const held = db
  return {
    release: () => held.close(),
  }
}
