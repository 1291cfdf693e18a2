import type { Kysely } from 'kysely'
import { AppError } from '#queries/errors.ts'
import type { Micros } from '#queries/event.ts'
import { newId } from './ids.ts'
import type { WorkspaceTables } from './schema.ts'

/** A hunt being put together; `json` is what the wizard wrote. */
export interface Draft {
  readonly id: string
  readonly json: string
  readonly step: string
  readonly created: Micros
  readonly updated: Micros
}

/** Reads and writes the drafts of new hunts. */
export const draftRepository = (db: Kysely<WorkspaceTables>, now: () => Micros) => ({
  async create(json: string, step: string): Promise<Draft> {
    const at = now()
    const draft: Draft = { id: newId(), json, step, created: at, updated: at }
    await db.insertInto('draft').values(draft).execute()
    return draft
  },
  /** Throws `not_found`. */
  async get(id: string): Promise<Draft> {
    const row = await db.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirst()
    if (row) return row
    throw new AppError('not_found', 'There is no such draft.', {
      next: 'It may have become a hunt: look among the hunts, or begin a new one.',
    })
  },
  /** Throws `not_found`. */
  async save(id: string, json: string, step: string): Promise<void> {
    await this.get(id)
    await db.updateTable('draft').set({ json, step, updated: now() }).where('id', '=', id).execute()
  },
  /**
   * Reads a draft, changes it and keeps it, with nothing in between: two forms sent at once both count. What
   * `change` throws leaves the draft as it was. Throws `not_found`.
   */
  async change(id: string, step: string, change: (json: string) => string): Promise<string> {
    await this.get(id)
    return db.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('draft')
        .select('json')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const json = change(row.json)
      await tx
        .updateTable('draft')
        .set({ json, step, updated: now() })
        .where('id', '=', id)
        .execute()
      return json
    })
  },
  async remove(id: string): Promise<void> {
    await db.deleteFrom('draft').where('id', '=', id).execute()
  },
  /** Newest first. */
  async list(limit = 50): Promise<readonly Draft[]> {
    return db.selectFrom('draft').selectAll().orderBy('updated', 'desc').limit(limit).execute()
  },
})

export type Drafts = ReturnType<typeof draftRepository>
