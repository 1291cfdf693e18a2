import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Gap, HistogramBucket } from '#connectors/contract.ts'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import type { SentencePart } from '#queries/sentence.ts'
import { snapshotDigest } from './digest.ts'
import { type EventDocument, openBlockReader } from './documents.ts'
import { digestKey, type SnapshotMeta } from './meta.ts'
import {
  episodeOf,
  type EpisodeRow,
  foldOf,
  type KeptFold,
  type KeptCoverageCell,
  type KeptEpisode,
  type KeptLink,
  linkOf,
  type LinkRow,
  type FoldRow,
  metaOf,
  type CoverageRow,
  coverageCellOf,
} from './parse-rows.ts'
import type { EventRow, ProcessRow } from './row-types.ts'
import { snapshotVersion } from './schema.ts'

/** What telemetry the scope had: needed log sources first. Its gaps stand with the run's. */
export interface KeptCoverage {
  readonly edges: readonly Micros[]
  readonly cells: readonly KeptCoverageCell[]
  readonly watermark: Micros | null
}

/** A page of events in time order, asked for by the last row seen. */
export interface EventPageRequest {
  /** Rows after this one; 0 begins. */
  readonly after?: number
  readonly limit: number
  readonly hits?: boolean
  readonly episode?: number
}

/** A kept run, read-only. `db` is there for drawing queries by the column names of `schema.ts`. */
export interface Snapshot {
  readonly db: Database.Database
  meta(): SnapshotMeta
  digest(): string
  gaps(): readonly Gap[]
  /** By number, which is the order of their first hit. */
  episodes(): readonly KeptEpisode[]
  eventByRow(row: number): EventRow | undefined
  eventById(id: string): EventRow | undefined
  hitByNumber(n: number): EventRow | undefined
  events(page: EventPageRequest): readonly EventRow[]
  /** Every event in time order, without holding them. */
  eachEvent(hits: boolean): IterableIterator<EventRow>
  /** The event's fields, original, place and accounts. */
  document(event: Pick<EventRow, 'blk' | 'pos'>): EventDocument
  /** Why an event is here: its links, best first. */
  linksOf(row: number): readonly KeptLink[]
  folds(hit?: number): readonly KeptFold[]
  processes(): readonly ProcessRow[]
  coverage(): KeptCoverage
  volume(): readonly HistogramBucket[]
  /** Whether all that is kept is still as it was written. */
  isIntact(): boolean
  /** Safe to call twice. */
  close(): void
}

export const sentenceParts = (event: Pick<EventRow, 'sentence'>): readonly SentencePart[] =>
  JSON.parse(event.sentence)

/** Opens a run's snapshot. Throws `not_found` when there is none, `conflict` when another version wrote it. */
export const openSnapshot = (file: string): Snapshot => {
  if (!existsSync(file)) {
    throw new AppError('not_found', 'This run kept no snapshot.', {
      next: 'It ended before it had found anything; run the hunt again.',
    })
  }
  const db = new Database(file, { readonly: true, fileMustExist: true })
  const meta = readMeta(db)
  const gaps = db.prepare<[], Gap>('SELECT kind, origin, message FROM gap ORDER BY n')
  const episodes = db.prepare<[], EpisodeRow>('SELECT * FROM episode ORDER BY n')
  const byRow = db.prepare<[number], EventRow>('SELECT * FROM event WHERE row = ?')
  const byId = db.prepare<[string], EventRow>('SELECT * FROM event WHERE id = ?')
  const byHit = db.prepare<[number], EventRow>('SELECT * FROM event WHERE is_hit = 1 AND hit_n = ?')
  const pageWhere = (episode: string) =>
    db.prepare<
      [{ after: number; hits: number | null; episode: number | null; limit: number }],
      EventRow
    >(`SELECT * FROM event WHERE ${episode} AND row > @after AND (@hits IS NULL OR is_hit = @hits)
     ORDER BY row LIMIT @limit`)
  // A condition that may be absent is no use to an index, and a run may have 10,000 episodes.
  const page = pageWhere('@episode IS NULL')
  const pageOfEpisode = pageWhere('episode = @episode')
  const each = db.prepare<[number], EventRow>('SELECT * FROM event WHERE is_hit = ? ORDER BY row')
  const links = db.prepare<[number], LinkRow>(
    `SELECT link.*, event.id AS hit_id FROM link JOIN event ON event.row = link.hit
     WHERE link.event = ? ORDER BY CASE grade WHEN 'exact' THEN 0 WHEN 'strong' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END,
     link.hit, link.n`,
  )
  const folds = db.prepare<[{ hit: number | null }], FoldRow>(
    `SELECT fold.*, event.id AS hit_id FROM fold JOIN event ON event.row = fold.hit
     WHERE @hit IS NULL OR fold.hit = @hit ORDER BY fold.n`,
  )
  const document = openBlockReader(db)
  return {
    db,
    meta: () => meta.meta,
    digest: () => meta.digest,
    gaps: () => gaps.all(),
    episodes: () => episodes.all().map(episodeOf),
    eventByRow: (row) => byRow.get(row),
    eventById: (id) => byId.get(id),
    hitByNumber: (n) => byHit.get(n),
    events: ({ after = 0, limit, hits, episode }) =>
      (episode === undefined ? page : pageOfEpisode).all({
        after,
        limit,
        hits: hits === undefined ? null : hits ? 1 : 0,
        episode: episode ?? null,
      }),
    eachEvent: (hits) => each.iterate(hits ? 1 : 0),
    document: ({ blk, pos }) => document(blk, pos),
    linksOf: (row) => links.all(row).map(linkOf),
    folds: (hit) => folds.all({ hit: hit ?? null }).map(foldOf),
    processes: () => db.prepare<[], ProcessRow>('SELECT * FROM process ORDER BY n').all(),
    coverage: () => ({
      edges: meta.meta.coverageEdges,
      cells: db
        .prepare<[], CoverageRow>(
          'SELECT * FROM coverage ORDER BY needed DESC, asset, channel, code',
        )
        .all()
        .map(coverageCellOf),
      watermark: meta.meta.watermark,
    }),
    volume: () =>
      db
        .prepare<[], HistogramBucket>(
          'SELECT from_us AS "from", to_us AS "to", n AS count FROM volume ORDER BY bucket',
        )
        .all(),
    isIntact: () => snapshotDigest(db) === meta.digest,
    close: () => {
      db.close()
    },
  }
}

const readMeta = (db: Database.Database): { meta: SnapshotMeta; digest: string } => {
  try {
    const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM meta').all()
    const found = metaOf(rows, digestKey)
    if (found.meta.version === snapshotVersion) return found
  } catch (error) {
    db.close()
    throw new AppError(
      'damaged_file',
      'The snapshot of this run is damaged.',
      { next: 'Run the hunt again.' },
      error,
    )
  }
  db.close()
  throw new AppError('conflict', 'This snapshot was written by another version of AttackTrace.', {
    next: 'Run the hunt again, or open it with the version that wrote it.',
  })
}
