import { rm } from 'node:fs/promises'
import { Hono } from 'hono'
import { makeStore } from '#connectors/local/make-store.ts'
import { AppError, isAppError } from '#queries/errors.ts'
import { SourcesLive, type SourcesModel, SourcesPage } from '#views/pages/sources.tsx'
import { sourceNamePattern, storeFile } from '../../data-folder.ts'
import { reportOf, statusOf } from '../../errors.ts'
import type { Env, PageContext } from '../env.ts'
import { backPath, readForm } from '../form.ts'
import { isFragment } from '../fragment.ts'
import { importView } from '../models/imports.ts'
import { sourceRows } from '../models/sources.ts'
import { respond } from '../respond.tsx'
import { spoolUpload, type Upload } from '../spool.ts'
import { knownSource } from './source.tsx'

interface Refused {
  readonly form: 'upload' | 'make'
  readonly source: string
  readonly error: AppError
}

const page = async (c: PageContext, refused?: Refused): Promise<Response> => {
  const deps = c.get('deps')
  const names = deps.sources.list()
  const model: SourcesModel = {
    sources: await sourceRows(deps, c.req.raw.signal),
    imports: deps.imports.list().map((job) => importView(job, names)),
    ...(refused === undefined ? {} : { refused: { ...refused, error: reportOf(refused.error) } }),
  }
  return respond(c, {
    title: 'Sources',
    current: 'sources',
    status: refused === undefined ? 200 : statusOf[refused.error.code],
    page: () => <SourcesPage model={model} />,
    fragments: { 'sources-live': () => <SourcesLive model={model} /> },
    scripts: ['upload.js'],
  })
}

const nameFault = (message: string): AppError =>
  new AppError('invalid_request', message, { faults: [{ field: 'source', message }] })

/** Throws `invalid_request` with the fault beside the field. */
const checkName = (name: string): string => {
  if (sourceNamePattern.test(name)) return name
  throw nameFault('A name is 1 to 60 letters, digits, - or _, beginning with a letter or digit.')
}

/** Hands the spooled files to an import, which removes them when it has ended. */
const startImport = async (c: PageContext, source: string, upload: Upload): Promise<void> => {
  const remove = (): Promise<void> => rm(upload.folder, { recursive: true, force: true })
  if (upload.files.length === 0) {
    await remove()
    const message = 'Choose at least one file.'
    throw new AppError('invalid_request', message, { faults: [{ field: 'files', message }] })
  }
  c.get('deps').imports.start(source, upload.files, remove)
}

const spool = (c: PageContext, check?: (fields: ReadonlyMap<string, string>) => void) => {
  const { folder, config } = c.get('deps')
  return spoolUpload(c.req.raw, folder.spoolDir, config.limits, check)
}

/** A refusal beside the field where it belongs to one; anything else is for the renderer of errors. */
const refusedAt = (error: unknown, form: Refused['form'], source: string): Refused => {
  if (
    isAppError(error) &&
    error.details.faults?.some((fault) => fault.field === 'source' || fault.field === 'files')
  )
    return { form, source, error }
  throw error
}

/** Where hunts may look: the list, a new local source, and imports with their progress. */
export const sourcesRoutes = new Hono<Env>()
  .get('/sources', (c) => page(c))
  .post('/sources', async (c) => {
    const name = (await readForm(c)).get('source')?.trim() ?? ''
    const deps = c.get('deps')
    try {
      checkName(name)
      if (deps.sources.list().some((known) => known.toLowerCase() === name.toLowerCase())) {
        const message = 'There is a source of this name already.'
        throw new AppError('conflict', message, { faults: [{ field: 'source', message }] })
      }
      makeStore(storeFile(deps.folder, name))
    } catch (error) {
      return page(c, refusedAt(error, 'make', name))
    }
    return c.redirect(`/sources/${name}`, 303)
  })
  .post('/sources/import', async (c) => {
    let name = ''
    try {
      const upload = await spool(c, (fields) => {
        name = fields.get('source')?.trim() ?? ''
        checkName(name)
      })
      name = upload.fields.get('source')?.trim() ?? ''
      await startImport(c, name, upload)
    } catch (error) {
      // The script that sends with progress shows one note; the page shows it beside its field.
      if (isFragment(c)) throw error
      return page(c, refusedAt(error, 'upload', name))
    }
    return c.redirect('/sources', 303)
  })
  .post('/sources/:id/import', async (c) => {
    const name = knownSource(c.get('deps'), c.req.param('id'))
    await startImport(c, name, await spool(c))
    return c.redirect(`/sources/${name}/files`, 303)
  })
  .post('/imports/:id/stop', async (c) => {
    const back = backPath((await readForm(c)).get('back'))
    if (c.get('deps').imports.get(c.req.param('id')) === null)
      throw new AppError('not_found', 'There is no such import since this server started.')
    c.get('deps').imports.stop(c.req.param('id'))
    return c.redirect(back, 303)
  })
