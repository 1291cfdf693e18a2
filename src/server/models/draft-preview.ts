import type { Connector, SourceDescription } from '#connectors/contract.ts'
import { type AppError, isAppError } from '#queries/errors.ts'
import { grades } from '#queries/links/rule.ts'
import { linkRules } from '#queries/links/rules.ts'
import type { RuleWindows } from '#queries/links/windows.ts'
import { formatDuration } from '#queries/duration.ts'
import { browse } from '#queries/scoped-query.ts'
import type { FoundView, PreviewBody, PreviewStepView } from '#views/models/draft-preview.ts'
import { reportOf } from '../../errors.ts'
import { findAsked } from '../../hunts/asked.ts'
import { bucketEdges } from '../../hunts/buckets.ts'
import type { DraftContent } from '../../hunts/draft/draft.ts'
import { questionOf } from '../../hunts/draft/to-question.ts'
import { type Plan, planHunt } from '../../hunts/plan.ts'
import type { Question } from '../../hunts/question.ts'
import type { Deps } from '../deps.ts'
import type { OpenDraft } from './draft.ts'
import { eventRow, someEvents } from './draft-events.ts'
import { histogramView } from './draft-histogram.ts'
import { queryPreview } from './draft-query.ts'
import { reachOf } from './draft-scope.ts'
import { sightView } from './draft-sight.ts'

const hitsShown = 10
const mostBars = 64
/** A preview waits this long for a count; the run itself has no such bound. */
const patienceMs = 5_000

export interface ReadyDraft {
  readonly connector: Connector
  readonly source: SourceDescription
  readonly question: Question
  readonly plan: Plan
}

/** The draft's question, bound, scoped and compiled. Throws what any of these refuses. */
export const planDraft = async (
  deps: Deps,
  content: DraftContent,
  signal: AbortSignal,
): Promise<ReadyDraft> => {
  const connector = await deps.sources.open(content.source ?? '')
  const source = await connector.describe(signal)
  const question = questionOf(content, reachOf(source))
  const { catalog, guides } = deps
  const asked = findAsked(question, { catalog, guides, sources: deps.sources.list() })
  return { connector, source, question, plan: await planHunt(connector, asked, signal) }
}

/** What the hunt will read and what it begins to find; or why it cannot be run, and where to mend it. */
export const previewStep = async (
  deps: Deps,
  { content, base }: OpenDraft,
  zone: string,
  signal: AbortSignal,
): Promise<PreviewStepView> => {
  const technique = deps.catalog.technique(content.technique ?? '')
  const named = {
    technique: { id: content.technique ?? '', name: technique?.name ?? '' },
    source: content.source ?? '',
    title: content.title,
    before: content.before,
    after: content.after,
  }
  try {
    const ready = await planDraft(deps, content, signal)
    const { plan } = ready
    return {
      ...named,
      behavior: plan.asked.behavior.title,
      titleHint: plan.asked.title,
      windows: windowWords(plan.windows),
      body: await readyBody(deps, content, ready, zone, signal),
    }
  } catch (error) {
    if (!isAppError(error) || error.origin !== 'input' || signal.aborted) throw error
    return { ...named, behavior: '', titleHint: '', windows: [], body: refused(error, base) }
  }
}

const refused = (error: AppError, base: string): PreviewBody => {
  const fields = (error.details.faults ?? []).map(({ field }) => field)
  const isOf = (...names: readonly string[]): boolean =>
    fields.some((field) => names.some((name) => field === name || field.startsWith(`${name}.`)))
  const step = isOf('before', 'after', 'title')
    ? 'preview'
    : isOf('assets', 'identities', 'window', 'scope')
      ? 'scope'
      : 'behavior'
  return {
    state: 'refused',
    error: reportOf(error),
    fix: step === 'preview' ? null : { href: `${base}/${step}`, label: `Mend the ${step}` },
  }
}

/** The answer, or null when it did not come in time. */
const inTime = async <T>(
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> => {
  const late = AbortSignal.timeout(patienceMs)
  try {
    return await ask(AbortSignal.any([signal, late]))
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled' && late.aborted) return null
    throw error
  }
}

const readyBody = async (
  deps: Deps,
  draft: DraftContent,
  { connector, source, plan }: ReadyDraft,
  zone: string,
  signal: AbortSignal,
): Promise<PreviewBody> => {
  const { window } = plan.scope
  const edges = bucketEdges(window, mostBars)
  const [found, hits, volume, first, sight] = await Promise.all([
    inTime(signal, (s) => connector.count(plan.query, s)),
    inTime(signal, (s) => connector.histogram(plan.query, edges, s)),
    inTime(signal, (s) => connector.histogram(browse(plan.binding, plan.scope), edges, s)),
    inTime(signal, (s) => someEvents(connector, plan.query, { size: hitsShown, cursor: null }, s)),
    sightView({ deps, draft, connector, source, zone }, signal),
  ])
  return {
    state: 'ready',
    events: plan.estimate.events,
    cost: plan.estimate.sentence,
    found: found satisfies FoundView | null,
    histogram: volume && histogramView({ volume, hits, window, source, zone }),
    hits: (first?.events ?? []).slice(0, hitsShown).map((event) => eventRow(event, null)),
    isMore: first !== null && (first.next !== null || first.events.length > hitsShown),
    notInTime: [
      ...(found === null ? ['the hits'] : []),
      ...(hits === null || volume === null ? ['their spread over time'] : []),
      ...(first === null ? ['the first hits'] : []),
    ],
    sight,
    query: queryPreview(plan),
  }
}

/** How far the links of each grade reach, as the run will follow them. */
const windowWords = (windows: RuleWindows): PreviewStepView['windows'] =>
  grades.flatMap((grade) => {
    const own = linkRules
      .filter((rule) => rule.grade === grade && !rule.lookup)
      .map((rule) => windows.get(rule.id) ?? rule.window)
    if (own.length === 0) return []
    const reach = (side: 'beforeUs' | 'afterUs'): string => {
      const least = Math.min(...own.map((window) => window[side]))
      const most = Math.max(...own.map((window) => window[side]))
      return `${least === most ? '' : 'up to '}${formatDuration(most)}`
    }
    return [{ grade, words: `${reach('beforeUs')} before, ${reach('afterUs')} after` }]
  })
