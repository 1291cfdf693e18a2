import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('draft')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('json', 'text', (c) => c.notNull())
      .addColumn('step', 'text', (c) => c.notNull())
      .addColumn('created', 'integer', (c) => c.notNull())
      .addColumn('updated', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('hunt')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('technique', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('created', 'integer', (c) => c.notNull())
      .addColumn('updated', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('scope_version')
      .addColumn('hunt', 'text', (c) => c.notNull().references('hunt.id'))
      .addColumn('n', 'integer', (c) => c.notNull())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('created', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('scope_version_key', ['hunt', 'n'])
      .execute()
    await db.schema
      .createTable('run')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hunt', 'text', (c) => c.notNull().references('hunt.id'))
      .addColumn('n', 'integer', (c) => c.notNull())
      .addColumn('scope_version', 'integer', (c) => c.notNull())
      .addColumn('question', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) =>
        c
          .notNull()
          .check(
            sql`state IN ('queued','running','complete','partial','cancelled','failed','interrupted')`,
          ),
      )
      .addColumn('queued', 'integer', (c) => c.notNull())
      .addColumn('started', 'integer')
      .addColumn('finished', 'integer')
      .addColumn('progress', 'text')
      .addColumn('counts', 'text')
      .addColumn('gaps', 'text', (c) => c.notNull().defaultTo('[]'))
      .addColumn('complete', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('error', 'text')
      .addColumn('pid', 'integer', (c) => c.notNull())
      .addUniqueConstraint('run_of_hunt', ['hunt', 'n'])
      .execute()
    await db.schema.createIndex('run_state').on('run').column('state').execute()
    await db.schema.createIndex('run_queued').on('run').column('queued').execute()
    await db.schema
      .createTable('setting')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
}

/** In order of their names; one that has shipped is never changed. */
export const migrations: Readonly<Record<string, Migration>> = { '0001-first': first }
