import type { Child } from 'hono/jsx'
import { AppError } from '#queries/errors.ts'
import { HuntPage, HuntView } from '#views/pages/hunt.tsx'
import { RunEnd } from '#views/parts/run-end.tsx'
import { RunProgress } from '#views/parts/run-progress.tsx'
import { openSnapshot, type Snapshot } from '../hunts/snapshot/read.ts'
import { type Frame, frameOf } from '../hunts/timeline/frame.ts'
import { readState } from '../hunts/timeline/state.ts'
import type { PageContext } from './env.ts'
import {
  headerView,
  type HuntTabName,
  isLive,
  type OpenedHunt,
  openHunt,
  progressView,
  tabsView,
} from './models/hunt.ts'
import { respond } from './respond.tsx'
import { shellOf } from './shell.ts'

/** What a tab is made of: the hunt, its run's snapshot, and what the address looks at. */
export interface TabInput {
  readonly c: PageContext
  readonly opened: OpenedHunt
  readonly snapshot: Snapshot
  readonly zone: string
  /** Where links of the drawing, the table and the tree lead: the tab itself unless told. */
  readonly frame: () => Promise<Frame>
}

export interface TabSpec {
  /** Last part of the address; empty for the Timeline. */
  readonly name: HuntTabName
  readonly label: string
  /** The tab shown as current; null for a page under a tab. */
  readonly current?: HuntTabName | null
  readonly content: (input: TabInput) => Promise<Child>
}

/** The run's page or part: a snapshot is open for as long as it is made, and closed whatever happens. */
export const tabPage =
  (spec: TabSpec) =>
  async (c: PageContext): Promise<Response> => {
    const state = readState(c.req.query())
    const { zone } = await shellOf(c)
    const opened = await openHunt(c.get('deps'), c.req.param('id') ?? '', state)
    const snapshot = opened.file === null ? null : openSnapshot(opened.file)
    try {
      const header = headerView(opened, c.get('deps'), snapshot)
      const inside =
        snapshot === null
          ? withoutSnapshot(c, opened)
          : await spec.content({
              c,
              opened,
              snapshot,
              zone,
              frame: () => frameOf({ snapshot, state, address: opened.address, zone }),
            })
      const current = spec.current === undefined ? spec.name : spec.current
      const tabs = snapshot === null ? [] : tabsView(opened, current)
      const view = () => <HuntView tabs={tabs}>{inside}</HuntView>
      return await respond(c, {
        title: spec.name === '' ? header.title : `${spec.label}: ${header.title}`,
        current: 'hunts',
        page: () => <HuntPage header={header} view={view()} />,
        fragments: { 'hunt-view': view },
        scripts: ['timeline.js'],
      })
    } finally {
      snapshot?.close()
    }
  }

const withoutSnapshot = (c: PageContext, opened: OpenedHunt): Child => {
  const { run } = opened
  if (!isLive(run)) return <RunEnd view={run} />
  return <RunProgress view={progressView(opened, c.get('deps').runs.progress(run.id))} />
}

/** A row of the run by its event id. Throws `not_found`. */
export const eventOf = (snapshot: Snapshot, id: string) => {
  const event = snapshot.eventById(id)
  if (event) return event
  throw new AppError('not_found', 'This run holds no such event.', {
    next: 'Another run of the hunt may hold it; or it lies outside what was linked.',
  })
}
