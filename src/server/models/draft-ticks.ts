import { type ClockTick, clockTicks } from '../../hunts/timeline/clock-ticks.ts'
import type { Window } from '#queries/scope.ts'

/** Width of one character of an axis, and air between two labels, in pixels. */
const character = 6.3
const air = 8

const labelOf = ({ text, day }: ClockTick): string => (day === null ? text : `${text} ${day}`)

/** Where a label begins and ends on an axis of a width. */
const reachOf = (tick: ClockTick, width: number, text: string): readonly [number, number] => {
  const at = (tick.x / 100) * width
  const length = text.length * character
  if (tick.anchor === 'start') return [at, at + length]
  return tick.anchor === 'end' ? [at - length, at] : [at - length / 2, at + length / 2]
}

/** Round times of a window as labels that do not touch on the narrowest drawing of them, `width` pixels wide. */
export const roomyTicks = (
  { from, to }: Window,
  zone: string,
  width: number,
  hasDays: boolean,
): readonly ClockTick[] => {
  let free = Number.NEGATIVE_INFINITY
  const wanted = Math.max(2, Math.floor(width / 40))
  return clockTicks(from, to, zone, wanted).flatMap((tick) => {
    const shown = hasDays ? tick : { ...tick, day: null }
    const [left, right] = reachOf(shown, width, labelOf(shown))
    if (left < free || left < -1 || right > width + 1) return []
    free = right + air
    return [shown]
  })
}
