import type { Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'
import { hourUs } from './slices.ts'
import { inList, sql } from './sql.ts'
import type { Store } from './store.ts'

/** One hour of one log source on one asset, by the rollup. */
export interface HourStat {
  readonly asset: number
  readonly ls: number
  readonly hour: number
  readonly n: number
  readonly first: Micros
  readonly last: Micros
}

export const hourStats = (
  store: Store,
  assets: readonly number[],
  sources: readonly number[],
  window: Window,
): readonly HourStat[] =>
  store.reader.rows<HourStat>(sql`SELECT asset, ls, hour, n, first, last FROM roll_asset_hour
    WHERE asset IN ${inList(assets)} AND ls IN ${inList(sources)}
      AND hour BETWEEN ${Math.floor(window.from / hourUs)} AND ${Math.floor(window.to / hourUs)}
    ORDER BY asset, ls, hour`)

/** Exact number of events of one hour that lie in a window; asks the index only where the hour is cut. */
const eventsOfHour = (store: Store, stat: HourStat, window: Window): number => {
  if (stat.last < window.from || stat.first >= window.to) return 0
  if (stat.first >= window.from && stat.last < window.to) return stat.n
  const from = Math.max(window.from, stat.first)
  const to = Math.min(window.to, stat.last + 1)
  const [row] = store.reader.rows<{
    n: number
  }>(sql`SELECT count(*) AS n FROM ev INDEXED BY ev_scope
    WHERE asset = ${stat.asset} AND ls = ${stat.ls} AND ts >= ${from} AND ts < ${to}`)
  return row?.n ?? 0
}

export const eventsBetween = (store: Store, stats: readonly HourStat[], window: Window): number =>
  stats.reduce((sum, stat) => sum + eventsOfHour(store, stat, window), 0)

/** The newest event before an instant, over the given hours; undefined where there is none. */
export const lastBefore = (
  store: Store,
  stats: readonly HourStat[],
  time: Micros,
): Micros | undefined => {
  let newest: Micros | undefined
  const take = (found: Micros | null | undefined): void => {
    if (typeof found === 'number' && (newest === undefined || found > newest)) newest = found
  }
  for (const stat of stats) {
    if (stat.last < time) take(stat.last)
    else if (stat.first < time) {
      const [row] = store.reader.rows<{
        ts: Micros | null
      }>(sql`SELECT max(ts) AS ts FROM ev INDEXED BY ev_scope
        WHERE asset = ${stat.asset} AND ls = ${stat.ls} AND ts < ${time}`)
      take(row?.ts)
    }
  }
  return newest
}

/** The oldest event at or after an instant, over the given hours; undefined where there is none. */
export const firstFrom = (
  store: Store,
  stats: readonly HourStat[],
  time: Micros,
): Micros | undefined => {
  let oldest: Micros | undefined
  const take = (found: Micros | null | undefined): void => {
    if (typeof found === 'number' && (oldest === undefined || found < oldest)) oldest = found
  }
  for (const stat of stats) {
    if (stat.first >= time) take(stat.first)
    else if (stat.last >= time) {
      const [row] = store.reader.rows<{
        ts: Micros | null
      }>(sql`SELECT min(ts) AS ts FROM ev INDEXED BY ev_scope
        WHERE asset = ${stat.asset} AND ls = ${stat.ls} AND ts >= ${time}`)
      take(row?.ts)
    }
  }
  return oldest
}
