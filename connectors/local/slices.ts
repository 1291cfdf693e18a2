import type { Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'
import type { Plan } from './compile.ts'
import type { Reader } from './reader.ts'
import { type Fragment, inList, sql } from './sql.ts'

export const hourUs = 3_600_000_000

/** Candidates of one slice, about: enough to pay for a statement, few enough to be over in milliseconds. */
export const sliceSize = 4_096

/** A piece of a window with the events expected in it, by the hourly rollup. */
export interface Slice extends Window {
  readonly weight: number
}

export const assetIds = (plan: Plan): Fragment => {
  const { assets } = plan.question.scope
  return assets.kind === 'any'
    ? sql`(SELECT id FROM asset)`
    : sql`(SELECT id FROM asset WHERE key IN ${inList(assets.assets.map((a) => a.key))})`
}

export const logSourceIds = (plan: Plan): Fragment =>
  plan.logSources === null
    ? sql`(SELECT id FROM log_source)`
    : sql`(SELECT id FROM log_source WHERE ${plan.logSources})`

interface HourRow {
  readonly hour: number
  readonly n: number
}

/** Events an hour that the plan can touch in a window, from the rollups: never a scan of events. */
export const hoursOf = (reader: Reader, plan: Plan, window: Window): readonly HourRow[] => {
  const first = Math.floor(window.from / hourUs)
  const last = Math.floor((window.to - 1) / hourUs)
  return plan.question.scope.assets.kind === 'any'
    ? reader.rows<HourRow>(sql`SELECT hour, sum(n) AS n FROM roll_hour
        WHERE ls IN ${logSourceIds(plan)} AND hour BETWEEN ${first} AND ${last} GROUP BY hour ORDER BY hour`)
    : reader.rows<HourRow>(sql`SELECT hour, sum(n) AS n FROM roll_asset_hour
        WHERE asset IN ${assetIds(plan)} AND ls IN ${logSourceIds(plan)} AND hour BETWEEN ${first} AND ${last}
        GROUP BY hour ORDER BY hour`)
}

/**
 * Cuts a question's window into slices of about the same number of candidates: quiet hours are joined,
 * busy ones cut. Together they cover every event of the window that the rollup knows.
 */
export const slicesOf = (reader: Reader, plan: Plan, size = sliceSize): readonly Slice[] => {
  const { window } = plan.question.scope
  const slices: Slice[] = []
  let open: { from: Micros; to: Micros; weight: number } | undefined
  const close = (): void => {
    if (open) slices.push(open)
    open = undefined
  }
  for (const { hour, n } of hoursOf(reader, plan, window)) {
    const from = Math.max(window.from, hour * hourUs)
    const to = Math.min(window.to, (hour + 1) * hourUs)
    const weight = Math.ceil((n * (to - from)) / hourUs)
    if (open && open.weight + weight <= size) {
      open = { from: open.from, to, weight: open.weight + weight }
      continue
    }
    close()
    if (weight <= size) open = { from, to, weight }
    else slices.push(...cut({ from, to, weight }, size))
  }
  close()
  return slices
}

const cut = (slice: Slice, size: number): readonly Slice[] => {
  const pieces = Math.min(Math.ceil(slice.weight / size), 3_600)
  const edge = (i: number): Micros =>
    slice.from + Math.floor(((slice.to - slice.from) * i) / pieces)
  const before = (i: number): number => Math.floor((slice.weight * i) / pieces)
  return Array.from({ length: pieces }, (_, i) => ({
    from: edge(i),
    to: edge(i + 1),
    weight: before(i + 1) - before(i),
  }))
}
