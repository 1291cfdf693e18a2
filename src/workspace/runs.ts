import type { Kysely, Selectable } from 'kysely'
import type { Gap } from '#connectors/contract.ts'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { newId } from './ids.ts'
import {
  parseCounts,
  parseError,
  parseGaps,
  parseProgress,
  parseState,
  type RunCounts,
  type RunError,
  type RunProgress,
  type RunState,
} from './parse-run.ts'
import type { RunTable, WorkspaceTables } from './schema.ts'

/** One execution of a hunt, as the workspace keeps it; its events stand in its snapshot. */
export interface Run {
  readonly id: string
  readonly hunt: string
  /** Numbered from 1 within its hunt. */
  readonly n: number
  readonly scopeVersion: number
  /** The question as asked, JSON. */
  readonly question: string
  readonly state: RunState
  readonly queued: Micros
  readonly started: Micros | null
  readonly finished: Micros | null
  readonly progress: RunProgress | null
  readonly counts: RunCounts | null
  readonly gaps: readonly Gap[]
  readonly complete: boolean
  readonly error: RunError | null
  /** The process that runs it or ran it. */
  readonly pid: number
}

/** How a run ended. */
export interface RunEnd {
  readonly state: Exclude<RunState, 'queued' | 'running'>
  readonly counts: RunCounts | null
  readonly gaps: readonly Gap[]
  readonly error: RunError | null
}

const runOf = (row: Selectable<RunTable>): Run => ({
  id: row.id,
  hunt: row.hunt,
  n: row.n,
  scopeVersion: row.scope_version,
  question: row.question,
  state: parseState(row.state),
  queued: row.queued,
  started: row.started,
  finished: row.finished,
  progress: parseProgress(row.progress),
  counts: parseCounts(row.counts),
  gaps: parseGaps(row.gaps),
  complete: row.complete === 1,
  error: parseError(row.error),
  pid: row.pid,
})

/** Reads and writes runs; each ends once. */
export const runRepository = (db: Kysely<WorkspaceTables>, now: () => Micros) => ({
  /** Writes a run as `queued` before anything of it happens. */
  async queue(hunt: string, scopeVersion: number, question: string, pid: number): Promise<Run> {
    const id = newId()
    await db.transaction().execute(async (tx) => {
      const last = await tx
        .selectFrom('run')
        .select('n')
        .where('hunt', '=', hunt)
        .orderBy('n', 'desc')
        .executeTakeFirst()
      await tx
        .insertInto('run')
        .values({
          id,
          hunt,
          n: (last?.n ?? 0) + 1,
          scope_version: scopeVersion,
          question,
          state: 'queued',
          queued: now(),
          started: null,
          finished: null,
          progress: null,
          counts: null,
          error: null,
          pid,
        })
        .execute()
    })
    return this.get(id)
  },
  async begin(id: string): Promise<void> {
    await db
      .updateTable('run')
      .set({ state: 'running', started: now() })
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .execute()
  },
  async progress(id: string, progress: RunProgress): Promise<void> {
    await db
      .updateTable('run')
      .set({ progress: JSON.stringify(progress) })
      .where('id', '=', id)
      .execute()
  },
  /** Ends a run once; a run that has ended keeps its end. */
  async finish(id: string, end: RunEnd): Promise<void> {
    await db
      .updateTable('run')
      .set({
        state: end.state,
        finished: now(),
        counts: end.counts === null ? null : JSON.stringify(end.counts),
        gaps: JSON.stringify(end.gaps),
        complete: end.state === 'complete' ? 1 : 0,
        error: end.error === null ? null : JSON.stringify(end.error),
      })
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'running'])
      .execute()
  },
  /** Throws `not_found`. */
  async get(id: string): Promise<Run> {
    const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
    if (row) return runOf(row)
    throw new AppError('not_found', 'There is no such run in this data folder.')
  },
  /** Runs of a hunt, newest first. */
  async ofHunt(hunt: string): Promise<readonly Run[]> {
    const rows = await db
      .selectFrom('run')
      .selectAll()
      .where('hunt', '=', hunt)
      .orderBy('n', 'desc')
      .execute()
    return rows.map(runOf)
  },
  /** The newest run of a hunt. Throws `not_found` when it never ran. */
  async latest(hunt: string): Promise<Run> {
    const [run] = await this.ofHunt(hunt)
    if (run) return run
    throw new AppError('not_found', 'This hunt has not been run.')
  },
  /** Runs that have not ended, oldest first. */
  async open(): Promise<readonly Run[]> {
    const rows = await db
      .selectFrom('run')
      .selectAll()
      .where('state', 'in', ['queued', 'running'])
      .orderBy('queued')
      .execute()
    return rows.map(runOf)
  },
  /** Newest first, over all hunts. */
  async recent(limit = 50): Promise<readonly Run[]> {
    const rows = await db
      .selectFrom('run')
      .selectAll()
      .orderBy('queued', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(runOf)
  },
})

export type Runs = ReturnType<typeof runRepository>
