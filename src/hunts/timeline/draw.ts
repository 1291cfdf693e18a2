import type { Micros } from '#queries/event.ts'
import { formatDelta, formatNumber, formatSpan, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { EventMark, HitFlag, LanesView, MarkLabel, UnknownBand } from '#views/models/lanes.ts'
import { kindWord } from '#views/parts/glyph.tsx'
import type { EventRow, ProcessRow } from '../snapshot/row-types.ts'
import { sentenceParts } from '../snapshot/read.ts'
import { contextCells, rowsByNumber, unknownRows, usedSources } from './cells.ts'
import { coverageStrip } from './coverage-strip.ts'
import { assetLabels } from './asset-labels.ts'
import type { Frame } from './frame.ts'
import { glyphOf } from './glyph-of.ts'
import { keyFolds } from './key-folds.ts'
import { type LabelWish, type Obstacle, placeLabels } from './labels.ts'
import { densityRows } from './density.ts'
import { planLanes } from './lane-plan.ts'
import { axisHeight, layOutRows, type RowLayout } from './lane-rows.ts'
import { lifeLines } from './life-lines.ts'
import { linkLines } from './link-lines.ts'
import { placeSpots, type Spot } from './spots.ts'
import { kindSplits } from './splits.ts'
import { axisTicks } from './ticks.ts'
import { baseName, cut, markLabel } from './words.ts'

/** At most 1,500 elements in the drawing, the overview's among them. */
const startSpots = 240
const maxElements = 1_200
const maxLabels = 48
const maxFlags = 12
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

const hitFlags = (frame: Frame, spots: readonly Spot[], rows: RowLayout): readonly HitFlag[] => {
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

const zoomTo = (frame: Frame, from: Micros, to: Micros): string =>
  frame.address.to({
    span: {
      kind: 'range',
      from: Math.floor(from),
      to: Math.max(Math.ceil(to), Math.floor(from) + 1_000),
    },
    scale: 'clock',
    after: null,
  })

/** Below this a closer look tells nothing apart any more. */
const closest = 5_000

const markOf = (
  frame: Frame,
  spot: Spot,
  row: EventRow | undefined,
  labels: (asset: string) => string,
): EventMark => {
  const isCluster = spot.count > 1
  const isZoomable = isCluster && spot.to - spot.from >= closest
  const margin = Math.max(1_000, (spot.to - spot.from) / 20)
  const what = row ? plainSentence(row) : ''
  return {
    x: spot.x,
    y: spot.y,
    glyph: row && !isCluster ? glyphOf(row) : spot.kind,
    kind: spot.kind,
    href: isZoomable
      ? zoomTo(frame, spot.from - margin, spot.to + margin)
      : frame.address.to({ event: spot.id, after: null }, `e${spot.row}`),
    title: isCluster
      ? `${plural(spot.count, spot.hit === null ? 'event' : 'hit')}, among them: ${what}`
      : [
          spot.hit === null ? formatDelta(spot.ts - frame.zero) : `hit ${spot.hit}`,
          `${formatTime(spot.ts, 'clock', 'UTC', 3)} UTC`,
          labels(spot.asset),
          kindWord[spot.kind],
          ...(spot.grade === null ? [] : [spot.grade]),
          what,
        ].join(' · '),
    count: spot.count,
    isHit: spot.hit !== null,
    isSelected: spot.isSelected,
  }
}

const plainSentence = (row: EventRow): string =>
  cut(
    sentenceParts(row)
      .map((part) => part.text)
      .join(''),
    160,
  )

const labelWishes = (
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
const obstaclesOf = (
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
