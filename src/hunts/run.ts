import { rmSync } from 'node:fs'
import type { Connector, Gap } from '#connectors/contract.ts'
import { isAppError } from '#queries/errors.ts'
import type { LogEvent, Micros } from '#queries/event.ts'
import { plural } from '#views/format.ts'
import type { RunCounts, RunProgress } from '../workspace/parse-run.ts'
import type { Asked } from './asked.ts'
import { correlate } from './correlate/correlate.ts'
import type { Correlation } from './correlate/types.ts'
import { stopOf } from './gaps.ts'
import { collectHits } from './hits.ts'
import { planHunt } from './plan.ts'
import { contentOf, type Outcome } from './run-content.ts'
import type { SnapshotMeta } from './snapshot/meta.ts'
import { writeSnapshot } from './snapshot/write.ts'
import { readSurroundings, type Surroundings } from './surroundings.ts'

/** More linked events than this are counted and not kept: by grade, then rarity (DESIGN §5). */
export const maxContext = 50_000

/** One execution: what is asked, where it is kept and who listens. */
export interface RunJob {
  readonly run: string
  readonly hunt: string
  readonly asked: Asked
  /** The snapshot's file; it must not exist yet. */
  readonly file: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
}

export interface RunResult {
  readonly state: SnapshotMeta['state']
  readonly counts: RunCounts
  readonly gaps: readonly Gap[]
}

/** Where the hits stand while their context is fetched: what is left when the program dies. */
export const hitsFile = (file: string): string => file.replace(/\.db$/, '.hits.db')

/**
 * Asks the source, correlates, and keeps everything as a snapshot. Stopped after it had begun to find, it
 * keeps what it has, with a gap; before that it rejects with `cancelled`, and nothing is kept.
 */
export const runHunt = async (connector: Connector, job: RunJob): Promise<RunResult> => {
  const { signal, onProgress } = job
  const watch = startWatch()
  onProgress({ phase: 'plan', done: 0, total: 1, sentence: 'Binding the behavior to the source.' })
  const plan = await planHunt(connector, job.asked, signal)
  const description = await connector.describe(signal)
  watch.lap('plan')

  const hits = await collectHits(connector, plan.query, signal, (done, total, found) => {
    onProgress({
      phase: 'search',
      done,
      total,
      sentence: `Searching: ${plural(found, 'hit')} so far.`,
    })
  })
  watch.lap('search')
  const soFar: Omit<Outcome, 'finished' | 'timings'> = {
    run: job.run,
    hunt: job.hunt,
    plan,
    description,
    hits,
    correlation: null,
    surroundings: null,
    stopped: hits.isCancelled ? { stop: stopOf(signal), during: 'during the search' } : null,
    failure: null,
    started: watch.started,
  }
  if (hits.isCancelled) return keep(job, { ...soFar, ...watch.end() })

  const atHits = { stop: 'interrupted', during: 'before the context was fetched' } as const
  if (hits.hits.length > 0) {
    const kept = contentOf({ ...soFar, stopped: atHits, ...watch.end() })
    writeSnapshot(hitsFile(job.file), kept)
  }

  const correlation = await unlessCancelled<Correlation>(() =>
    correlate({
      connector,
      query: plan.query,
      hits: hits.hits,
      windows: plan.windows,
      maxContext,
      signal,
      onProgress: (done, total, label) => {
        onProgress({ phase: 'correlate', done, total, sentence: label })
      },
    }),
  )
  watch.lap('correlate')
  if (correlation === null || signal.aborted) {
    const stopped = { stop: stopOf(signal), during: 'while the context was fetched' }
    return keep(job, { ...soFar, correlation, stopped, ...watch.end() })
  }

  onProgress({ phase: 'coverage', done: 0, total: 1, sentence: 'Looking what the source saw.' })
  const events: LogEvent[] = [...hits.hits, ...correlation.context].map((kept) => kept.event)
  const surroundings = await unlessCancelled<Surroundings>(() =>
    readSurroundings(connector, plan, events, signal),
  )
  watch.lap('coverage')
  const stopped =
    surroundings === null ? { stop: stopOf(signal), during: 'before its coverage was read' } : null
  return keep(job, { ...soFar, correlation, surroundings, stopped, ...watch.end() })
}

const keep = (job: RunJob, outcome: Outcome): RunResult => {
  job.onProgress({ phase: 'write', done: 0, total: 1, sentence: 'Keeping the run.' })
  const content = contentOf(outcome)
  writeSnapshot(job.file, content)
  rmSync(hitsFile(job.file), { force: true })
  job.onProgress({ phase: 'write', done: 1, total: 1, sentence: 'Kept.' })
  return { state: content.meta.state, counts: content.meta.counts, gaps: content.gaps }
}

/** Null when the work was cancelled; any other failure passes through. */
const unlessCancelled = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work()
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') return null
    throw error
  }
}

/** Wall clock for the record, and a steady clock for the phases. */
const startWatch = () => {
  const started: Micros = Date.now() * 1000
  const timings: Record<string, number> = {}
  let last = performance.now()
  return {
    started,
    lap(phase: string): void {
      const now = performance.now()
      timings[phase] = Math.round(now - last)
      last = now
    },
    end: () => ({ finished: Date.now() * 1000, timings: { ...timings } }),
  }
}
