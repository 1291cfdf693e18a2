import type {
  Connector,
  Coverage,
  CoverageCell,
  LogSource,
  SourceDescription,
} from '#connectors/contract.ts'
import { foldCase, type Micros } from '#queries/event.ts'
import { isAppError } from '#queries/errors.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import type { Scope } from '#queries/scope.ts'
import { browse } from '#queries/scoped-query.ts'
import { formatSpan } from '#views/format.ts'
import type { SightRow, SightView } from '#views/models/draft-scope.ts'
import { eventName } from '../../catalog/event-names.ts'
import { reportOf } from '../../errors.ts'
import { bucketEdges } from '../../hunts/buckets.ts'
import type { DraftContent } from '../../hunts/draft/draft.ts'
import { scopeInputOf } from '../../hunts/draft/to-question.ts'
import { resolveScope } from '../../hunts/plan.ts'
import { cellWords } from '../../hunts/timeline/coverage-words.ts'
import { coverageRuns } from '../../hunts/timeline/coverage-strip.ts'
import type { Deps } from '../deps.ts'
import { draftNeeds, neededSources, uniqueSources } from './draft-needs.ts'
import { reachOf } from './draft-scope.ts'
import { roomyTicks } from './draft-ticks.ts'
import { coverageVerdict } from './draft-verdict.ts'

const mostBuckets = 48
const mostAssets = 12
/** Log sources of one asset: what is needed, then what helps. */
const mostSources = 8
/** Up to so many cells are drawn one by one; more are drawn as stretches. */
const mostCells = 1_200
/** The narrowest that a row of coverage is drawn, in pixels. */
const stripWidth = 200
/** Air between two cells, in percent. */
const air = 0.16

export interface SightAsk {
  readonly deps: Deps
  readonly draft: DraftContent
  readonly connector: Connector
  readonly source: SourceDescription
  readonly zone: string
}

/** What the scope of a draft can see, asked of its source now; a scope that is not whole says what is open. */
export const sightView = async (ask: SightAsk, signal: AbortSignal): Promise<SightView> => {
  try {
    const input = scopeInputOf(ask.draft, reachOf(ask.source))
    return await seen(ask, await resolveScope(ask.connector, input, signal), signal)
  } catch (error) {
    if (!isAppError(error) || signal.aborted) throw error
    return error.origin === 'input'
      ? { state: 'open', missing: (error.details.faults ?? []).map((fault) => fault.message) }
      : { state: 'error', error: reportOf(error) }
  }
}

const seen = async (ask: SightAsk, scope: Scope, signal: AbortSignal): Promise<SightView> => {
  const { connector, source, zone } = ask
  const needs = draftNeeds(ask.draft, ask.deps.guides, source)
  const needed = neededSources(needs)
  const selectors = uniqueSources([...needed, ...needs.helpful]).slice(
    0,
    Math.max(mostSources, needed.length),
  )
  const edges = bucketEdges(scope.window, mostBuckets)
  const [binding, coverage] = await Promise.all([
    connector.bind([], signal),
    selectors.length === 0
      ? { edges, cells: [], watermark: source.watermark, gaps: [] }
      : connector.coverage(scope, selectors, edges, signal),
  ])
  const estimate = await connector.estimate(browse(binding, scope), signal)
  const until = Math.min(scope.window.to, source.watermark ?? scope.window.to)
  const place = (time: Micros): number =>
    ((time - scope.window.from) / (scope.window.to - scope.window.from)) * 100
  const limit = Math.max(0, Math.min(100, place(until)))
  const labels = assetLabels(scope)
  const byAsset = [...Map.groupBy(coverage.cells, (cell) => cell.asset)]
  const verdict = coverageVerdict({ needs, byAsset, edges, until, labels, zone })
  const shown = byAsset
    .toSorted(([a], [b]) => Number(verdict.wanting.has(b)) - Number(verdict.wanting.has(a)))
    .slice(0, mostAssets)
  const isApart = shown.length * selectors.length * edges.length <= mostCells
  return {
    state: 'seen',
    source: source.id,
    checkedAt: Date.now() * 1000,
    verdict: verdict.sentence,
    ticks: roomyTicks(scope.window, zone, stripWidth, false),
    bucket: formatSpan((edges[2] ?? scope.window.to) - (edges[1] ?? scope.window.from)),
    undecided: limit < 100 ? limit : null,
    assets: shown.map(([asset, cells]) => ({
      asset: labels(asset),
      rows: cells.map((cell) =>
        rowView({ cell, coverage, until, limit, place, needed, zone, isApart }),
      ),
    })),
    moreAssets: byAsset.length - shown.length,
    neededFor: needs.words,
    events: estimate.events,
    cost: estimate.sentence,
    gaps: coverage.gaps,
  }
}

/** The spelling that the hunter chose, or the source's own. */
const assetLabels = ({ assets }: Scope): ((asset: string) => string) => {
  const known = new Map(
    assets.kind === 'any' ? [] : assets.assets.map(({ key, label }) => [key, label]),
  )
  return (asset) => known.get(asset) ?? asset.toUpperCase()
}

interface RowAsk {
  readonly cell: CoverageCell
  readonly coverage: Coverage
  readonly until: Micros
  readonly limit: number
  readonly place: (time: Micros) => number
  readonly needed: readonly LogSource[]
  readonly zone: string
  readonly isApart: boolean
}

const rowView = (ask: RowAsk): SightRow => {
  const { cell, coverage, until, needed, zone } = ask
  return {
    label: logSourceLabel(cell.channel, cell.code),
    name: (eventName(cell.channel, cell.code) ?? '').toLowerCase(),
    isNeeded: needed.some(
      (one) => foldCase(one.channel) === foldCase(cell.channel) && one.code === cell.code,
    ),
    runs: ask.isApart ? cellsApart(ask) : coverageRuns(cell, coverage.edges, ask.place, ask.limit),
    ...cellWords(cell, coverage.edges, until, zone),
  }
}

/** Every bucket a cell of its own, as far as the source has been read. */
const cellsApart = ({ cell, coverage, place, limit }: RowAsk): SightRow['runs'] =>
  cell.states.flatMap((state, i) => {
    const from = place(coverage.edges[i] ?? 0)
    const to = Math.min(limit, place(coverage.edges[i + 1] ?? 0))
    return to - from <= air * 2 ? [] : [{ x: from + air, width: to - from - air * 2, state }]
  })
