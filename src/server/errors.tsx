import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { AppError, isAppError } from '#queries/errors.ts'
import { ErrorPage } from '#views/pages/error.tsx'
import { ErrorNote } from '#views/parts/error-note.tsx'
import { type ErrorReport, reportOf } from '../errors.ts'
import type { Env, PageContext } from './env.ts'
import { isFragment, targetId } from './fragment.ts'
import { respond } from './respond.tsx'

const titles: Partial<Record<ErrorReport['code'], string>> = {
  not_found: 'Not found',
  forbidden: 'Refused',
  internal: 'Something went wrong',
}

/** Whether the caller reads JSON: the machine's addresses, and nothing else. */
const wantsJson = (c: PageContext): boolean => c.req.path.startsWith('/api/')

/** The one renderer of errors: the same report as page, fragment and JSON. */
export const renderError = async (c: PageContext, error: unknown): Promise<Response> => {
  const report = reportOf(known(error), c.get('requestId'))
  const status: ContentfulStatusCode = report.status
  if (report.code === 'internal') logFault(c, error)
  if (wantsJson(c)) {
    c.header('Cache-Control', 'no-store')
    return c.json({ ok: false, error: report }, status)
  }
  const id = isFragment(c) ? targetId(c) : null
  const note = () => <ErrorNote error={report} {...(id === null ? {} : { id })} />
  return respond(c, {
    title: titles[report.code] ?? 'Not possible',
    current: null,
    status,
    page: () => <ErrorPage title={titles[report.code] ?? 'Not possible'} error={report} />,
    fragments: { error: note },
  })
}

/** Refusals of the framework itself, in our words; its text never reaches the page. */
const known = (error: unknown): unknown => {
  if (!(error instanceof HTTPException)) return error
  if (error.status === 413) return new AppError('too_large', 'The request is too large.')
  return error.status < 500 ? new AppError('invalid_request', 'The request cannot be read.') : error
}

/** The text of a fault goes to whoever runs the server, never to the page. */
const logFault = (c: PageContext, error: unknown): void => {
  const cause = isAppError(error) ? (error.cause ?? error) : error
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  c.get('deps').log(`request ${c.get('requestId')} ${c.req.method} ${c.req.path}: ${text}`)
}

export const onError: ErrorHandler<Env> = (error, c) => renderError(c, error)

export const onNotFound: NotFoundHandler<Env> = (c) =>
  renderError(
    c,
    new AppError('not_found', 'There is no page at this address.', {
      next: 'Begin at Home, or use the links in the bar above.',
    }),
  )
