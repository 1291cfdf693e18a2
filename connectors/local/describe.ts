import type { Micros } from '#queries/event.ts'
import { mappingVersion } from '#queries/normalize.ts'
import type { LogSourceStat, SourceDescription } from '../contract.ts'
import { storeVersion } from './schema.ts'
import { sql } from './sql.ts'
import type { Store } from './store.ts'

/** What a source holds; `id` is filled in by the connector. */
export type StoreDescription = Omit<SourceDescription, 'id'>

interface Totals {
  readonly rejects: number
  readonly importing: number
  readonly stopped: number
  readonly assets: number
  readonly identities: number
  readonly watermark: Micros | null
  readonly bytes: number
}

/** Reads rollups and counters only; no event is touched. */
export function* describeStore(store: Store): Generator<void, StoreDescription> {
  const [totals] = store.reader.rows<Totals>(sql`SELECT
    (SELECT coalesce(sum(rejects), 0) FROM file) AS rejects,
    (SELECT count(*) FROM file WHERE state = 'importing') AS importing,
    (SELECT count(*) FROM file WHERE state IN ('stopped', 'failed')) AS stopped,
    (SELECT count(*) FROM asset) AS assets,
    (SELECT count(DISTINCT person) FROM identity) AS identities,
    (SELECT max(watermark) FROM delivery) AS watermark,
    (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS bytes`)
  yield
  const shapes = store.reader.rows<{ shape: string }>(
    sql`SELECT DISTINCT shape FROM file WHERE events > 0 ORDER BY shape`,
  )
  const logSources = logSourcesOf(store)
  const first = logSources.reduce((least, source) => Math.min(least, source.first), Infinity)
  const last = logSources.reduce((most, source) => Math.max(most, source.last), -Infinity)
  return {
    kind: 'local',
    version: `store ${storeVersion}, mapping ${mappingVersion}`,
    events: {
      value: logSources.reduce((sum, source) => sum + source.events, 0),
      relation: 'exact',
    },
    range: logSources.length === 0 ? null : { from: first, to: last + 1 },
    watermark: totals?.watermark ?? null,
    schemas: shapes.map((row) => row.shape),
    health:
      totals && totals.importing > 0
        ? 'importing'
        : totals && totals.stopped > 0
          ? 'degraded'
          : 'ok',
    logSources,
    assets: totals?.assets ?? 0,
    identities: totals?.identities ?? 0,
    bytes: totals?.bytes ?? null,
    rejects: totals?.rejects ?? 0,
  }
}

/**
 * Per log source its events by the small rollup; first, last and assets by seeks into the large one,
 * which would take a second to scan at five million events.
 */
const logSourcesOf = (store: Store): readonly LogSourceStat[] =>
  store.reader.rows<LogSourceStat>(sql`SELECT s.channel, s.code, h.n AS events,
      (SELECT min(r.first) FROM asset AS a CROSS JOIN roll_asset_hour AS r ON r.asset = a.id AND r.ls = s.id AND r.hour = h.first) AS first,
      (SELECT max(r.last) FROM asset AS a CROSS JOIN roll_asset_hour AS r ON r.asset = a.id AND r.ls = s.id AND r.hour = h.last) AS last,
      (SELECT count(*) FROM asset AS a WHERE EXISTS (SELECT 1 FROM roll_asset_hour AS r WHERE r.asset = a.id AND r.ls = s.id)) AS assets
    FROM log_source AS s
    JOIN (SELECT ls, sum(n) AS n, min(hour) AS first, max(hour) AS last FROM roll_hour GROUP BY ls) AS h ON h.ls = s.id
    ORDER BY h.n DESC, s.channel, s.code`)
