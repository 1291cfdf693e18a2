import type { Micros } from '#queries/event.ts'
import { formatTime } from '#views/format-time.ts'

const hour = 3_600_000_000
const steps = [
  ...[1, 5, 10, 30].map((s) => s * 1_000_000),
  ...[1, 5, 15, 30].map((m) => (m * hour) / 60),
  ...[1, 3, 6, 12, 24, 72, 168, 720].map((h) => h * hour),
]

export interface ClockTick {
  readonly x: number
  readonly text: string
  /** The day, where it begins or is new to the axis. */
  readonly day: string | null
  readonly small: boolean
  readonly anchor: 'start' | 'middle' | 'end'
}

/** Round times on a plain clock axis, about `wanted` of them; days where a step is a day or more. */
export const clockTicks = (
  from: Micros,
  to: Micros,
  zone: string,
  wanted: number,
): readonly ClockTick[] => {
  const step = steps.find((one) => one >= (to - from) / wanted) ?? 2160 * hour
  const first = Math.ceil(from / step) * step
  const times: Micros[] = []
  for (let time = first; time <= to; time += step) times.push(time)
  return times.map((time, i) => {
    const x = ((time - from) / Math.max(1, to - from)) * 100
    const previous = times[i - 1]
    const day = formatTime(time, 'day', zone)
    const isNew = previous === undefined || formatTime(previous, 'day', zone) !== day
    const clock = formatTime(time, 'clock', zone)
    const isDays = step >= 24 * hour
    return {
      x,
      text: isDays ? day : step >= hour / 60 ? clock.slice(0, 5) : clock,
      day: isDays || !isNew ? null : day,
      small: i % 2 === 0,
      anchor: x < 3 ? 'start' : x > 96 ? 'end' : 'middle',
    }
  })
}
