import type { Window } from '#queries/scope.ts'
import { fromEvents, type Plan } from './compile.ts'
import type { Reader } from './reader.ts'
import { assetIds, hoursOf, hourUs, logSourceIds } from './slices.ts'
import { sql } from './sql.ts'

/**
 * Events of a plan's assets and log sources in a window, exact: whole hours by the rollup, the rest of
 * the first and last hour by index. Predicate and identities are not looked at.
 */
export const eventsIn = (reader: Reader, plan: Plan, window: Window): number => {
  if (window.to <= window.from) return 0
  const firstWhole = Math.ceil(window.from / hourUs) * hourUs
  const endWhole = Math.floor(window.to / hourUs) * hourUs
  if (endWhole <= firstWhole) return byIndex(reader, plan, window)
  const whole = hoursOf(reader, plan, { from: firstWhole, to: endWhole })
  return (
    byIndex(reader, plan, { from: window.from, to: firstWhole }) +
    whole.reduce((sum, hour) => sum + hour.n, 0) +
    byIndex(reader, plan, { from: endWhole, to: window.to })
  )
}

const byIndex = (reader: Reader, plan: Plan, { from, to }: Window): number => {
  if (to <= from) return 0
  const sources = plan.logSources === null ? sql`` : sql`AND ls IN ${logSourceIds(plan)}`
  const [row] = reader.rows<{ n: number }>(
    sql`SELECT count(*) AS n ${fromEvents(plan)}
      WHERE asset IN ${assetIds(plan)} ${sources} AND ts >= ${from} AND ts < ${to}`,
  )
  return row?.n ?? 0
}
