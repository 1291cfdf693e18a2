import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { WorkspaceTables } from './schema.ts'

/** Every setting the hunter can change. */
const settingsSchema = z.strictObject({
  theme: z.enum(['auto', 'light', 'dark']),
  /** An IANA zone, shown beside UTC. */
  zone: z.string().min(1).max(64),
  /** Single-key shortcuts: WCAG asks that they can be turned off. */
  singleKeys: z.boolean(),
})

/** What the hunter chose for all pages. */
export type Settings = z.infer<typeof settingsSchema>

/** What holds until something is chosen. */
export const defaultSettings: Settings = { theme: 'auto', zone: 'UTC', singleKeys: true }

const partial = settingsSchema.partial()

/** Reads and keeps the settings. */
export const settingsRepository = (db: Kysely<WorkspaceTables>) => ({
  /** All settings; one that is not set, or no longer reads, is its default. */
  async all(): Promise<Settings> {
    const rows = await db.selectFrom('setting').selectAll().execute()
    const found = rows.map(({ key, value }) => partial.safeParse({ [key]: JSON.parse(value) }))
    return Object.assign({}, defaultSettings, ...found.map((one) => one.data ?? {}))
  },
  /** Sets some and leaves the others. The edge checks input with `settingsSchema` before. */
  async set(changes: Partial<Settings>): Promise<void> {
    await db.transaction().execute(async (tx) => {
      for (const [key, set] of Object.entries(partial.parse(changes))) {
        const value = JSON.stringify(set)
        await tx
          .insertInto('setting')
          .values({ key, value })
          .onConflict((c) => c.column('key').doUpdateSet({ value }))
          .execute()
      }
    })
  },
})

export type SettingsStore = ReturnType<typeof settingsRepository>
