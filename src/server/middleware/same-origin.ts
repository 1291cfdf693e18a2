import type { MiddlewareHandler } from 'hono'
import { AppError } from '#queries/errors.ts'
import type { Env } from '../env.ts'

/**
 * Refuses a request that could change something unless the browser says that one of our own pages sent it,
 * whatever its content type. The `Host` was checked before, so it is our own name.
 */
export const sameOrigin = (): MiddlewareHandler<Env> =>
  async function sameOrigin(c, next) {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    const origin = c.req.header('Origin')
    const site = c.req.header('Sec-Fetch-Site')
    const ours = `http://${c.req.header('Host')?.toLowerCase() ?? ''}`
    const originFits = origin === undefined ? site !== undefined : origin === ours
    const siteFits = site === undefined ? origin !== undefined : site === 'same-origin'
    if (originFits && siteFits) return next()
    throw new AppError('forbidden', 'This request did not come from a page of AttackTrace.', {
      next: 'Open the page here and send the form from it.',
    })
  }
