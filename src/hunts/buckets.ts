import type { Micros } from '#queries/event.ts'
import type { Window } from '#queries/scope.ts'

const second = 1_000_000
/** Steps that a clock axis can be labelled with. */
const steps: readonly Micros[] = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800,
].map((seconds) => seconds * second)

/**
 * Edges that cut a window into at most `most` buckets on round UTC times; the first and the last edge are the
 * window's own.
 */
export const bucketEdges = ({ from, to }: Window, most: number): readonly Micros[] => {
  const step = steps.find((one) => (to - from) / one <= most - 1) ?? 604_800 * second
  const edges = [from]
  for (let edge = (Math.floor(from / step) + 1) * step; edge < to; edge += step) edges.push(edge)
  return [...edges, to]
}
