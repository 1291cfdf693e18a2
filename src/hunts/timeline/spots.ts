import type { EventKind, Micros } from '#queries/event.ts'
import type { Grade } from '#queries/links/rule.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import { type Cell, cellWidth } from './cells.ts'
import type { HitPoint } from './frame.ts'
import type { LanePlan } from './lane-plan.ts'
import type { RowLayout } from './lane-rows.ts'
import { crowded } from './splits.ts'
import { cellStart, type Scale } from './scale.ts'

/** One mark of the drawing: an event, or several that stand too close to be told apart. */
export interface Spot {
  readonly x: number
  readonly y: number
  /** Lane key, or null on an asset's row. */
  readonly lane: string | null
  readonly asset: string
  readonly kind: EventKind
  readonly count: number
  /** The most telling event of it. */
  readonly row: number
  readonly id: string
  readonly ts: Micros
  readonly rank: number
  readonly grade: Grade | null
  readonly hit: number | null
  readonly isSelected: boolean
  readonly isUnknown: boolean
  /** What a cluster covers. */
  readonly from: Micros
  readonly to: Micros
}

/** A mark is 15 px wide, on the narrowest plot that draws marks (748 px) this many percent. */
const markWidth = 2
/** Beside a hit's ring there is no room for a mark. */
const hitRoom = 2.5
/** Hits are drawn one by one up to so many, then as counted clusters. */
export const maxHits = 200

interface Item {
  readonly x: number
  readonly side: boolean
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

interface PlaceOnRow {
  readonly lane: string | null
  readonly asset: string
  readonly y: number
}

/** Where an event stands, from its process, session or asset. */
const placeOf = (
  event: Pick<EventRow, 'asset' | 'process' | 'session' | 'account' | 'kind'>,
  plan: LanePlan,
  rows: RowLayout,
  isHit: boolean,
): PlaceOnRow | null => {
  const lane = plan.laneOf(event)
  if (lane !== null) {
    const own = isHit ? undefined : rows.kindMid(lane, event.kind)
    const y = own ?? rows.laneMid(lane)
    if (y !== undefined) return { lane, asset: event.asset, y }
  }
  const y = rows.assetMid(event.asset)
  if (y === undefined) return null
  // An event of a lane that folded is not drawn: the fold's row counts it. A hit always is.
  const isFolded = event.process !== null || event.session !== null
  return isFolded && !isHit ? null : { lane: null, asset: event.asset, y }
}

/** Items no nearer to a hit's ring than a mark is wide; the side they stand on stays. */
const besideHits = (
  x: number,
  isAfter: (hit: HitPoint) => boolean,
  hits: readonly { x: number; hit: HitPoint }[],
): number => {
  for (const one of hits) {
    if (Math.abs(one.x - x) < hitRoom) return isAfter(one.hit) ? one.x + hitRoom : one.x - hitRoom
  }
  return x
}

export interface SpotInput {
  readonly scale: Scale
  readonly plan: LanePlan
  readonly rows: RowLayout
  readonly cells: readonly Cell[]
  readonly hits: readonly HitPoint[]
  /** Events that are drawn alone: of unknown order, and the selected one. */
  readonly alone: readonly EventRow[]
  readonly selected: string | null
  readonly maxSpots: number
}

/** A row with fewer marks than this is never drawn as density to make room. */
const fewMarks = 6

export interface Placed {
  readonly spots: readonly Spot[]
  /** Cells of rows that hold too much for marks, by the row's middle. */
  readonly dense: ReadonlyMap<number, readonly Cell[]>
}

/**
 * Turns cells into marks: from left to right, what begins within a mark's width of a mark joins it. A
 * cluster never crosses t = 0 or a hit. A row with more events than `crowded` is density from the start;
 * others become it, the fullest first, and marks wider, until the drawing holds no more than `maxSpots`.
 */
export const placeSpots = (input: SpotInput): Placed => {
  const perRow = cellsPerRow(input)
  const dense = new Set(
    [...perRow].filter(([, cells]) => eventsIn(cells) > crowded).map(([y]) => y),
  )
  for (let width = markWidth; ;) {
    const spots = spotsOf(input, width, dense)
    if (spots.length <= input.maxSpots || width > 10) {
      return { spots, dense: new Map([...perRow].filter(([y]) => dense.has(y))) }
    }
    const marks = new Map<number, number>()
    for (const spot of spots) {
      if (spot.hit === null) marks.set(spot.y, (marks.get(spot.y) ?? 0) + 1)
    }
    const fullest = [...marks].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])
    if (fullest[1] >= fewMarks && perRow.has(fullest[0])) dense.add(fullest[0])
    else width *= 1.5
  }
}

const eventsIn = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.n, 0)

const cellsPerRow = ({ cells, plan, rows }: SpotInput): ReadonlyMap<number, readonly Cell[]> => {
  const perRow = new Map<number, Cell[]>()
  for (const cell of cells) {
    const place = placeOf(cell, plan, rows, false)
    if (!place) continue
    const known = perRow.get(place.y)
    if (known) known.push(cell)
    else perRow.set(place.y, [cell])
  }
  return perRow
}

const spotsOf = (input: SpotInput, width: number, dense: ReadonlySet<number>): readonly Spot[] => {
  const { scale, plan, rows, hits, selected } = input
  const inView = hits.filter((hit) => {
    const x = scale.x(hit.ts)
    return x >= 0 && x <= 100
  })
  const perRow = new Map<
    string,
    { place: PlaceOnRow; items: Item[]; hits: { x: number; hit: HitPoint }[] }
  >()
  const rowFor = (place: PlaceOnRow) => {
    const key = String(place.y)
    const known = perRow.get(key) ?? { place, items: [], hits: [] }
    perRow.set(key, known)
    return known
  }
  for (const hit of inView) {
    const place = placeOf(hit, plan, rows, true)
    if (place) rowFor(place).hits.push({ x: scale.x(hit.ts), hit })
  }
  const totals = new Map<EventKind, number>()
  for (const cell of input.cells) {
    totals.set(cell.kind, (totals.get(cell.kind) ?? 0) + cell.n)
    const place = placeOf(cell, plan, rows, false)
    if (!place || dense.has(place.y)) continue
    rowFor(place).items.push(itemOf(cell, scale))
  }
  const spots: Spot[] = []
  for (const { place, items, hits: here } of perRow.values()) {
    const moved = items
      .map((item) => ({
        ...item,
        x: besideHits(item.x, (hit) => item.ts >= hit.ts, here),
      }))
      .toSorted((a, b) => a.x - b.x || a.rank - b.rank)
    spots.push(
      ...sweep(
        moved,
        here.map((one) => one.x),
        width,
        totals,
        place,
      ),
    )
  }
  for (const event of input.alone) {
    const place = placeOf(event, plan, rows, false) ?? fallback(event, rows)
    if (!place) continue
    spots.push({
      ...place,
      ...pick(event),
      x: besideHits(
        scale.clamped(event.ts),
        (hit) => event.ts >= hit.ts,
        perRow.get(String(place.y))?.hits ?? [],
      ),
      hit: null,
      isSelected: event.id === selected,
      isUnknown: event.direction === 'unknown',
    })
  }
  spots.push(...hitSpots(perRow, selected, inView.length > maxHits ? width : 0))
  return spots
}

/** The selected event is drawn even where its lane folded: on its asset's row. */
const fallback = (event: EventRow, rows: RowLayout): PlaceOnRow | null => {
  const y = rows.assetMid(event.asset)
  return y === undefined ? null : { lane: null, asset: event.asset, y }
}

const pick = (event: EventRow) => ({
  kind: event.kind,
  count: 1,
  row: event.row,
  id: event.id,
  ts: event.ts,
  rank: event.rank,
  grade: event.best_grade,
  from: event.ts,
  to: event.ts,
})

const itemOf = (cell: Cell, scale: Scale): Item => {
  const start = cellStart(scale, cell.cell, cellWidth)
  const isOne = cell.n === 1
  return {
    x: isOne ? scale.clamped(cell.ts) : Math.min(99.2, Math.max(0.8, start + cellWidth / 2)),
    side: cell.cell >= 0,
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
}

const sweep = (
  items: readonly Item[],
  hits: readonly number[],
  width: number,
  totals: ReadonlyMap<EventKind, number>,
  place: PlaceOnRow,
): readonly Spot[] => {
  const clusters: Item[][] = []
  for (const item of items) {
    const open = clusters.at(-1)
    const first = open?.[0]
    const isNear = first !== undefined && item.x < first.x + width && item.side === first.side
    const isCut = first !== undefined && hits.some((x) => x > first.x && x <= item.x)
    if (open && isNear && !isCut) open.push(item)
    else clusters.push([item])
  }
  return clusters.flatMap((members): readonly Spot[] => {
    const [first] = members
    if (!first) return []
    const rarest = members.reduce((a, b) =>
      (totals.get(b.kind) ?? 0) < (totals.get(a.kind) ?? 0) ? b : a,
    )
    const best = members.reduce((a, b) => (b.rank < a.rank ? b : a))
    return [
      {
        ...place,
        x: first.x,
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
        from: Math.min(...members.map((one) => one.from)),
        to: Math.max(...members.map((one) => one.to)),
      },
    ]
  })
}

/** Hits one by one; above the limit those within a mark's width of each other are one ringed mark. */
const hitSpots = (
  perRow: ReadonlyMap<string, { place: PlaceOnRow; hits: readonly { x: number; hit: HitPoint }[] }>,
  selected: string | null,
  width: number,
): readonly Spot[] => {
  const spots: Spot[] = []
  for (const { place, hits } of perRow.values()) {
    const first = spots.length
    for (const { x, hit } of hits) {
      const open = spots.length > first ? spots.at(-1) : undefined
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
  }
  return spots
}
