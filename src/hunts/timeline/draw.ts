import type { Micros } from '#queries/event.ts'
import { formatSpan, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { LanesView, UnknownBand } from '#views/models/lanes.ts'
import type { EventRow, ProcessRow } from '../snapshot/row-types.ts'
import { contextCells, rowsByNumber, unknownRows, usedSources } from './cells.ts'
import { coverageStrip } from './coverage-strip.ts'
import { assetLabels } from './asset-labels.ts'
import { hitFlags } from './flags.ts'
import type { Frame } from './frame.ts'
import { keyFolds } from './key-folds.ts'
import { labelWishes, obstaclesOf } from './label-wishes.ts'
import { placeLabels } from './labels.ts'
import { densityRows } from './density.ts'
import { planLanes } from './lane-plan.ts'
import { layOutRows, type RowLayout } from './lane-rows.ts'
import { lifeLines } from './life-lines.ts'
import { linkLines } from './link-lines.ts'
import { markOf, zoomTo } from './marks.ts'
import type { Spot } from './spot.ts'
import { placeSpots } from './spots.ts'
import { kindSplits } from './splits.ts'
import { axisTicks } from './ticks.ts'

/** At most 1,500 elements in the drawing, the overview's among them. */
const startSpots = 240
const maxElements = 1_200
const maxLabels = 48
const maxKeyFolds = 6

/** Elements a finished drawing takes, as the parts write it. */
export const elementsOf = (view: LanesView): number =>
  40 +
  view.axis.ticks.length * 3 +
  view.rows.length * 5 +
  view.lives.length * 3 +
  view.links.length +
  view.flags.length * 3 +
  view.bands.length * 2 +
  view.folds.length * 5 +
  view.densities.reduce((sum, d) => sum + 6 + d.links.length * 3, 0) +
  view.marks.reduce(
    (sum, m) => sum + 4 + Number(m.count > 1) + Number(m.isHit) + Number(m.isSelected),
    0,
  ) +
  view.labels.length * 3 +
  view.coverage.rows.reduce((sum, row) => sum + 3 + row.runs.length, 0)

/** Draws the lanes of a frame; coarser until they fit into the budget. Null when the run found nothing. */
export const drawLanes = (frame: Frame): LanesView | null => {
  if (frame.focus === null) return null
  const prepared = prepare(frame)
  let max = startSpots
  for (;;) {
    const view = compose(frame, prepared, max)
    const over = elementsOf(view) - maxElements
    if (over <= 0 || max < 40) return view
    max = Math.max(30, Math.min(max - 20, Math.floor(max - over / 4)))
  }
}

interface Prepared {
  readonly processes: readonly ProcessRow[]
  readonly rows: RowLayout
  readonly plan: ReturnType<typeof planLanes>
  readonly cells: ReturnType<typeof contextCells>
  readonly alone: readonly EventRow[]
  readonly labels: (asset: string) => string
  readonly used: ReturnType<typeof usedSources>
}

const prepare = (frame: Frame): Prepared => {
  const { snapshot, state } = frame
  const processes = snapshot.processes()
  const selected = state.event === null ? undefined : snapshot.eventById(state.event)
  const isDrawn = selected !== undefined && selected.is_hit === 0 && inView(frame, selected.ts)
  const aloneRows = [...new Set([...unknownRows(frame), ...(isDrawn ? [selected.row] : [])])]
  const cells = contextCells(frame, aloneRows)
  const alone = rowsByNumber(frame, aloneRows)
  const counted = [...cells, ...alone.map((event) => ({ ...event, cell: 0, n: 1 }))]
  const opened = state.open?.startsWith('lanes-') ? state.open.slice('lanes-'.length) : null
  const plan = planLanes({
    processes,
    hits: frame.hits,
    cells: counted,
    since: frame.reach.from,
    opened,
  })
  const labels = assetLabels(frame)
  const rows = layOutRows({
    plan,
    address: frame.address,
    extensions: new Set(frame.meta.extensions),
    assetLabel: labels,
    keyFolds: keyFolds(frame).slice(0, maxKeyFolds),
    splits: kindSplits(plan),
  })
  return { processes, rows, plan, cells, alone, labels, used: usedSources(frame) }
}

const inView = (frame: Frame, ts: Micros): boolean =>
  frame.holdsAll || (ts >= frame.scale.from && ts <= frame.scale.to)

const compose = (frame: Frame, prepared: Prepared, maxSpots: number): LanesView => {
  const { scale, state, zone } = frame
  const { rows, plan, cells, alone, processes, labels } = prepared
  const { spots, dense } = placeSpots({
    scale,
    plan,
    rows,
    cells,
    hits: frame.hits,
    alone,
    selected: state.event,
    maxSpots,
  })
  const strip = coverageStrip({
    cells: frame.snapshot.coverage().cells,
    edges: frame.meta.coverageEdges,
    scale,
    top: rows.end,
    assets: plan.assets.map((one) => one.asset),
    undecidedFrom: frame.undecidedFrom,
    assetLabel: labels,
    used: prepared.used,
  })
  const shown = new Map(
    rowsByNumber(
      frame,
      spots.map((s) => s.row),
    ).map((row) => [row.row, row]),
  )
  const flags = hitFlags(frame, spots, rows)
  const links = linkLines(frame, spots, rows, processes)
  const wishes = labelWishes(frame, spots, shown, rows)
  const obstacles = obstaclesOf(spots, links, flags, rows)
  const undecided = undecidedOf(frame)
  const foldEnd = Math.min(98.4, undecided?.x ?? 100)
  const zeroX = scale.x(scale.zero)
  const isZeroInView = zeroX >= 0 && zeroX <= 100
  return {
    caption: captionOf(frame, prepared),
    height: strip.bottom + 10,
    lanesEnd: rows.end - 6,
    axis: {
      ticks: axisTicks(scale, zone, isZeroInView),
      zero: isZeroInView ? { x: zeroX, clock: formatTime(scale.zero, 'clock', zone, 3) } : null,
      before: isZeroInView ? shortSpan(scale.zero - scale.from) : null,
      after: isZeroInView ? shortSpan(scale.to - scale.zero) : null,
    },
    rows: rows.rows,
    lives: lifeLines(rows.lanes, spots, scale, frame.undecidedFrom),
    links,
    flags,
    bands: bandsOf(frame, alone, spots),
    folds: rows.folds,
    foldWordsX: clearOf(zeroX, foldEnd),
    foldEnd,
    densities: densityRows({
      scale,
      rows: dense,
      zoomTo: (from, to) => zoomTo(frame, from, to),
    }),
    marks: spots.map((spot) => markOf(frame, spot, shown.get(spot.row), labels)),
    labels: placeLabels(wishes, obstacles, maxLabels),
    undecided,
    coverage: strip,
  }
}

/** The middle of the wider side of t = 0: words there do not run through its line. */
const clearOf = (zeroX: number, end: number): number => {
  if (zeroX <= 1.6 || zeroX >= end) return (1.6 + end) / 2
  return zeroX - 1.6 > end - zeroX ? (1.6 + zeroX) / 2 : (zeroX + end) / 2
}

/** `2.0 s` is `2 s` on an axis. */
const shortSpan = (us: Micros): string => formatSpan(us).replace('.0 s', ' s')

const undecidedOf = (frame: Frame): LanesView['undecided'] => {
  if (frame.undecidedFrom === null) return null
  const x = frame.scale.x(frame.undecidedFrom)
  if (x >= 100) return null
  return {
    x: Math.max(0, x),
    words: `undecided until ${formatTime(frame.reach.to, 'day-clock', frame.zone)}`,
  }
}

const captionOf = (frame: Frame, prepared: Prepared): string => {
  const lanes = prepared.rows.lanes.length
  const assets = prepared.plan.assets.length
  const focus = frame.focus?.hit_n ?? null
  const around = focus === null ? 'around the chosen event' : `around hit ${focus}`
  const episode = frame.episode === null ? 'All episodes' : `Episode ${frame.episode.n}`
  return `${episode} ${around}: ${plural(lanes, 'lane')} on ${plural(assets, 'asset')}. The table of events below holds the same in time order.`
}

const bandsOf = (
  frame: Frame,
  alone: readonly EventRow[],
  spots: readonly Spot[],
): readonly UnknownBand[] => {
  const byRow = new Map(spots.map((spot) => [spot.row, spot]))
  return alone.flatMap((event): readonly UnknownBand[] => {
    const spot = byRow.get(event.row)
    if (event.direction !== 'unknown' || !spot) return []
    const from = frame.scale.x(event.early)
    const to = frame.scale.x(event.late)
    const width = Math.min(100, Math.max(1.9, to - from))
    const x = Math.max(0, (from + to) / 2 - width / 2)
    return [{ x, width, y: spot.y }]
  })
}
