import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../env.ts'

/** Gives each request a short name of its own, for the error page and the log, and hands it its parts. */
export const requestId = (deps: Deps): MiddlewareHandler<Env> =>
  async function requestId(c, next) {
    c.set('requestId', randomBytes(6).toString('hex'))
    c.set('deps', deps)
    await next()
  }
