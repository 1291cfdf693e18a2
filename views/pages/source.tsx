import type { Child } from 'hono/jsx'
import { formatBytes, formatNumber } from '../format.ts'
import type { ErrorView } from '../model.ts'
import { Count } from '../parts/count.tsx'
import { Facts } from '../parts/facts.tsx'
import { ImportList, type ImportView } from '../parts/import-list.tsx'
import type { SourceRow } from '../parts/source-table.tsx'
import { SourceState } from '../parts/source-state.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { TimeStamp, ZoneName } from '../parts/time-stamp.tsx'
import { UploadForm } from '../parts/upload-form.tsx'
import { isWorking, polled } from './sources.tsx'

const sourceTabs = ['contents', 'assets', 'identities', 'files', 'rejects'] as const
export type SourceTab = (typeof sourceTabs)[number]

export interface SourceModel {
  readonly source: SourceRow
  readonly schemas: readonly string[]
  readonly files: number
  readonly imports: readonly ImportView[]
  readonly tab: SourceTab
  /** Whether files can be imported into it. */
  readonly local: boolean
  readonly error?: ErrorView
}

const tabWords: Readonly<Record<SourceTab, string>> = {
  contents: 'Contents',
  assets: 'Assets',
  identities: 'Identities',
  files: 'Files and clocks',
  rejects: 'Rejects',
}

const tabHref = (id: string, tab: SourceTab): string =>
  tab === 'contents' ? `/sources/${id}` : `/sources/${id}/${tab}`

const tabCount = (model: SourceModel, tab: SourceTab): { n?: number } => {
  if (tab === 'assets') return { n: model.source.assets }
  if (tab === 'identities') return { n: model.source.identities }
  if (tab === 'rejects') return { n: model.source.rejects }
  return tab === 'files' ? { n: model.files } : {}
}

const SourceFacts = ({ model }: { model: SourceModel }) => {
  const { source } = model
  return (
    <Facts
      facts={[
        ['Kind', source.kind],
        ['Events', <Count count={source.events} />],
        ['From', source.range === null ? 'nothing yet' : <TimeStamp time={source.range.from} />],
        ['To', source.range === null ? 'nothing yet' : <TimeStamp time={source.range.to} />],
        [
          'Read up to',
          source.watermark === null ? 'nothing yet' : <TimeStamp time={source.watermark} />,
        ],
        ['Zone', <ZoneName at={source.watermark ?? 0} />],
        ['Assets', formatNumber(source.assets)],
        ['Identities', formatNumber(source.identities)],
        ['Rejects', formatNumber(source.rejects)],
        ['Shapes', model.schemas.length === 0 ? 'none yet' : model.schemas.join(', ')],
        ['On disk', source.bytes === null ? 'not known' : formatBytes(source.bytes)],
      ]}
    />
  )
}

/** What is under way stands on every tab; what has ended, with the files. */
const importsShown = ({ tab, imports }: SourceModel): readonly ImportView[] =>
  tab === 'files' ? imports : imports.filter((view) => isWorking([view]))

/** The fragment: what changes while logs come in, with the tab that is open. */
export const SourceLive = ({ model, children }: { model: SourceModel; children: Child }) => {
  const shown = importsShown(model)
  return (
    <div
      id="source-live"
      class="stack"
      {...polled(tabHref(model.source.id, model.tab), model.imports)}
    >
      {shown.length === 0 ? null : (
        <section class="panel">
          <header>
            <h2>Imports</h2>
            {isWorking(model.imports) ? (
              <span class="end micro">
                <a href={tabHref(model.source.id, model.tab)}>Refresh</a>
              </span>
            ) : null}
          </header>
          <div class="body">
            <ImportList imports={shown} />
          </div>
        </section>
      )}
      <div class="cols">
        <div class="stack">
          <Tabs
            label="What is inside"
            items={sourceTabs.map((tab) => ({
              href: tabHref(model.source.id, tab),
              label: tabWords[tab],
              current: tab === model.tab,
              ...tabCount(model, tab),
            }))}
          />
          {children}
        </div>
        <aside class="stack side">
          <section class="panel">
            <header>
              <h2>Facts</h2>
              <span class="end">
                <SourceState state={model.source.state} />
              </span>
            </header>
            <div class="body">
              <SourceFacts model={model} />
            </div>
          </section>
        </aside>
      </div>
    </div>
  )
}

export const SourcePage = ({ model, children }: { model: SourceModel; children: Child }) => (
  <>
    <header class="page-head">
      <div>
        <p class="crumb">
          <a href="/sources">Sources</a> /
        </p>
        <h1>{model.source.id}</h1>
      </div>
      <div class="btns">
        <a class="btn primary" href={`/hunts/new?source=${model.source.id}`}>
          Start a hunt
        </a>
      </div>
    </header>
    <div class="stack">
      <SourceLive model={model}>{children}</SourceLive>
      {model.local ? (
        <section class="panel" id="import">
          <header>
            <h2>Import into {model.source.id}</h2>
          </header>
          <div class="body">
            <UploadForm action={`/sources/${model.source.id}/import`} />
          </div>
        </section>
      ) : null}
    </div>
  </>
)
