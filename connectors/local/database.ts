import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { AppError, isAppError } from '#queries/errors.ts'
import { storePragmas, storeTables, storeVersion } from './schema.ts'

export type StoreDatabase = Database.Database

/** Opens an existing store for reading. Throws `not_found`, `conflict` (another version) or a `source_…` error. */
export const openStoreForReading = (file: string): StoreDatabase => {
  if (!existsSync(file)) throw missing(file)
  return opened(file, { readonly: true, fileMustExist: true }, (db) => {
    for (const pragma of storePragmas) if (!pragma.includes('journal_mode')) db.exec(pragma)
  })
}

/**
 * Opens a store for the importer and makes it when it is missing.
 * `maxBytes` is a ceiling for the file; reaching it is `source_full`, as a full disk is.
 */
export const openStoreForWriting = (file: string, maxBytes?: number): StoreDatabase =>
  opened(file, {}, (db) => {
    const isNew = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
    for (const pragma of storePragmas) db.exec(pragma)
    // The importer goes through a store once, front to back: what it has passed need not stay in memory.
    db.exec('PRAGMA mmap_size = 0; PRAGMA cache_size = -32768')
    if (maxBytes !== undefined) db.pragma(`max_page_count = ${Math.ceil(maxBytes / 16_384)}`)
    if (!isNew) return
    db.transaction(() => {
      db.exec(storeTables)
      db.prepare("INSERT INTO meta VALUES ('version', ?)").run(String(storeVersion))
    }).immediate()
  })

const opened = (
  file: string,
  options: Database.Options,
  prepare: (db: StoreDatabase) => void,
): StoreDatabase => {
  let db: StoreDatabase | undefined
  try {
    db = new Database(file, options)
    prepare(db)
    checkVersion(db, file)
    return db
  } catch (error) {
    db?.close()
    throw storeError(error, file)
  }
}

const checkVersion = (db: StoreDatabase, file: string): void => {
  const isStore = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined
  if (!isStore) throw noStore(basename(file))
  const row = db
    .prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'version'")
    .get()
  if (row?.value === String(storeVersion)) return
  throw new AppError(
    'conflict',
    `The store ${basename(file)} has layout ${row?.value ?? 'unknown'}, this program reads ${storeVersion}.`,
    { where: basename(file), next: 'Import its files again under a new source name.' },
  )
}

const missing = (file: string): AppError =>
  new AppError('not_found', `There is no local store ${basename(file)}.`, {
    where: basename(file),
    next: 'Import a log file under this source name first.',
  })

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Words an SQLite failure for the hunter; anything that is no SQLite failure comes back as it is. */
export const storeError = (error: unknown, file: string): unknown => {
  if (isAppError(error)) return error
  const code = codeOf(error)
  const where = basename(file)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return busyStore(where, error)
  if (
    code === 'SQLITE_FULL' ||
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    code === 'SQLITE_IOERR_WRITE' ||
    code === 'SQLITE_IOERR_SHMSIZE'
  )
    return new AppError(
      'source_full',
      `There is no room left to write the store ${where}.`,
      {
        where,
        kept: 'Everything committed before this point; nothing is half written.',
        next: 'Free disk space and run the same import again: it goes on where it stopped.',
      },
      error,
    )
  if (
    code.startsWith('SQLITE_CORRUPT') ||
    code === 'SQLITE_NOTADB' ||
    code === 'SQLITE_ERROR_NOTADB'
  )
    return noStore(where, error)
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_READONLY') ||
    code === 'SQLITE_PERM'
  )
    return new AppError(
      'source_unreachable',
      `The store ${where} cannot be opened for this.`,
      { where, next: 'Look at the permissions of the data folder.' },
      error,
    )
  if (code.startsWith('SQLITE_IOERR'))
    return new AppError(
      'source_unreachable',
      `The disk failed while the store ${where} was used.`,
      { where, next: 'Look at the disk, then try again.' },
      error,
    )
  return error
}

const noStore = (where: string, cause?: unknown): AppError =>
  new AppError(
    'source_rejected',
    `${where} is damaged or no store of this program.`,
    { where, next: 'Move the file away and import its logs again.' },
    cause,
  )

export const busyStore = (where: string, cause?: unknown): AppError =>
  new AppError(
    'source_busy',
    `Another import is writing to ${where}.`,
    { where, next: 'Wait until it has finished or stop it, then start this import again.' },
    cause,
  )
