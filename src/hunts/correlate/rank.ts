import type { ContextEvent } from './types.ts'
import { gradeRank } from './arrival.ts'

/** Ranks context: grade first, then what is rare in this run by kind, code and rule, then time (DESIGN §6). */
export const rankContext = (
  context: readonly Omit<ContextEvent, 'rank'>[],
): readonly ContextEvent[] => {
  const often = new Map<string, number>()
  const groupOf = ({ event, links }: Omit<ContextEvent, 'rank'>): string =>
    `${event.kind} ${event.code} ${links[0]?.rule ?? ''}`
  for (const one of context) often.set(groupOf(one), (often.get(groupOf(one)) ?? 0) + 1)
  return context
    .map((one) => ({
      one,
      grade: gradeRank(one.links[0]?.grade ?? 'weak'),
      count: often.get(groupOf(one)) ?? 0,
    }))
    .toSorted(
      (a, b) =>
        a.grade - b.grade ||
        a.count - b.count ||
        a.one.event.time.best - b.one.event.time.best ||
        (a.one.event.id < b.one.event.id ? -1 : 1),
    )
    .map(({ one }, rank) => ({ ...one, rank }))
}
