import type { Kysely } from 'kysely'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { newId } from './ids.ts'
import type { WorkspaceTables } from './schema.ts'

/** One hunt; `question` is the JSON it was asked with last. */
export interface Hunt {
  readonly id: string
  readonly technique: string
  readonly source: string
  readonly title: string
  readonly question: string
  readonly created: Micros
  readonly updated: Micros
}

/** A scope the hunt was asked with; `scope` is the JSON of a `ScopeInput`. */
export interface ScopeVersion {
  readonly hunt: string
  readonly n: number
  readonly scope: string
  readonly created: Micros
}

/** What a hunt is asked with: its question and, apart, the question's scope, both as JSON. */
export interface AskedWith {
  readonly technique: string
  readonly source: string
  readonly title: string
  readonly question: string
  readonly scope: string
}

/** Reads and writes hunts. */
export const huntRepository = (db: Kysely<WorkspaceTables>, now: () => Micros) => ({
  /** A new hunt with scope version 1. */
  async create(asked: AskedWith): Promise<Hunt> {
    const at = now()
    const { scope, ...rest } = asked
    const hunt: Hunt = { id: newId(), ...rest, created: at, updated: at }
    await db.transaction().execute(async (tx) => {
      await tx.insertInto('hunt').values(hunt).execute()
      await tx
        .insertInto('scope_version')
        .values({ hunt: hunt.id, n: 1, scope, created: at })
        .execute()
    })
    return hunt
  },
  /** Asks the hunt again; another scope becomes its next version, the same one stays. Answers the version. */
  async ask(id: string, asked: AskedWith): Promise<number> {
    await this.get(id)
    const at = now()
    const { scope, ...rest } = asked
    return db.transaction().execute(async (tx) => {
      const last = await tx
        .selectFrom('scope_version')
        .selectAll()
        .where('hunt', '=', id)
        .orderBy('n', 'desc')
        .executeTakeFirst()
      await tx
        .updateTable('hunt')
        .set({ ...rest, updated: at })
        .where('id', '=', id)
        .execute()
      if (last?.scope === scope) return last.n
      const n = (last?.n ?? 0) + 1
      await tx.insertInto('scope_version').values({ hunt: id, n, scope, created: at }).execute()
      return n
    })
  },
  /** Throws `not_found`. */
  async get(id: string): Promise<Hunt> {
    const row = await db.selectFrom('hunt').selectAll().where('id', '=', id).executeTakeFirst()
    if (row) return row
    throw new AppError('not_found', 'There is no such hunt in this data folder.', {
      next: 'Look among the hunts, or open the data folder it was made in.',
    })
  },
  async scopes(id: string): Promise<readonly ScopeVersion[]> {
    return db.selectFrom('scope_version').selectAll().where('hunt', '=', id).orderBy('n').execute()
  },
  /** Newest first. */
  async list(limit = 200): Promise<readonly Hunt[]> {
    return db
      .selectFrom('hunt')
      .selectAll()
      .orderBy('updated', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
  },
})

export type Hunts = ReturnType<typeof huntRepository>
