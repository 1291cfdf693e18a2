import type { Child } from 'hono/jsx'
import { Hono } from 'hono'
import type { SourceDescription } from '#connectors/contract.ts'
import {
  type RejectCursor,
  type StoredFile,
  storedClocks,
  storedFiles,
  storedRejects,
} from '#connectors/local/contents.ts'
import { AppError } from '#queries/errors.ts'
import { SourceLive, type SourceModel, SourcePage, type SourceTab } from '#views/pages/source.tsx'
import { EntitySearch, EntityTable } from '#views/parts/entity-table.tsx'
import { ClockTable, FileTable } from '#views/parts/file-table.tsx'
import { RejectTable } from '#views/parts/reject-table.tsx'
import { StoreContents } from '#views/parts/store-contents.tsx'
import { storeFile } from '../../data-folder.ts'
import type { Deps } from '../deps.ts'
import type { Env, PageContext } from '../env.ts'
import { importView } from '../models/imports.ts'
import { channelsOf } from '../models/source.ts'
import { isImporting, rowOf } from '../models/sources.ts'
import { respond } from '../respond.tsx'

const rejectsShown = 100

interface Opened {
  readonly id: string
  readonly description: SourceDescription
  readonly files: readonly StoredFile[]
  /** The store's file. */
  readonly store: string
}

/** Throws `not_found` for a name that is none of the folder's sources, whatever it looks like. */
export const knownSource = (deps: Deps, name: string): string => {
  if (deps.sources.list().includes(name)) return name
  throw new AppError('not_found', 'There is no source of this name.', {
    where: name.slice(0, 80),
    next: 'Look among the sources, or import logs under this name.',
  })
}

const openOne = async (c: PageContext, name: string): Promise<Opened> => {
  const deps = c.get('deps')
  const id = knownSource(deps, name)
  const connector = await deps.sources.open(id)
  const store = storeFile(deps.folder, id)
  return {
    id,
    description: await connector.describe(c.req.raw.signal),
    files: storedFiles(store),
    store,
  }
}

const panel = (title: string, note: Child, content: Child): Child => (
  <section class="panel">
    <header>
      <h2>{title}</h2>
      {note}
    </header>
    {content}
  </section>
)

const show = async (
  c: PageContext,
  tab: SourceTab,
  draw: (opened: Opened) => Child | Promise<Child>,
): Promise<Response> => {
  const deps = c.get('deps')
  const opened = await openOne(c, c.req.param('id') ?? '')
  const jobs = deps.imports.list(opened.id)
  const imports = jobs.map((job) => importView(job, [opened.id]))
  const model: SourceModel = {
    source: rowOf(opened.description, isImporting(jobs)),
    schemas: opened.description.schemas,
    files: opened.files.length,
    imports,
    tab,
    local: opened.description.kind === 'local',
  }
  const content = await draw(opened)
  return respond(c, {
    title: opened.id,
    current: 'sources',
    page: () => <SourcePage model={model}>{content}</SourcePage>,
    fragments: { 'source-live': () => <SourceLive model={model}>{content}</SourceLive> },
    scripts: ['upload.js'],
  })
}

const entities = (c: PageContext, kind: 'asset' | 'identity'): Promise<Response> =>
  show(c, kind === 'asset' ? 'assets' : 'identities', async ({ id, description }) => {
    const wanted = (c.req.query('q') ?? '')
      .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
      .trim()
      .slice(0, 200)
    const connector = await c.get('deps').sources.open(id)
    const found = await connector.entities(wanted, kind, null, c.req.raw.signal)
    const total = kind === 'asset' ? description.assets : description.identities
    const word = kind === 'asset' ? 'Assets' : 'Identities'
    return panel(
      word,
      <EntitySearch action={c.req.path} query={wanted} shown={found.length} total={total} />,
      <EntityTable word={kind} entities={found} searched={wanted !== ''} />,
    )
  })

/** `FILE.RECORD` of the last reject of the page before. */
const cursorOf = (text: string | undefined): RejectCursor | null => {
  if (text === undefined) return null
  const found = /^(\d{1,12})\.(\d{1,15})$/.exec(text)
  if (found) return { file: Number(found[1]), record: Number(found[2]) }
  throw new AppError('invalid_request', 'This page of rejects has no such place.', {
    faults: [{ field: 'after', message: 'Not a place in the list.' }],
    next: 'Begin at the first page.',
  })
}

/** One source: what is inside it, from its rollups and counters; no event is read. */
export const sourceRoutes = new Hono<Env>()
  .get('/sources/:id', (c) =>
    show(c, 'contents', ({ description }) =>
      panel(
        'Contents',
        <span class="mid micro">by channel and event id, from the rollup</span>,
        <StoreContents channels={channelsOf(description.logSources)} assets={description.assets} />,
      ),
    ),
  )
  .get('/sources/:id/assets', (c) => entities(c, 'asset'))
  .get('/sources/:id/identities', (c) => entities(c, 'identity'))
  .get('/sources/:id/files', (c) =>
    show(c, 'files', ({ files, store }) => (
      <>
        {panel('Files', null, <FileTable files={files} />)}
        {panel(
          'Clocks',
          <span class="mid micro">one estimate a host and file, from its Sysmon events</span>,
          <ClockTable clocks={storedClocks(store)} />,
        )}
      </>
    )),
  )
  .get('/sources/:id/rejects', (c) => {
    const after = cursorOf(c.req.query('after'))
    return show(c, 'rejects', ({ id, store }) => {
      const rejects = storedRejects(store, after, rejectsShown)
      const last = rejects.at(-1)
      const next =
        last !== undefined && rejects.length === rejectsShown
          ? `/sources/${id}/rejects?after=${last.fileId}.${last.record}`
          : null
      return panel(
        'Rejects',
        <span class="mid micro">
          lines and records that could not be read, kept with their reason
        </span>,
        <RejectTable rejects={rejects} next={next} first={after === null} />,
      )
    })
  })
