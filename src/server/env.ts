import type { Context } from 'hono'
import type { Deps } from './deps.ts'

/** What every handler finds on its context. */
export interface Env {
  Variables: { requestId: string; deps: Deps }
}

export type PageContext = Context<Env>
