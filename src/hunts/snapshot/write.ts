import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Coverage, FoundEvent, Gap, HistogramBucket } from '#connectors/contract.ts'
import { AppError } from '#queries/errors.ts'
import type { Correlation } from '../correlate/types.ts'
import { snapshotDigest } from './digest.ts'
import { digestKey, type SnapshotMeta } from './meta.ts'
import { arrange } from './arrange.ts'
import {
  writeCoverage,
  writeEpisodes,
  writeEvents,
  writeFolds,
  writeGaps,
  writeLinks,
  writeMeta,
  writeProcesses,
  writeVolume,
} from './rows.ts'
import { snapshotIndices, snapshotTables } from './schema.ts'

/** All that a run found, ready to be kept. */
export interface SnapshotContent {
  readonly meta: SnapshotMeta
  readonly gaps: readonly Gap[]
  readonly hits: readonly FoundEvent[]
  readonly correlation: Correlation
  /** Null when the run ended before it was asked for. */
  readonly coverage: Coverage | null
  readonly volume: readonly HistogramBucket[]
}

/** The files in which a snapshot stands while it is written. */
export const unfinished = (file: string): readonly string[] => [
  `${file}.part`,
  `${file}.part-journal`,
]

/**
 * Writes a snapshot whole or not at all: one transaction into a file beside the target, then a rename.
 * Throws `conflict` when the target exists: a snapshot is never edited. Answers its digest.
 */
export const writeSnapshot = (file: string, content: SnapshotContent): string => {
  if (existsSync(file)) {
    throw new AppError('conflict', 'This run has its snapshot already; a snapshot is never edited.')
  }
  const part = `${file}.part`
  for (const left of unfinished(file)) rmSync(left, { force: true })
  const db = new Database(part)
  try {
    db.pragma('page_size = 8192')
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.exec(snapshotTables)
    const digest = db.transaction(() => fill(db, content))()
    db.exec(snapshotIndices)
    db.close()
    sync(part)
    renameSync(part, file)
    sync(dirname(file))
    return digest
  } catch (error) {
    if (db.open) db.close()
    for (const left of unfinished(file)) rmSync(left, { force: true })
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') {
      throw new AppError('source_full', 'The disk is full: the run could not be kept.', {}, error)
    }
    throw error
  }
}

const sync = (path: string): void => {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const fill = (db: Database.Database, content: SnapshotContent): string => {
  const arranged = arrange(content.hits, content.correlation)
  writeMeta(db, content.meta)
  writeGaps(db, content.gaps)
  writeEvents(db, arranged)
  writeLinks(db, arranged)
  writeFolds(db, content.correlation, arranged)
  writeProcesses(db, content.correlation, arranged)
  writeEpisodes(db, content.correlation, arranged)
  if (content.coverage) writeCoverage(db, content.coverage, content.meta)
  writeVolume(db, content.volume)
  const digest = snapshotDigest(db)
  db.prepare('INSERT INTO meta VALUES (?, ?)').run(digestKey, JSON.stringify(digest))
  return digest
}
