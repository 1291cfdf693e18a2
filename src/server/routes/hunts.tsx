import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { stream } from 'hono/streaming'
import { AppError, isAppError } from '#queries/errors.ts'
import type { OpenedFold } from '#views/models/events.ts'
import { CoverageTab, EventOwnPage, HuntPage, TimelineTab, TreeTab } from '#views/pages/hunt.tsx'
import { HitTable } from '#views/parts/hit-table.tsx'
import { QueryAsRun } from '#views/parts/query-as-run.tsx'
import { RunProgress } from '#views/parts/run-progress.tsx'
import { answerChunks } from '../../hunts/answer.ts'
import { openSnapshot } from '../../hunts/snapshot/read.ts'
import { coverageMatrix } from '../../hunts/timeline/coverage-matrix.ts'
import type { Frame } from '../../hunts/timeline/frame.ts'
import { hitList } from '../../hunts/timeline/hit-list.ts'
import { openFold } from '../../hunts/timeline/open-fold.ts'
import { eventPanel } from '../../hunts/timeline/panel.ts'
import { processTree } from '../../hunts/timeline/process-tree.ts'
import { queryAsRun } from '../../hunts/timeline/query-view.ts'
import { defaultState, readState } from '../../hunts/timeline/state.ts'
import { timelineView } from '../../hunts/timeline/timeline-view.ts'
import type { Env, PageContext } from '../env.ts'
import { isFragment } from '../fragment.ts'
import { eventOf, tabPage } from '../hunt-page.tsx'
import { captureHref, headerView, isLive, openHunt, progressView } from '../models/hunt.ts'
import { respond } from '../respond.tsx'

const treeLimit = 500

/** Asks the source for the fold that the address opens; what the source says no to is said in its place. */
const openedFolds = async (
  c: PageContext,
  frame: Frame,
): Promise<ReadonlyMap<number, OpenedFold>> => {
  const n = Number(/^fold-(\d+)$/.exec(frame.state.open ?? '')?.[1] ?? 0)
  const fold = frame.snapshot.folds().find((one) => one.n === n)
  if (!fold) return new Map()
  const closeHref = frame.address.to({ open: null }, 'events')
  try {
    const connector = await c.get('deps').sources.open(frame.meta.source)
    const { signal } = c.req.raw
    const { snapshot } = frame
    return new Map([[n, await openFold({ snapshot, fold, connector, closeHref, signal })]])
  } catch (error) {
    if (!isAppError(error)) throw error
    return new Map([[n, { said: error.message, rows: [], closeHref }]])
  }
}

const timeline = tabPage({
  name: '',
  label: 'Timeline',
  content: async ({ c, opened, frame }) => {
    const looked = await frame()
    const folds = await openedFolds(c, looked)
    const view = timelineView({
      frame: looked,
      opened: folds,
      capture: (event) => captureHref(opened, event),
    })
    return <TimelineTab view={view} />
  },
})

const hits = tabPage({
  name: 'hits',
  label: 'Hits',
  content: async ({ snapshot, opened }) => <HitTable view={hitList(snapshot, opened.address)} />,
})

const tree = tabPage({
  name: 'tree',
  label: 'Process tree',
  content: async ({ frame }) => {
    const looked = await frame()
    return (
      <TreeTab
        view={processTree(looked, treeLimit)}
        episode={looked.episode?.n ?? null}
        hit={looked.focus?.hit_n ?? null}
      />
    )
  },
})

const coverage = tabPage({
  name: 'coverage',
  label: 'Coverage',
  content: async ({ snapshot, zone }) => <CoverageTab view={coverageMatrix(snapshot, zone)} />,
})

const query = tabPage({
  name: 'query',
  label: 'Query as run',
  content: async ({ snapshot, zone }) => <QueryAsRun view={queryAsRun(snapshot, zone)} />,
})

const event = tabPage({
  name: '',
  label: 'Event',
  current: null,
  content: async ({ c, opened, snapshot, frame }) => {
    const found = eventOf(snapshot, c.req.param('event') ?? '')
    const looked = await frame()
    const view = eventPanel({
      frame: looked,
      event: found,
      isOwnPage: true,
      captureHref: captureHref(opened, found.id),
    })
    return <EventOwnPage view={view} />
  },
})

/** How far a run is, alone; when it has ended the answer is the page it became. */
const progress = async (c: PageContext): Promise<Response> => {
  const opened = await openHunt(c.get('deps'), c.req.param('id') ?? '', readState(c.req.query()))
  const { run, base } = opened
  if (!isLive(run)) {
    const page = `${base}?run=${run.n}`
    if (!isFragment(c)) return c.redirect(page, 303)
    c.header('HX-Redirect', page)
    return c.body(null, 200)
  }
  const deps = c.get('deps')
  const part = () => <RunProgress view={progressView(opened, deps.runs.progress(run.id))} />
  const header = headerView(opened, deps, null)
  return respond(c, {
    title: `Running: ${header.title}`,
    current: 'hunts',
    page: () => <HuntPage header={header} view={part()} />,
    fragments: { 'run-progress': part },
  })
}

/** Asks the hunt again as it was asked in its newest run. */
const runAgain = async (c: PageContext): Promise<Response> => {
  const { runs } = c.get('deps')
  const { hunt, question, base } = await openHunt(
    c.get('deps'),
    c.req.param('id') ?? '',
    defaultState,
  )
  await runs.start(hunt.id, question)
  return c.redirect(base, 303)
}

const cancel = async (c: PageContext): Promise<Response> => {
  const { workspace, runs } = c.get('deps')
  const run = await workspace.runs.get(c.req.param('run') ?? '')
  if (run.hunt !== c.req.param('id')) {
    throw new AppError('not_found', 'There is no such run of this hunt.')
  }
  await runs.cancel(run.id)
  return c.redirect(`/hunts/${run.hunt}?run=${run.n}`, 303)
}

/** The machine's answer of a run, the same object that the command line prints. */
const answer = async (c: PageContext): Promise<Response> => {
  const opened = await openHunt(c.get('deps'), c.req.param('id') ?? '', readState(c.req.query()))
  if (opened.file === null) {
    throw isLive(opened.run)
      ? new AppError('conflict', 'This run has not ended.', { next: 'Ask again when it has.' })
      : new AppError('not_found', 'This run kept no snapshot.', { next: 'Run the hunt again.' })
  }
  const snapshot = openSnapshot(opened.file)
  c.header('Content-Type', 'application/json; charset=utf-8')
  c.header('Cache-Control', 'no-store')
  return stream(c, async (out) => {
    try {
      for (const chunk of answerChunks(snapshot)) {
        if (out.aborted) break
        await out.write(chunk)
      }
    } finally {
      snapshot.close()
    }
  })
}

/** Only what can be a hunt's id: `/hunts/new` and its like are pages of their own. */
const id = ':id{[A-Za-z0-9][A-Za-z0-9_-]{11}}'

/** A hunt: its five tabs, each event's own page, its runs, and the same as JSON. */
export const huntRoutes = new Hono<Env>()
  .use('/hunts/*', compress())
  .get(`/hunts/${id}`, timeline)
  .get(`/hunts/${id}/hits`, hits)
  .get(`/hunts/${id}/tree`, tree)
  .get(`/hunts/${id}/coverage`, coverage)
  .get(`/hunts/${id}/query`, query)
  .get(`/hunts/${id}/events/:event`, event)
  .get(`/hunts/${id}/progress`, progress)
  .post(`/hunts/${id}/runs`, runAgain)
  .post(`/hunts/${id}/runs/:run/cancel`, cancel)
  .get('/api/hunts/:id', answer)
