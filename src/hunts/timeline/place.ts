import type { EventRow } from '../snapshot/row-types.ts'
import type { LanePlan } from './lane-plan.ts'
import type { RowLayout } from './lane-rows.ts'
import type { PlaceOnRow } from './spot.ts'

export type PlaceOf = (
  event: Pick<EventRow, 'asset' | 'process' | 'session' | 'account' | 'kind'>,
  isHit: boolean,
) => PlaceOnRow | null

/**
 * Where an event stands, from its process, session or asset. An event of a lane that folded stands nowhere:
 * the fold's row counts it. A hit always does.
 */
export const placer =
  (plan: LanePlan, rows: RowLayout): PlaceOf =>
  (event, isHit) => {
    const { asset } = event
    const lane = plan.laneOf(event)
    if (lane !== null) {
      const own = isHit ? undefined : rows.kindMid(lane, event.kind)
      const y = own ?? rows.laneMid(lane)
      if (y !== undefined) return { lane, asset, y }
    }
    const isFolded = event.process !== null || event.session !== null
    return isFolded && !isHit ? null : onAsset(rows, asset)
  }

/** An asset's own row; null where the asset found no room. */
export const onAsset = (rows: RowLayout, asset: string): PlaceOnRow | null => {
  const y = rows.assetMid(asset)
  return y === undefined ? null : { lane: null, asset, y }
}
