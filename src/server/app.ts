import { Hono } from 'hono'
import type { Deps } from './deps.ts'
import type { Env } from './env.ts'
import { onError, onNotFound } from './errors.tsx'
import { hostCheck } from './middleware/host-check.ts'
import { requestId } from './middleware/request-id.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { assetRoutes } from './routes/assets.ts'
import { homeRoutes } from './routes/home.tsx'
import { huntRoutes } from './routes/hunts.tsx'
import { huntsNewRoutes } from './routes/hunts-new.tsx'
import { settingsRoutes } from './routes/settings.tsx'
import { sourceRoutes } from './routes/source.tsx'
import { sourcesRoutes } from './routes/sources.tsx'
import { techniqueRoutes } from './routes/techniques.tsx'

/** Every group of pages, one line each: what is not in this list does not exist. */
const groups = [
  assetRoutes,
  homeRoutes,
  huntRoutes,
  huntsNewRoutes,
  techniqueRoutes,
  sourcesRoutes,
  sourceRoutes,
  settingsRoutes,
]

/** The whole server as one function from request to answer; `serve` gives it a socket, tests do not need one. */
export const createApp = (deps: Deps): Hono<Env> => {
  const app = new Hono<Env>()
  app.use(requestId(deps), securityHeaders(), hostCheck(), sameOrigin())
  for (const group of groups) app.route('/', group)
  app.onError(onError)
  app.notFound(onNotFound)
  return app
}
