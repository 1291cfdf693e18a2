import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { draftRepository, type Drafts } from './drafts.ts'
import { workspaceFault } from './fault.ts'
import { huntRepository, type Hunts } from './hunts.ts'
import { migrations } from './migrations.ts'
import { runRepository, type Runs } from './runs.ts'
import type { WorkspaceTables } from './schema.ts'
import { settingsRepository, type SettingsStore } from './settings.ts'

/** The workbench's own database: what the hunter made, one repository a table group. */
export interface Workspace {
  readonly drafts: Drafts
  readonly hunts: Hunts
  readonly runs: Runs
  readonly settings: SettingsStore
  /** Safe to call twice. */
  close(): Promise<void>
}

const clock = (): Micros => Date.now() * 1000

/**
 * Opens the workspace, making or migrating it as needed. Server and command line may have it open at the
 * same time. Throws `source_busy` while another process holds it for longer than `busyMs`, `damaged_file`
 * when it is no database, `conflict` when a newer program made it.
 */
export const openWorkspace = async (
  file: string,
  now = clock,
  busyMs = 5_000,
): Promise<Workspace> => {
  const sqlite = openFile(file, busyMs)
  const db = new Kysely<WorkspaceTables>({ dialect: new SqliteDialect({ database: sqlite }) })
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  })
  // Two processes may make the file at the same moment; the one that lost finds it made.
  const first = await migrator.migrateToLatest()
  const { error } = first.error === undefined ? first : await migrator.migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw migrationError(file, error)
  }
  return {
    drafts: draftRepository(db, now),
    hunts: huntRepository(db, now),
    runs: runRepository(db, now),
    settings: settingsRepository(db),
    close: () => db.destroy(),
  }
}

const openFile = (file: string, busyMs: number): Database.Database => {
  let sqlite: Database.Database | undefined
  try {
    sqlite = new Database(file, { timeout: busyMs })
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    return sqlite
  } catch (error) {
    sqlite?.close()
    throw openError(file, error)
  }
}

const openError = (file: string, error: unknown): AppError => {
  const fault = workspaceFault(error, file)
  if (fault) return fault
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return new AppError(
      'damaged_file',
      'The workspace database of this data folder is damaged or no database.',
      { where: file, next: 'Put back a copy of the file, or choose another data folder.' },
      error,
    )
  }
  return new AppError(
    'source_unreachable',
    'The workspace database of this data folder cannot be opened.',
    { where: file, next: 'Look at the permissions of the data folder, or choose another.' },
    error,
  )
}

const migrationError = (file: string, error: unknown): AppError => {
  const fault = workspaceFault(error, file)
  if (fault) return fault
  return new AppError(
    'conflict',
    'The workspace database was made by another version of AttackTrace.',
    { where: file, next: 'Use the version that made it, or choose another data folder.' },
    error,
  )
}
