import type { Micros } from '#queries/event.ts'
import type { HuntState } from './state.ts'

/** A condition over the snapshot's table `event`, with its parameters. */
export interface Condition {
  readonly sql: string
  readonly params: readonly (string | number)[]
}

export const everyRow: Condition = { sql: '1', params: [] }

export const and = (...conditions: readonly Condition[]): Condition => ({
  sql: conditions.map((c) => `(${c.sql})`).join(' AND '),
  params: conditions.flatMap((c) => c.params),
})

const among = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} IN (${values.map(() => '?').join(', ')})`,
  params: values,
})

/** A hit is never filtered away: it is what the page is about. */
const orHit = (condition: Condition): Condition => ({
  sql: `is_hit = 1 OR ${condition.sql}`,
  params: condition.params,
})

const without = (column: string, values: readonly string[]): readonly Condition[] => {
  if (values.length === 0) return []
  const inside = among(column, values)
  return [orHit({ sql: `NOT ${inside.sql}`, params: inside.params })]
}

/** The events of one episode, or of all. */
export const ofEpisode = (episode: number | null): Condition =>
  episode === null ? everyRow : { sql: 'episode = ?', params: [episode] }

/** Rows by their numbers. */
export const amongRows = (rows: readonly number[]): Condition => ({
  sql: 'row IN (SELECT value FROM json_each(?))',
  params: [JSON.stringify(rows)],
})

/**
 * What the legend lets through: kinds, grades and sides of t = 0. A row whose order the clocks cannot tell
 * stays on both sides.
 */
export const ofLegend = (state: HuntState, zero: Micros): Condition => {
  const grades = [...state.hideGrades, ...(state.showWeak ? [] : ['weak'])]
  const sides = [
    ...(state.hideSides.has('before') ? ['ts >= ?'] : []),
    ...(state.hideSides.has('after') ? ['ts < ?'] : []),
  ].map((sql) => orHit({ sql: `direction = 'unknown' OR ${sql}`, params: [zero] }))
  return and(
    everyRow,
    ...without('kind', [...state.hideKinds]),
    ...without("coalesce(best_grade, 'none')", grades),
    ...sides,
  )
}

/** Both ends belong to it: the last event that was found is the end of the reach. */
export const inSpan = (from: Micros, to: Micros): Condition => ({
  sql: 'ts >= ? AND ts <= ?',
  params: [from, to],
})
