import type { EventKind } from '#queries/event.ts'
import type { Lane } from './lane.ts'
import type { LanePlan } from './lane-plan.ts'

/** A lane with more events than this shows them by kind; a row with more is drawn as density (UI.md §5). */
export const crowded = 300
/** A hit's own lane is looked at first: it is told apart by kind sooner. */
const crowdedHit = 60
/** A kind with fewer events stays among the marks of its lane. */
const ownRow = 40
const ownRowOfHit = 12
/** Rows that kinds may add to the drawing: it must still be taken in at a glance. */
const maxKindRows = 14

/** Kinds that get a row of their own, by lane, most telling lanes first until the room is used. */
export const kindSplits = (plan: LanePlan): ReadonlyMap<string, readonly EventKind[]> => {
  const lanes = plan.assets
    .flatMap((asset) => asset.lanes.map(({ lane }) => lane))
    .filter((lane) => lane.events > (lane.isHit ? crowdedHit : crowded))
    .toSorted(byWeight)
  const splits = new Map<string, readonly EventKind[]>()
  let left = maxKindRows
  for (const lane of lanes) {
    const kinds = [...lane.kinds]
      .filter(([, n]) => n > (lane.isHit ? ownRowOfHit : ownRow))
      .toSorted((a, b) => b[1] - a[1])
      .map(([kind]) => kind)
    if (kinds.length === 0 || kinds.length > left) continue
    splits.set(lane.key, kinds)
    left -= kinds.length
  }
  return splits
}

const byWeight = (a: Lane, b: Lane): number =>
  Number(b.isHit) - Number(a.isHit) || a.rank - b.rank || b.events - a.events
