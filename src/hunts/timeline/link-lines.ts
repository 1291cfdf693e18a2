import type { Grade } from '#queries/links/rule.ts'
import type { LinkLine } from '#views/models/lanes.ts'
import type { ProcessRow } from '../snapshot/row-types.ts'
import type { Frame } from './frame.ts'
import type { RowLayout } from './lane-rows.ts'
import { lineageOf } from './lineage.ts'
import type { Scale } from './scale.ts'
import type { Spot } from './spot.ts'

/** Elbows drawn beside the branches of the process tree, most telling first. */
const maxElbows = 16
/** A line ends at the hit's ring, 11 px from its middle. */
const ring = 1.1

interface BestLink {
  readonly event: number
  readonly hit: number
  readonly grade: Grade
}

/** For each event its best link; where two are alike, the one to the hit at t = 0. */
const bestLinks = (frame: Frame, rows: readonly number[]): ReadonlyMap<number, BestLink> => {
  const links = frame.snapshot.db
    .prepare<[string, number], BestLink>(
      `SELECT event, hit, grade FROM link WHERE n = 0 AND event IN (SELECT value FROM json_each(?))
       ORDER BY CASE grade WHEN 'exact' THEN 0 WHEN 'strong' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END,
         hit <> ?, hit`,
    )
    .all(JSON.stringify(rows), frame.focus?.row ?? 0)
  const best = new Map<number, BestLink>()
  for (const link of links) if (!best.has(link.event)) best.set(link.event, link)
  return best
}

/** Where a process began: from its parent's lane down to its own. */
const branches = (scale: Scale, rows: RowLayout): readonly LinkLine[] =>
  rows.lanes.flatMap(({ lane, mid, parentMid }): readonly LinkLine[] => {
    const [process, more] = lane.processes
    if (!process || more || parentMid === null || process.started === null) return []
    const x = scale.x(process.started)
    if (x < 0 || x > 100) return []
    const grade = process.entity === null ? 'strong' : 'exact'
    return [{ grade, isPath: false, x1: x, y1: parentMid, x2: x, y2: mid }]
  })

const elbow = (
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  grade: Grade,
  isPath: boolean,
): readonly LinkLine[] => {
  const y = isPath && from.y !== to.y ? to.y + Math.sign(from.y - to.y) * 6 : to.y
  const end = from.x < to.x ? to.x - ring : to.x + ring
  const lines: LinkLine[] = []
  if (from.y !== y) lines.push({ grade, isPath, x1: from.x, y1: from.y, x2: from.x, y2: y })
  if (Math.abs(from.x - to.x) > ring) {
    lines.push({ grade, isPath, x1: from.x, y1: y, x2: end, y2: y })
  }
  return lines
}

/** Lines that run on top of each other are one: the longest of each grade into each hit from each side. */
const withoutDoubles = (lines: readonly LinkLine[]): readonly LinkLine[] => {
  const kept = new Map<string, LinkLine>()
  const length = (line: LinkLine): number =>
    Math.abs(line.x1 - line.x2) + Math.abs(line.y1 - line.y2)
  for (const line of lines) {
    const flat = line.y1 === line.y2
    const side = flat && line.x1 < line.x2
    const key = flat
      ? `h ${line.y1} ${line.x2.toFixed(2)} ${line.grade} ${side} ${line.isPath}`
      : `v ${line.x1.toFixed(2)} ${line.y2} ${line.y1 < line.y2} ${line.grade} ${line.isPath}`
    const known = kept.get(key)
    if (!known || length(line) > length(known)) kept.set(key, line)
  }
  return [...kept.values()]
}

/** The selected event's way to its hits: through the events that its best link leads over, where they are drawn. */
const selectedPath = (frame: Frame, spots: ReadonlyMap<number, Spot>): readonly LinkLine[] => {
  const { state, snapshot } = frame
  const selected = state.event === null ? undefined : snapshot.eventById(state.event)
  const from = selected ? spots.get(selected.row) : undefined
  if (!selected || !from) return []
  const drawn = new Set<number>()
  return snapshot.linksOf(selected.row).flatMap((link): readonly LinkLine[] => {
    const to = spots.get(link.hit)
    if (!to || drawn.has(link.hit)) return []
    drawn.add(link.hit)
    const between = link.path
      .slice(0, -1)
      .flatMap((step) => {
        const row = step.to === null ? undefined : snapshot.eventById(step.to)?.row
        const spot = row === undefined ? undefined : spots.get(row)
        return spot && spot !== from && spot !== to ? [spot] : []
      })
      .toReversed()
    const stops = [from, ...between, to]
    return stops.slice(1).flatMap((stop, i) => elbow(stops[i] ?? from, stop, link.grade, true))
  })
}

/** Every link line of the drawing: branches, the best link of each mark off the hit's own tree, the selected path. */
export const linkLines = (
  frame: Frame,
  spots: readonly Spot[],
  rows: RowLayout,
  processes: readonly ProcessRow[],
): readonly LinkLine[] => {
  const byRow = new Map(spots.map((spot) => [spot.row, spot]))
  const hitProcess = new Map(frame.hits.map((hit) => [hit.row, hit.process]))
  const kin = new Map<number, ReadonlySet<number>>()
  const kinOf = (n: number): ReadonlySet<number> => {
    const known = kin.get(n) ?? lineageOf(n, processes)
    kin.set(n, known)
    return known
  }
  const context = spots.filter((spot) => spot.hit === null)
  const best = bestLinks(
    frame,
    context.map((spot) => spot.row),
  )
  const joined = new Set<string>()
  const elbows = context
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap((spot): readonly (readonly LinkLine[])[] => {
      const link = best.get(spot.row)
      const to = link ? byRow.get(link.hit) : undefined
      if (!link || !to || spot.y === to.y) return []
      // One line from each side joins a lane to its hits; the lane's own line joins its marks to each other.
      const key = `${spot.lane ?? spot.asset} ${spot.x < to.x}`
      if (joined.has(key)) return []
      joined.add(key)
      const own = hitProcess.get(link.hit) ?? null
      const lane = spot.lane === null ? undefined : rows.lane(spot.lane)
      const isKin =
        own !== null && (lane?.processes.some((process) => kinOf(own).has(process.n)) ?? false)
      return isKin ? [] : [elbow(spot, to, link.grade, false)]
    })
    .slice(0, maxElbows)
    .flat()
  return withoutDoubles([...branches(frame.scale, rows), ...elbows, ...selectedPath(frame, byRow)])
}
