import { formatNumber } from '#views/format.ts'
import type { HitFlag } from '#views/models/lanes.ts'
import type { Frame } from './frame.ts'
import type { RowLayout } from './lane-rows.ts'
import type { Spot } from './spot.ts'
import { cut } from './words.ts'

const maxFlags = 12

/** A line through all lanes for each hit, and its words where they touch no other's; t = 0 comes first. */
export const hitFlags = (
  frame: Frame,
  spots: readonly Spot[],
  rows: RowLayout,
): readonly HitFlag[] => {
  const hits = spots.filter((spot) => spot.hit !== null)
  const zero = frame.focus?.row
  const ordered = hits.toSorted(
    (a, b) => Number(b.row === zero) - Number(a.row === zero) || a.x - b.x,
  )
  const taken: { from: number; to: number }[] = []
  const flags: HitFlag[] = []
  for (const spot of ordered) {
    if (flags.length >= maxFlags) break
    const isZero = spot.row === zero
    const name = spot.lane === null ? '' : (rows.lane(spot.lane)?.processes[0]?.name ?? '')
    const short = spot.count > 1 ? `${formatNumber(spot.count)} hits` : `hit ${spot.hit}`
    const rest = spot.count > 1 ? '' : cut(name, 18)
    // 11 px bold is about 6.2 px a character; t = 0 also has "6 h before" and "after 12 h" on its sides.
    const half = ((short.length + rest.length + 1) * 6.2) / 2 / 7.48 + (isZero ? 9.5 : 0)
    const range = { from: spot.x - half, to: spot.x + half }
    const hasText =
      range.from > -2 &&
      range.to < 102 &&
      taken.every((t) => range.from > t.to || range.to < t.from)
    if (hasText) taken.push(range)
    flags.push({
      x: spot.x,
      short,
      rest,
      href: frame.address.to({ hit: spot.hit, centre: null, after: null }),
      isZero,
      hasText: hasText || isZero,
    })
  }
  return flags
}
