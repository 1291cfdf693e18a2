import type { Micros } from '#queries/event.ts'
import { plural } from '#views/format.ts'
import type { DensityRow } from '#views/models/lanes.ts'
import { type Cell, cellWidth } from './cells.ts'
import type { Scale } from './scale.ts'

/** Columns of a density row: each holds two cells of the count. */
const columnWidth = 2 * cellWidth
/** Ways into a row's spans, fewer where many rows share the budget. */
const wayInElements = 360
const mostWays = 12

/** Five steps by the logarithm of the count: a column of one is still seen beside one of thousands. */
export const stepsOf = (counts: readonly number[]): readonly number[] => {
  const most = Math.max(1, ...counts)
  return counts.map((n) =>
    n === 0 ? 0 : most === 1 ? 1 : 1 + Math.round((Math.log(n) / Math.log(most)) * 3),
  )
}

export interface DensityInput {
  readonly scale: Scale
  /** Cells of each crowded row, by its middle. */
  readonly rows: ReadonlyMap<number, readonly Cell[]>
  readonly zoomTo: (from: Micros, to: Micros) => string
}

/** Rows that hold more than marks could show, as columns of five steps with the ways in. */
export const densityRows = ({ scale, rows, zoomTo }: DensityInput): readonly DensityRow[] => {
  const zeroX = scale.x(scale.zero)
  // Columns are counted from t = 0, so that none holds both sides of the hit.
  const before = Math.max(0, Math.ceil(zeroX / columnWidth))
  const x = zeroX - before * columnWidth
  const total = Math.max(1, Math.ceil((100 - x) / columnWidth))
  const ways = Math.max(
    4,
    Math.min(mostWays, Math.floor(wayInElements / 3 / Math.max(1, rows.size))),
  )
  return [...rows].map(([mid, cells]): DensityRow => {
    const counts = Array.from({ length: total }, () => 0)
    for (const cell of cells) {
      const column = Math.floor(cell.cell / 2) + before
      const index = Math.min(total - 1, Math.max(0, column))
      counts[index] = (counts[index] ?? 0) + cell.n
    }
    const per = Math.ceil(total / ways)
    return {
      y: mid - 7,
      height: 14,
      x,
      width: total * columnWidth,
      columns: stepsOf(counts),
      links: Array.from({ length: ways }, (_, i) => {
        const n = counts.slice(i * per, (i + 1) * per).reduce((sum, one) => sum + one, 0)
        const from = Math.max(0, x + i * per * columnWidth)
        const to = Math.min(100, x + (i + 1) * per * columnWidth)
        return { n, from, to }
      })
        .filter((one) => one.n > 0 && one.to > one.from)
        .map(({ n, from, to }) => ({
          x: from,
          width: to - from,
          href: zoomTo(scale.at(from), scale.at(to)),
          title: `${plural(n, 'event')}: zoom to them`,
        })),
    }
  })
}
