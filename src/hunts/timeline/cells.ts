import { type EventKind, foldCase, type Micros } from '#queries/event.ts'
import type { Grade } from '#queries/links/rule.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import { and, type Condition } from './filter.ts'
import type { Frame } from './frame.ts'
import { cellSql } from './scale.ts'

/** Width of the cells that are counted in the store, in percent: half a density column (160 to the plot). */
export const cellWidth = 0.3125

/** Context events of one lane and kind in one cell, with the most telling of them. */
export interface Cell {
  readonly asset: string
  readonly process: number | null
  readonly session: string | null
  readonly account: string
  readonly kind: EventKind
  readonly cell: number
  readonly n: number
  readonly rank: number
  readonly row: number
  readonly id: string
  readonly ts: Micros
  readonly best_grade: Grade | null
}

/**
 * Context of the drawing, grouped in the store by lane, kind and cell. With one `min` alone SQLite takes
 * the other columns from the row that holds it: the most telling event of each cell.
 */
export const contextCells = (frame: Frame, apart: readonly number[]): readonly Cell[] => {
  const cell = cellSql(frame.scale, cellWidth)
  const where = and(frame.drawn, { sql: 'is_hit = 0', params: [] }, not(apart))
  return frame.snapshot.db
    .prepare<(string | number)[], Cell>(
      `SELECT asset, process, CASE WHEN process IS NULL THEN session END AS session, account, kind,
         ${cell.sql} AS cell, count(*) AS n, min(rank) AS rank, row, id, ts, best_grade
       FROM event WHERE ${where.sql}
       GROUP BY asset, process, CASE WHEN process IS NULL THEN session END, kind, cell`,
    )
    .all(...cell.params, ...where.params)
}

const not = (rows: readonly number[]): Condition => ({
  sql: 'row NOT IN (SELECT value FROM json_each(?))',
  params: [JSON.stringify(rows)],
})

/** Whole rows by their numbers, in time order: what is drawn one by one. */
export const rowsByNumber = (frame: Frame, rows: readonly number[]): readonly EventRow[] =>
  rows.length === 0
    ? []
    : frame.snapshot.db
        .prepare<[string], EventRow>(
          'SELECT * FROM event WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row',
        )
        .all(JSON.stringify(rows))

interface Used {
  readonly asset: string
  readonly channel: string
  readonly code: string
  readonly n: number
}

/** How many events of the drawing come from each log source of each asset. */
export const usedSources = (frame: Frame): ((cell: Omit<Used, 'n'>) => number) => {
  const key = (one: Omit<Used, 'n'>): string =>
    `${one.asset}\u0000${foldCase(one.channel)}\u0000${one.code}`
  const rows = frame.snapshot.db
    .prepare<(string | number)[], Used>(
      `SELECT asset, channel, code, count(*) AS n FROM event WHERE ${frame.drawn.sql} GROUP BY 1, 2, 3`,
    )
    .all(...frame.drawn.params)
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + row.n)
  return (cell) => counts.get(key(cell)) ?? 0
}

/** How many pairs of unknown order are drawn one by one; the table has them all. */
const maxUnknown = 24

/** Context events whose side of the hit the clocks cannot tell: never hidden in a cluster. */
export const unknownRows = (frame: Frame): readonly number[] => {
  const where = and(frame.drawn, { sql: "is_hit = 0 AND direction = 'unknown'", params: [] })
  return frame.snapshot.db
    .prepare<(string | number)[], { row: number }>(
      `SELECT row FROM event WHERE ${where.sql} ORDER BY rank, row LIMIT ${maxUnknown}`,
    )
    .all(...where.params)
    .map(({ row }) => row)
}
