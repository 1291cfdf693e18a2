import type { Micros } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { CoverageRow, CoverageRun, CoverageStripView } from '#views/models/lanes.ts'
import type { KeptCoverageCell } from '../snapshot/parse-rows.ts'
import type { Scale } from './scale.ts'
import { cut } from './words.ts'

const rowHeight = 13
const headHeight = 26
/** The strip shows what the behavior needs first; the rest has its own tab. */
const maxRows = 14

/** Buckets of one state side by side are one run; what lies outside the span or past `limit` is cut off. */
export const coverageRuns = (
  cell: Pick<KeptCoverageCell, 'states'>,
  edges: readonly Micros[],
  x: (time: Micros) => number,
  limit: number,
): readonly CoverageRun[] => {
  const runs: CoverageRun[] = []
  for (const [i, state] of cell.states.entries()) {
    const from = Math.max(0, x(edges[i] ?? 0))
    const to = Math.min(limit, x(edges[i + 1] ?? edges[i] ?? 0))
    if (to <= from) continue
    const last = runs.at(-1)
    if (last && last.state === state && Math.abs(last.x + last.width - from) < 0.01) {
      runs[runs.length - 1] = { ...last, width: to - last.x }
    } else {
      runs.push({ x: from, width: to - from, state })
    }
  }
  return runs
}

export interface StripInput {
  readonly cells: readonly KeptCoverageCell[]
  readonly edges: readonly Micros[]
  readonly scale: Scale
  readonly top: number
  readonly assets: readonly string[]
  readonly undecidedFrom: Micros | null
  readonly assetLabel: (asset: string) => string
  /** How many events of the drawing come from a log source of an asset. */
  readonly used: (cell: { asset: string; channel: string; code: string }) => number
}

/** One row an asset and log source, needed first, in the order of the lanes. */
export const coverageStrip = (input: StripInput): CoverageStripView => {
  const { cells, edges, scale, top, assets, assetLabel, used } = input
  const place = new Map(assets.map((asset, i) => [asset, i]))
  const order = (cell: KeptCoverageCell): number => place.get(cell.asset) ?? assets.length
  const kept = cells
    .filter((cell) => cell.needed || used(cell) > 0)
    .toSorted((a, b) => Number(b.needed) - Number(a.needed) || used(b) - used(a))
    .slice(0, maxRows)
    .toSorted(
      (a, b) =>
        Number(b.needed) - Number(a.needed) ||
        order(a) - order(b) ||
        (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : 0) ||
        used(b) - used(a),
    )
  const limit = input.undecidedFrom === null ? 100 : scale.x(input.undecidedFrom)
  const first = top + headHeight
  const rows = kept.map((cell, i): CoverageRow => {
    const source = logSourceLabel(cell.channel, cell.code)
    const isFirst =
      i === 0 || kept[i - 1]?.asset !== cell.asset || kept[i - 1]?.needed !== cell.needed
    return {
      y: first + i * rowHeight,
      asset: isFirst ? cut(assetLabel(cell.asset), 13) : null,
      source: cut(source, 17),
      short: cut(isFirst ? `${assetLabel(cell.asset)} ${source}` : ` ${source}`, 17),
      isNeeded: cell.needed,
      runs: coverageRuns(cell, edges, (time) => scale.x(time), Math.min(100, Math.max(0, limit))),
    }
  })
  return {
    headY: top + 19,
    top: first,
    bottom: first + Math.max(1, rows.length) * rowHeight,
    rows,
    more: cells.length - kept.length,
  }
}
