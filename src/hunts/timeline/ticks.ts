import type { Micros } from '#queries/event.ts'
import { formatDelta } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { AxisTick } from '#views/models/lanes.ts'
import type { Scale } from './scale.ts'

const second = 1_000_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Width of a character in percent of the narrowest plot that shows all ticks (748 px): 11 px mono and 10.5 px. */
const deltaChar = 0.88
const clockChar = 0.84
/** On a phone's plot (about 260 px) a character is this wide. */
const smallChar = 2.5

const aroundHit = [10, 60, 600, 3600, 1, 21_600, 86_400, 604_800, 2_592_000]
const milli = 1000
const steps = [
  ...[1, 5, 10, 50, 100, 500].map((n) => n * milli),
  ...[1, 5, 10, 30].map((n) => n * second),
  ...[1, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 30].map((n) => n * day),
]

interface Range {
  readonly from: number
  readonly to: number
}

const around = (x: number, width: number, anchor: AxisTick['anchor']): Range => {
  if (anchor === 'start') return { from: x, to: x + width }
  if (anchor === 'end') return { from: x - width, to: x }
  return { from: x - width / 2, to: x + width / 2 }
}

/** One line of text: what is placed first stays, what would touch it is refused. */
const lineOfText = () => {
  const taken: Range[] = []
  return (range: Range): boolean => {
    if (taken.some((t) => range.from < t.to + 0.8 && range.to > t.from - 0.8)) return false
    taken.push(range)
    return true
  }
}

/** Distances from t = 0 at which a tick may stand, the most wanted first; the ends of the span lead. */
const offsets = (scale: Scale): readonly number[] => {
  const before = scale.from - scale.zero
  const after = scale.to - scale.zero
  const inside = (us: number): boolean => us > before && us < after && us !== 0
  if (scale.kind === 'log') {
    return [before, after, ...aroundHit.flatMap((s) => [-s * second, s * second]).filter(inside)]
  }
  const wanted = (after - before) / 9
  const step = steps.find((s) => s >= wanted) ?? Math.ceil(wanted / day) * day
  const first = Math.ceil(before / step)
  const count = Math.floor((after - before) / step) + 1
  return [
    before,
    after,
    ...Array.from({ length: count }, (_, i) => (first + i) * step).filter(inside),
  ]
}

/** As many digits as tell this tick from its neighbors. */
const clockText = (time: Micros, distance: number, scale: Scale, zone: string): string => {
  const near = scale.kind === 'log' ? distance : scale.to - scale.from
  if (near >= (scale.kind === 'log' ? 10 : 2) * minute) {
    return formatTime(time, 'clock', zone).slice(0, 5)
  }
  return formatTime(time, 'clock', zone, near < second ? 3 : 0)
}

/** `−58.0 s` is `−58 s` on an axis. */
const deltaText = (us: number): string => formatDelta(us).replace('.0 s', ' s')

/**
 * The axis, from left to right. Both ends of the span come first, for they say how far was looked; then the
 * round distances from the hit, each only where its text touches no other. t = 0 is drawn apart.
 */
export const axisTicks = (scale: Scale, zone: string, hasHit: boolean): readonly AxisTick[] => {
  const upper = lineOfText()
  const lower = lineOfText()
  const phone = lineOfText()
  const zeroX = scale.x(scale.zero)
  if (hasHit) {
    upper(around(zeroX, deltaChar, 'middle'))
    lower(around(zeroX, clockChar * 12, 'middle'))
    phone(around(zeroX, smallChar, 'middle'))
  }
  const ends = [scale.from, scale.to]
  const ticks = offsets(scale).flatMap((us): readonly AxisTick[] => {
    const time = scale.zero + us
    const x = scale.x(time)
    const anchor = time === ends[0] ? 'start' : time === ends[1] ? 'end' : 'middle'
    const clock = clockText(time, Math.abs(us), scale, zone)
    const delta = hasHit ? deltaText(us) : null
    const head = delta ?? clock
    if (!upper(around(x, head.length * deltaChar, anchor))) return []
    const hasRoom = delta !== null && lower(around(x, clock.length * clockChar, anchor))
    return [
      {
        x,
        delta: head,
        clock: hasRoom ? clock : null,
        day: null,
        anchor,
        small: phone(around(x, head.length * smallChar, anchor)),
      },
    ]
  })
  return withDays(
    ticks.toSorted((a, b) => a.x - b.x),
    scale,
    zone,
  )
}

/** The date stands at an end of the axis where it is not the hit's. */
const withDays = (ticks: readonly AxisTick[], scale: Scale, zone: string): readonly AxisTick[] => {
  const dayOf = (time: Micros): string => formatTime(time, 'day', zone)
  const home = dayOf(scale.zero)
  return ticks.map((tick, i) => {
    const time = i === 0 ? scale.from : i === ticks.length - 1 ? scale.to : scale.zero
    const here = dayOf(time)
    return here !== home && tick.clock !== null ? { ...tick, day: here } : tick
  })
}
