import type { EventKind } from '#queries/event.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import type { Cell } from './cells.ts'
import type { HitPoint } from './frame.ts'
import type { LanePlan } from './lane-plan.ts'
import type { RowLayout } from './lane-rows.ts'
import { onAsset, type PlaceOf, placer } from './place.ts'
import type { Scale } from './scale.ts'
import type { PlaceOnRow, Spot } from './spot.ts'
import { crowded } from './splits.ts'
import { besideHits, hitSpots, type Item, itemsOf, type StandingHit, sweep } from './sweep.ts'

/** A mark is 15 px wide, on the narrowest plot that draws marks (748 px) this many percent. */
const markWidth = 2
const widest = 10
/** Hits are drawn one by one up to so many, then as counted clusters. */
const maxHits = 200
/** A row with fewer marks than this is never drawn as density to make room. */
const fewMarks = 6

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

export interface Placed {
  readonly spots: readonly Spot[]
  /** Cells of rows that hold too much for marks, by the row's middle. */
  readonly dense: ReadonlyMap<number, readonly Cell[]>
}

interface Row {
  readonly place: PlaceOnRow
  readonly cells: Cell[]
  readonly hits: StandingHit[]
}

const rowsOf = (input: SpotInput, placeOf: PlaceOf): ReadonlyMap<number, Row> => {
  const rows = new Map<number, Row>()
  const rowAt = (place: PlaceOnRow): Row => {
    const known = rows.get(place.y) ?? { place, cells: [], hits: [] }
    rows.set(place.y, known)
    return known
  }
  for (const hit of input.hits) {
    const x = input.scale.x(hit.ts)
    const place = x < 0 || x > 100 ? null : placeOf(hit, true)
    if (place) rowAt(place).hits.push({ x, hit })
  }
  for (const cell of input.cells) {
    const place = placeOf(cell, false)
    if (place) rowAt(place).cells.push(cell)
  }
  return rows
}

/**
 * Turns cells into marks. A row with more events than `crowded` is density from the start; others become
 * it, the fullest first, and then marks wider, until the drawing holds no more than `maxSpots`.
 */
export const placeSpots = (input: SpotInput): Placed => {
  const placeOf = placer(input.plan, input.rows)
  const rows = rowsOf(input, placeOf)
  const totals = new Map<EventKind, number>()
  for (const { kind, n } of input.cells) totals.set(kind, (totals.get(kind) ?? 0) + n)
  const fixed = aloneSpots(input, placeOf, rows)
  const dense = new Set(
    [...rows].filter(([, row]) => eventsIn(row.cells) > crowded).map(([y]) => y),
  )
  const items = new Map<number, readonly Item[]>()
  for (const [y, row] of rows) {
    if (!dense.has(y)) items.set(y, itemsOf(row.cells, row.hits, input.scale))
  }

  for (let width = markWidth; ; width *= 1.5) {
    const marks = new Map<number, readonly Spot[]>()
    for (const [y, row] of rows) {
      const own = dense.has(y) ? [] : (items.get(y) ?? [])
      marks.set(y, sweep({ items: own, hits: row.hits, width, totals, place: row.place }))
    }
    const hits = hitsIn(input, rows, width)
    const count = (): number =>
      fixed.length + hits.length + [...marks.values()].reduce((sum, all) => sum + all.length, 0)
    while (count() > input.maxSpots) {
      const [y, most] = [...marks].reduce((a, b) => (b[1].length > a[1].length ? b : a))
      if (most.length < fewMarks) break
      dense.add(y)
      marks.set(y, [])
    }
    if (count() <= input.maxSpots || width > widest) {
      return {
        spots: [...[...marks.values()].flat(), ...fixed, ...hits],
        dense: new Map([...rows].filter(([y]) => dense.has(y)).map(([y, row]) => [y, row.cells])),
      }
    }
  }
}

const eventsIn = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.n, 0)

const hitsIn = (
  input: SpotInput,
  rows: ReadonlyMap<number, Row>,
  width: number,
): readonly Spot[] => {
  const all = [...rows.values()]
  const total = all.reduce((sum, row) => sum + row.hits.length, 0)
  return all.flatMap((row) =>
    hitSpots(row.hits, row.place, input.selected, total > maxHits ? width : 0),
  )
}

/** Events that no cluster may hide. The selected one is drawn even where its lane folded: on its asset's row. */
const aloneSpots = (
  { alone, scale, selected, rows }: SpotInput,
  placeOf: PlaceOf,
  standing: ReadonlyMap<number, Row>,
): readonly Spot[] =>
  alone.flatMap((event): readonly Spot[] => {
    const place = placeOf(event, false) ?? onAsset(rows, event.asset)
    if (!place) return []
    return [
      {
        ...place,
        x: besideHits(scale.clamped(event.ts), event.ts, standing.get(place.y)?.hits ?? []),
        kind: event.kind,
        count: 1,
        row: event.row,
        id: event.id,
        ts: event.ts,
        rank: event.rank,
        grade: event.best_grade,
        hit: null,
        isSelected: event.id === selected,
        isUnknown: event.direction === 'unknown',
        from: event.ts,
        to: event.ts,
      },
    ]
  })
