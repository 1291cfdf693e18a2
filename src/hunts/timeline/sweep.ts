import type { EventKind, Micros } from '#queries/event.ts'
import type { Grade } from '#queries/links/rule.ts'
import { type Cell, cellWidth } from './cells.ts'
import type { HitPoint } from './frame.ts'
import { cellStart, type Scale } from './scale.ts'
import type { PlaceOnRow, Spot } from './spot.ts'

/** Beside a hit's ring there is no room for a mark. */
const hitRoom = 2.5

/** A hit where it stands. */
export interface StandingHit {
  readonly x: number
  readonly hit: HitPoint
}

/** A cell where it would stand alone. */
export interface Item {
  readonly x: number
  /** After t = 0. */
  readonly isAfter: boolean
  readonly count: number
  readonly kind: EventKind
  readonly row: number
  readonly id: string
  readonly ts: Micros
  readonly rank: number
  readonly grade: Grade | null
  readonly from: Micros
  readonly to: Micros
}

/** No nearer to a hit's ring than a mark is wide; the side it stands on stays. */
export const besideHits = (x: number, ts: Micros, hits: readonly StandingHit[]): number => {
  for (const one of hits) {
    if (Math.abs(one.x - x) < hitRoom) return ts >= one.hit.ts ? one.x + hitRoom : one.x - hitRoom
  }
  return x
}

/** Cells of one row from left to right, clear of its hits. */
export const itemsOf = (
  cells: readonly Cell[],
  hits: readonly StandingHit[],
  scale: Scale,
): readonly Item[] =>
  cells
    .map((cell): Item => {
      const start = cellStart(scale, cell.cell, cellWidth)
      const isOne = cell.n === 1
      const x = isOne
        ? scale.clamped(cell.ts)
        : Math.min(99.2, Math.max(0.8, start + cellWidth / 2))
      return {
        x: besideHits(x, cell.ts, hits),
        isAfter: cell.cell >= 0,
        count: cell.n,
        kind: cell.kind,
        row: cell.row,
        id: cell.id,
        ts: cell.ts,
        rank: cell.rank,
        grade: cell.best_grade,
        from: isOne ? cell.ts : scale.at(start),
        to: isOne ? cell.ts : scale.at(start + cellWidth),
      }
    })
    .toSorted((a, b) => a.x - b.x || a.rank - b.rank)

export interface SweepInput {
  readonly items: readonly Item[]
  readonly hits: readonly StandingHit[]
  /** Percents that a mark takes. */
  readonly width: number
  /** Events of each kind in the drawing: the rarest gives a cluster its face. */
  readonly totals: ReadonlyMap<EventKind, number>
  readonly place: PlaceOnRow
}

/** What begins within a mark's width of a mark joins it; a cluster never crosses t = 0 or a hit. */
export const sweep = ({ items, hits, width, totals, place }: SweepInput): readonly Spot[] => {
  const clusters: Item[][] = []
  for (const item of items) {
    const open = clusters.at(-1)
    const first = open?.[0]
    const isNear = first !== undefined && item.x < first.x + width && item.isAfter === first.isAfter
    const isCut = first !== undefined && hits.some(({ x }) => x > first.x && x <= item.x)
    if (open && isNear && !isCut) open.push(item)
    else clusters.push([item])
  }
  return clusters.flatMap((members): readonly Spot[] => {
    const [first] = members
    return first === undefined ? [] : [clusterOf(members, first.x, totals, place)]
  })
}

const clusterOf = (
  members: readonly Item[],
  x: number,
  totals: ReadonlyMap<EventKind, number>,
  place: PlaceOnRow,
): Spot => {
  const count = (item: Item): number => totals.get(item.kind) ?? 0
  const rarest = members.reduce((a, b) => (count(b) < count(a) ? b : a))
  const best = members.reduce((a, b) => (b.rank < a.rank ? b : a))
  return {
    ...place,
    x,
    kind: rarest.kind,
    count: members.reduce((sum, one) => sum + one.count, 0),
    row: best.row,
    id: best.id,
    ts: best.ts,
    rank: best.rank,
    grade: best.grade,
    hit: null,
    isSelected: false,
    isUnknown: false,
    from: members.reduce((least, one) => Math.min(least, one.from), Number.POSITIVE_INFINITY),
    to: members.reduce((most, one) => Math.max(most, one.to), Number.NEGATIVE_INFINITY),
  }
}

/** Hits one by one; with a width those nearer to each other than that are one ringed mark with their count. */
export const hitSpots = (
  hits: readonly StandingHit[],
  place: PlaceOnRow,
  selected: string | null,
  width: number,
): readonly Spot[] => {
  const spots: Spot[] = []
  for (const { x, hit } of hits) {
    const open = spots.at(-1)
    if (open && x < open.x + width && hit.id !== selected && !open.isSelected) {
      spots[spots.length - 1] = { ...open, count: open.count + 1, to: hit.ts }
      continue
    }
    spots.push({
      ...place,
      x,
      kind: hit.kind,
      count: 1,
      row: hit.row,
      id: hit.id,
      ts: hit.ts,
      rank: -1,
      grade: null,
      hit: hit.hit_n,
      isSelected: hit.id === selected,
      isUnknown: false,
      from: hit.ts,
      to: hit.ts,
    })
  }
  return spots
}
