import type { Micros } from '#queries/event.ts'
import { formatNumber, formatSpan } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { OverviewView } from '#views/models/lanes.ts'
import { countText } from '#views/parts/count.tsx'
import { clockTicks } from './clock-ticks.ts'
import type { Frame } from './frame.ts'

/** Bars at most: each is a link, wide enough to be aimed at. */
const maxBars = 64
const barHeight = 30

interface Bar {
  readonly from: Micros
  readonly to: Micros
  readonly count: number
}

/** Neighboring buckets are added up until there are few enough. */
const bars = (volume: readonly Bar[]): readonly Bar[] => {
  const per = Math.max(1, Math.ceil(volume.length / maxBars))
  return Array.from({ length: Math.ceil(volume.length / per) }, (_, i) => {
    const part = volume.slice(i * per, (i + 1) * per)
    return {
      from: part[0]?.from ?? 0,
      to: part.at(-1)?.to ?? 0,
      count: part.reduce((sum, one) => sum + one.count, 0),
    }
  })
}

const allHits = (frame: Frame): readonly Micros[] =>
  frame.snapshot.db
    .prepare<[], { ts: Micros }>('SELECT ts FROM event WHERE is_hit = 1 ORDER BY ts LIMIT 10000')
    .all()
    .map(({ ts }) => ts)

/** The whole scope on a clock scale: volume, hits, and a frame around what the lanes show. */
export const drawOverview = (frame: Frame): OverviewView => {
  const { from, to } = frame.meta.scope.window
  const x = (time: Micros): number => ((time - from) / (to - from)) * 100
  const clip = (value: number): number => Math.min(100, Math.max(0, value))
  const volume = bars(frame.snapshot.volume())
  const tallest = Math.max(1, ...volume.map((bar) => bar.count))
  const hits = new Set(
    allHits(frame)
      .map((ts) => Math.round(x(ts) * 5) / 5)
      .filter((at) => at >= 0 && at <= 100),
  )
  const left = clip(x(frame.scale.from))
  const right = clip(x(frame.scale.to))
  const { isWhole } = frame
  const events = countText(frame.meta.estimate.events)
  const clock = (time: Micros): string => formatTime(time, 'clock', frame.zone)
  const { watermark } = frame.meta
  return {
    head: isWhole
      ? `Scope, ${formatSpan(to - from)}`
      : `${clock(frame.scale.from)} to ${clock(frame.scale.to)}`,
    sub: isWhole ? `${events} events` : `of ${formatSpan(to - from)}, ${events} events`,
    label: `Events in scope over time, ${formatNumber(volume.length)} bars, each a link to its span; hits in red; the part that the lanes show is framed`,
    bars: volume.map((bar) => ({
      x: x(bar.from),
      width: x(bar.to) - x(bar.from),
      height: bar.count === 0 ? 0 : Math.max(1, Math.round((bar.count / tallest) * barHeight)),
      href: frame.address.to({
        span: { kind: 'range', from: bar.from, to: bar.to },
        scale: 'clock',
        after: null,
      }),
      title: `${formatTime(bar.from, 'day-clock', frame.zone)} to ${clock(bar.to)}: ${formatNumber(bar.count)} events`,
    })),
    hits: [...hits],
    frame: right - left > 0 ? { x: left, width: Math.max(0.4, right - left) } : null,
    undecided: watermark !== null && watermark < to ? clip(x(watermark)) : null,
    ticks: clockTicks(from, to, frame.zone, 8),
    from,
    to,
  }
}
