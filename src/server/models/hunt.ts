import { existsSync } from 'node:fs'
import { AppError } from '#queries/errors.ts'
import { parseInstant } from '#queries/scope.ts'
import type { HuntHeaderView, HuntTab, RunProgressView } from '#views/models/hunt.ts'
import { type Address, addressOf, type HuntState } from '../../hunts/timeline/state.ts'
import { snapshotFile } from '../../hunts/ask.ts'
import { parseQuestion, type Question } from '../../hunts/question.ts'
import type { Snapshot } from '../../hunts/snapshot/read.ts'
import type { RunProgress } from '../../workspace/parse-run.ts'
import type { Hunt } from '../../workspace/hunts.ts'
import type { Run } from '../../workspace/runs.ts'
import type { Deps } from '../deps.ts'

/** A hunt with its runs and the one that the address chose. */
export interface OpenedHunt {
  readonly hunt: Hunt
  /** Newest first. */
  readonly runs: readonly Run[]
  readonly run: Run
  readonly question: Question
  /** The run's snapshot file; null where it kept none. */
  readonly file: string | null
  readonly base: string
  readonly address: Address
}

/** Throws `not_found` for a hunt or a run that is none. */
export const openHunt = async (deps: Deps, id: string, state: HuntState): Promise<OpenedHunt> => {
  const hunt = await deps.workspace.hunts.get(id)
  const runs = await deps.workspace.runs.ofHunt(id)
  const run = state.run === null ? runs[0] : runs.find((one) => one.n === state.run)
  if (!run) {
    throw new AppError('not_found', 'There is no such run of this hunt.', {
      next: 'Choose among its runs, or run it again.',
    })
  }
  const base = `/hunts/${hunt.id}`
  const file = snapshotFile(deps.folder, run.id)
  return {
    hunt,
    runs,
    run,
    question: parseQuestion(JSON.parse(run.question)),
    file: isLive(run) || !existsSync(file) ? null : file,
    base,
    address: addressOf(base, state),
  }
}

export const isLive = (run: Run): boolean => run.state === 'queued' || run.state === 'running'

const namesOf = (side: Question['scope']['assets']) =>
  'any' in side ? { names: [], reason: side.any } : { names: side.list, reason: null }

const behaviorWords = (question: Question): string => {
  const { behavior } = question
  if (behavior.kind === 'documented') return behavior.id
  return behavior.kind === 'captured' ? 'captured from an event' : 'stated by the hunter'
}

/** Where the guided steps take an event's values as clauses. */
export const captureHref = ({ hunt, run }: OpenedHunt, event: string): string =>
  `/hunts/new?from=${hunt.id}&capture=${event}&run=${run.n}`

/** Facts of the hunt and of the run that is shown, and what can be done with it. */
export const headerView = (
  opened: OpenedHunt,
  deps: Deps,
  snapshot: Snapshot | null,
): HuntHeaderView => {
  const { hunt, runs, run, question, base, address } = opened
  const meta = snapshot?.meta()
  const assets = namesOf(question.scope.assets)
  const identities = namesOf(question.scope.identities)
  const technique = deps.catalog.technique(question.technique)
  return {
    hunt: hunt.id,
    title: question.title ?? meta?.title ?? hunt.title,
    technique: { id: question.technique, name: technique?.name ?? meta?.technique.name ?? '' },
    source: {
      name: question.source,
      href: deps.sources.list().includes(question.source) ? `/sources/${question.source}` : null,
    },
    assets: assets.names,
    assetsReason: assets.reason,
    identities: identities.names,
    identitiesReason: identities.reason,
    window: {
      from: parseInstant(question.scope.window.from) ?? 0,
      to: parseInstant(question.scope.window.to) ?? 0,
    },
    behavior: meta?.behavior.title ?? behaviorWords(question),
    run: {
      n: run.n,
      of: runs.length,
      at: run.started ?? run.queued,
      tookMs:
        run.started === null || run.finished === null
          ? null
          : Math.round((run.finished - run.started) / 1000),
      scopeVersion: run.scopeVersion,
      isLive: isLive(run),
      id: run.id,
    },
    runs: runs.map((one) => ({
      n: one.n,
      state: one.state,
      at: one.queued,
      hits: one.counts?.hits ?? null,
      href: address.tab('', { run: one.n, event: null, centre: null, after: null, open: null }),
      isCurrent: one.id === run.id,
    })),
    runAction: `${base}/runs`,
    cancelAction: isLive(run) ? `${base}/runs/${run.id}/cancel` : null,
  }
}

const tabNames = [
  ['', 'Timeline'],
  ['hits', 'Hits'],
  ['tree', 'Process tree'],
  ['coverage', 'Coverage'],
  ['query', 'Query as run'],
] as const

export type HuntTabName = (typeof tabNames)[number][0]

/** The tabs of a run that has a snapshot; one that has none has nothing to show but how it stands. */
export const tabsView = (opened: OpenedHunt, current: HuntTabName | null): readonly HuntTab[] =>
  tabNames.map(([name, label]) => ({
    href: opened.address.tab(name, { after: null }),
    label,
    current: name === current,
    ...(name === 'hits' && opened.run.counts !== null ? { n: opened.run.counts.hits.value } : {}),
  }))

const phases = [
  ['plan', 'Bind'],
  ['search', 'Search'],
  ['correlate', 'Correlate'],
  ['coverage', 'Coverage'],
  ['write', 'Keep'],
] as const

const phaseWords: Readonly<Record<RunProgress['phase'], string>> = {
  plan: 'binding the behavior to the source',
  search: 'searching the scope',
  correlate: 'linking what came before and after',
  coverage: 'looking what telemetry was there',
  write: 'keeping the run',
}

/** How far a run is; only figures that are true. */
export const progressView = (
  { run, base }: OpenedHunt,
  progress: RunProgress | null,
): RunProgressView => {
  const at = progress === null ? -1 : phases.findIndex(([phase]) => phase === progress.phase)
  return {
    state: run.state === 'queued' ? 'queued' : 'running',
    phase: progress === null ? 'waiting' : phaseWords[progress.phase],
    sentence:
      progress?.sentence ??
      (run.state === 'queued' ? 'Two runs work at a time; this one is next in line.' : 'Starting.'),
    done: progress?.done ?? 0,
    total: progress?.total ?? 0,
    steps: phases.map(([, label], i) => ({
      label,
      state: i < at ? 'done' : i === at ? 'now' : 'next',
    })),
    pollHref: `${base}/progress?run=${run.n}`,
    pageHref: `${base}?run=${run.n}`,
    cancelAction: `${base}/runs/${run.id}/cancel`,
  }
}
