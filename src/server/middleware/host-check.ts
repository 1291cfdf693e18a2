import type { MiddlewareHandler } from 'hono'
import type { Env } from '../env.ts'

const names = ['127.0.0.1', 'localhost', '[::1]']

/** The hosts by which this server may be called, with its port. */
const hostsOf = (port: number): readonly string[] =>
  names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))

/**
 * Answers 421 to a `Host` that is not ours. A name that was made to point at this machine (DNS rebinding)
 * would otherwise let any page in the hunter's browser read the logs.
 */
export const hostCheck = (): MiddlewareHandler<Env> =>
  async function hostCheck(c, next) {
    const host = c.req.header('Host')?.toLowerCase() ?? ''
    if (hostsOf(c.get('deps').port()).includes(host)) return next()
    return c.text(
      'This server is called by 127.0.0.1, localhost or [::1] and its port only.\n',
      421,
    )
  }
