import { logSourceLabel } from '#queries/log-source-label.ts'
import type { CoverageMatrixView } from '#views/models/hunt.ts'
import type { SnapshotMeta } from '../snapshot/meta.ts'
import type { Snapshot } from '../snapshot/read.ts'
import { assetLabels } from './asset-labels.ts'
import { coverageRuns } from './coverage-strip.ts'
import { cellWords } from './coverage-words.ts'
import { clockTicks } from './clock-ticks.ts'

/** Rows on the page at most; needed log sources come first, so that what counts is never cut away. */
const maxRows = 400

/** What telemetry the scope had: asset × log source × time, needed first, each row with its words. */
export const coverageMatrix = (snapshot: Snapshot, zone: string): CoverageMatrixView => {
  const meta: SnapshotMeta = snapshot.meta()
  const { cells, edges, watermark } = snapshot.coverage()
  const { from, to } = meta.scope.window
  const first = edges[0] ?? from
  const last = edges.at(-1) ?? to
  const x = (time: number): number => ((time - first) / Math.max(1, last - first)) * 100
  const until = Math.min(last, watermark ?? last)
  const label = assetLabels({ meta })
  const extensions = new Set(meta.extensions)
  const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0)
  const kept = cells
    .toSorted(
      (a, b) =>
        Number(b.needed) - Number(a.needed) ||
        (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : 0) ||
        total(b.counts) - total(a.counts),
    )
    .slice(0, maxRows)
  const assets = [...new Set(kept.map((cell) => cell.asset))].toSorted()
  return {
    groups: assets.map((asset) => ({
      asset: label(asset),
      isExtension: extensions.has(asset),
      rows: kept
        .filter((cell) => cell.asset === asset)
        .map((cell) => ({
          source: logSourceLabel(cell.channel, cell.code),
          channel: cell.channel,
          isNeeded: cell.needed,
          runs: coverageRuns(cell, edges, x, 100),
          events: total(cell.counts),
          ...cellWords(cell, edges, until, zone),
        })),
    })),
    ticks: clockTicks(first, last, zone, 6),
    from: first,
    shown: kept.length,
    total: cells.length,
    watermark: watermark !== null && watermark < last ? watermark : null,
  }
}
