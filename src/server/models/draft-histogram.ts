import type { HistogramBucket, SourceDescription } from '#connectors/contract.ts'
import type { Window } from '#queries/scope.ts'
import { formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { HistogramView } from '#views/models/draft-preview.ts'
import { roomyTicks } from './draft-ticks.ts'

const barHeight = 44

/** The narrowest that it is drawn, in pixels. */
const narrowest = 330

export interface HistogramInput {
  readonly volume: readonly HistogramBucket[]
  /** Null where the hits were not counted in time. */
  readonly hits: readonly HistogramBucket[] | null
  readonly window: Window
  readonly source: SourceDescription
  readonly zone: string
}

/** Events of the scope over time, and how many of them are hits; positions in percent. */
export const histogramView = (input: HistogramInput): HistogramView => {
  const { volume, hits, window, source, zone } = input
  const { from, to } = window
  const x = (time: number): number => ((time - from) / (to - from)) * 100
  const tallest = Math.max(1, ...volume.map(({ count }) => count))
  const events = volume.reduce((sum, { count }) => sum + count, 0)
  const all = (hits ?? []).reduce((sum, { count }) => sum + count, 0)
  const read = source.watermark
  return {
    bars: volume.map((bucket, i) => {
      const own = hits?.[i]?.count ?? 0
      return {
        x: x(bucket.from),
        width: x(bucket.to) - x(bucket.from),
        height:
          bucket.count === 0 ? 0 : Math.max(1, Math.round((bucket.count / tallest) * barHeight)),
        hits: own,
        title: `${formatTime(bucket.from, 'day-clock', zone)} to ${formatTime(bucket.to, 'clock', zone)}: ${plural(bucket.count, 'event')}${hits === null ? '' : `, ${plural(own, 'hit')}`}`,
      }
    }),
    ticks: roomyTicks(window, zone, narrowest, true),
    undecided: read !== null && read < to ? Math.max(0, Math.min(100, x(read))) : null,
    tallest,
    label: `${formatNumber(events)} events of the scope over time in ${formatNumber(volume.length)} bars${hits === null ? '' : `, ${plural(all, 'hit')} marked in red`}`,
  }
}
