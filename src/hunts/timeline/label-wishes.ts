import { formatNumber } from '#views/format.ts'
import type { HitFlag, LanesView, MarkLabel } from '#views/models/lanes.ts'
import { sentenceParts } from '../snapshot/read.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import type { Frame } from './frame.ts'
import type { LabelWish, Obstacle } from './labels.ts'
import { axisHeight, type RowLayout } from './lane-rows.ts'
import type { Spot } from './spot.ts'
import { baseName, markLabel } from './words.ts'

/** What marks would say beside themselves, the most wanted first: hits, doubt, the selected one, then by rank. */
export const labelWishes = (
  frame: Frame,
  spots: readonly Spot[],
  shown: ReadonlyMap<number, EventRow>,
  rows: RowLayout,
): readonly LabelWish[] => {
  const zeroX = frame.scale.x(frame.zero)
  const named: number[] = []
  const weight = (spot: Spot): number =>
    spot.hit !== null
      ? -2
      : spot.isUnknown
        ? -1
        : spot.isSelected
          ? -1
          : spot.count > 1
            ? spot.rank + 0.5
            : spot.rank
  return spots
    .toSorted((a, b) => weight(a) - weight(b) || a.x - b.x)
    .flatMap((spot): readonly LabelWish[] => {
      const row = shown.get(spot.row)
      const name = spot.lane === null ? '' : (rows.lane(spot.lane)?.processes[0]?.name ?? '')
      const text =
        spot.count > 1
          ? formatNumber(spot.count)
          : row
            ? markLabel(row.kind, row.code, sentenceParts(row), baseName(name), spot.hit !== null)
            : ''
      const isNamed = spot.isUnknown && named.every((x) => Math.abs(x - spot.x) > 14)
      if (isNamed) named.push(spot.x)
      if (text === '' && !isNamed) return []
      const isRing = spot.hit !== null || spot.isSelected
      const ground: MarkLabel['ground'] =
        spot.lane === null ? 'asset' : spot.x < zeroX ? 'before' : 'plain'
      return [
        {
          x: spot.x,
          y: spot.y,
          gap: isRing || spot.count > 1 ? 15 : 12,
          text: isNamed ? 'order unknown' : text,
          ground,
          look: isNamed ? 'unknown' : spot.hit === null ? 'plain' : 'hit',
        },
      ]
    })
}

/** What a label must not touch: marks of its row, lines that run down through it, the flags' own lines. */
export const obstaclesOf = (
  spots: readonly Spot[],
  links: LanesView['links'],
  flags: readonly HitFlag[],
  rows: RowLayout,
): readonly Obstacle[] => {
  const mids = rows.rows.map((row) => row.mid)
  const through = (x: number, from: number, to: number, half: number): readonly Obstacle[] =>
    mids
      .filter((y) => y >= Math.min(from, to) - 1 && y <= Math.max(from, to) + 1)
      .map((y) => ({ x, y, half }))
  return [
    ...spots.map((spot) => ({
      x: spot.x,
      y: spot.y,
      half: spot.hit !== null || spot.isSelected ? 12 : spot.count > 1 ? 11 : 8.5,
    })),
    ...links
      .filter((line) => line.x1 === line.x2)
      .flatMap((line) => through(line.x1, line.y1, line.y2, 2)),
    ...flags
      .filter((flag) => flag.hasText)
      .flatMap((flag) => through(flag.x, axisHeight, rows.end, 1.5)),
  ]
}
