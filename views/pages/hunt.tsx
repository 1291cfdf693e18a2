import type { Child } from 'hono/jsx'
import type { EventPanelView, ProcessTreeView } from '../models/events.ts'
import type { CoverageMatrixView, HuntHeaderView, HuntTab, TimelineView } from '../models/hunt.ts'
import { CompletenessBanner } from '../parts/completeness-banner.tsx'
import { CoverageLegend } from '../parts/coverage-strip.tsx'
import { CoverageMatrix } from '../parts/coverage-matrix.tsx'
import { EpisodeStrip } from '../parts/episode-strip.tsx'
import { EventPanel } from '../parts/event-panel.tsx'
import { EventTable } from '../parts/event-table.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { HuntHeader } from '../parts/hunt-header.tsx'
import { KeyHints } from '../parts/key-hints.tsx'
import { Lanes } from '../parts/lanes.tsx'
import { ProcessTree } from '../parts/process-tree.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { TimeOverview } from '../parts/time-overview.tsx'

/**
 * Tabs and what stands under them: the part that is fetched alone. Every link inside that stays on this hunt
 * is followed by fetching this part again at the link's address.
 */
export const HuntView = ({ tabs, children }: { tabs: readonly HuntTab[]; children: Child }) => (
  <div id="hunt-view">
    <Tabs label="This hunt" items={tabs} class="hunt-tabs" />
    <div class="stack">{children}</div>
  </div>
)

/** The whole page of a hunt. */
export const HuntPage = ({ header, view }: { header: HuntHeaderView; view: Child }) => (
  <>
    <HuntHeader view={header} />
    <p id="announce" class="sr" role="status" />
    {view}
  </>
)

const Drawing = ({ view }: { view: TimelineView }) => (
  <section class="panel timeline" aria-labelledby="tl-h">
    <h2 id="tl-h" class="sr">
      Timeline
    </h2>
    {view.lanes === null ? null : <FilterBar view={view.filter} steps={view.steps} />}
    <TimeOverview view={view.overview} dragTo={view.dragTo} />
    {view.lanes === null ? null : (
      <>
        <Lanes view={view.lanes} zone={view.zone} />
        <div class="lanes-foot">
          <CoverageLegend />
          {view.lanes.coverage.more > 0 ? (
            <p class="micro dim">
              {view.lanes.coverage.more} more log sources stand under{' '}
              <a href={view.coverageHref}>Coverage</a>.
            </p>
          ) : null}
        </div>
        <KeyHints hints={view.keys} />
      </>
    )}
  </section>
)

/** The Timeline tab: what the run is worth, episodes, the drawing, and its equal as a table with one event whole. */
export const TimelineTab = ({ view }: { view: TimelineView }) => (
  <>
    <span hidden data-announce={view.announcement} />
    <CompletenessBanner notes={view.banner} />
    <EpisodeStrip view={view.episodes} steps={view.steps} />
    <Drawing view={view} />
    {view.table === null ? null : (
      <div class={view.panel === null ? 'split alone' : 'split'}>
        <EventTable view={view.table} />
        {view.panel === null ? null : <EventPanel view={view.panel} steps={view.steps} />}
      </div>
    )}
    {view.matrix === null ? null : <CoverageMatrix view={view.matrix} />}
  </>
)

export const CoverageTab = ({ view }: { view: CoverageMatrixView }) => (
  <CoverageMatrix view={view} />
)

/** The processes of the episode; a name leads to the event that made it. */
export const TreeTab = ({
  view,
  episode,
  hit,
}: {
  view: ProcessTreeView
  episode: number | null
  hit: number | null
}) => (
  <section class="panel" id="tree" aria-labelledby="tree-h">
    <header>
      <h2 id="tree-h">Process tree</h2>
      <span class="mid micro">
        {episode === null ? 'all episodes' : `episode ${episode}`}
        {hit === null ? '' : `, T± from hit ${hit}`}
      </span>
    </header>
    <div class="body">
      <ProcessTree view={view} withAssets />
    </div>
  </section>
)

/** One event on a page of its own. */
export const EventOwnPage = ({ view }: { view: EventPanelView }) => (
  <div class="own-event">
    <EventPanel view={view} own />
  </div>
)
