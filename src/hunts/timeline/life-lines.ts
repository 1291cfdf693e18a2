import type { Micros } from '#queries/event.ts'
import type { LifeLine } from '#views/models/lanes.ts'
import type { PlacedLane } from './lane-rows.ts'
import type { Scale } from './scale.ts'
import type { Spot } from './spot.ts'

/** Lines shorter than a hair say nothing. */
const shortest = 0.15

const clip = (x: number): number => Math.min(100, Math.max(0, x))

/**
 * From a process's start to its end. Where no event tells the end it is solid to the last time it was
 * seen and thin from there on, and nothing reaches past what the source has read.
 */
export const lifeLines = (
  lanes: readonly PlacedLane[],
  spots: readonly Spot[],
  scale: Scale,
  undecidedFrom: Micros | null,
): readonly LifeLine[] => {
  const limit = undecidedFrom === null ? 100 : clip(scale.x(undecidedFrom))
  const extent = new Map<string, { from: number; to: number }>()
  for (const spot of spots) {
    if (spot.lane === null) continue
    const known = extent.get(spot.lane)
    const at = { from: spot.x, to: spot.x }
    extent.set(
      spot.lane,
      known ? { from: Math.min(known.from, at.from), to: Math.max(known.to, at.to) } : at,
    )
  }
  return lanes.flatMap(({ lane, mid }): readonly LifeLine[] => {
    const [process, more] = lane.processes
    if (!process || more) {
      const range = extent.get(lane.key)
      if (!range || range.to - range.from < shortest) return []
      return [{ y: mid, from: range.from, to: range.to, isEnded: false, maybeTo: null }]
    }
    const from = clip(scale.x(process.started ?? process.first))
    if (process.ended !== null) {
      const to = Math.min(limit, clip(scale.x(process.ended)))
      const isEnded = scale.x(process.ended) <= limit && scale.x(process.ended) >= 0
      if (to <= 0 || from >= 100) return []
      return [{ y: mid, from, to: Math.max(to, from), isEnded, maybeTo: null }]
    }
    const to = Math.max(from, Math.min(limit, clip(scale.x(process.last))))
    if (from >= limit) return []
    return [{ y: mid, from, to, isEnded: false, maybeTo: limit - to > shortest ? limit : null }]
  })
}
