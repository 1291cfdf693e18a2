import { Hono } from 'hono'
import { HomePage } from '#views/pages/home.tsx'
import { HuntsPage } from '#views/pages/hunts.tsx'
import type { Env } from '../env.ts'
import { huntRow, huntsWithRuns } from '../models/hunts.ts'
import { importNeeds } from '../models/imports.ts'
import { inOrder, runNeeds } from '../models/needs.ts'
import { sourceRows } from '../models/sources.ts'
import { respond } from '../respond.tsx'

const huntsShown = 20

/** What is open and what needs the hunter; and the list of all hunts. */
export const homeRoutes = new Hono<Env>()
  .get('/', async (c) => {
    const deps = c.get('deps')
    const [hunts, sources] = await Promise.all([
      huntsWithRuns(deps),
      sourceRows(deps, c.req.raw.signal),
    ])
    const model = {
      now: Date.now() * 1000,
      needs: inOrder([
        ...runNeeds(hunts),
        ...importNeeds(deps.imports.list(), deps.sources.list()),
      ]),
      hunts: hunts.slice(0, huntsShown).map((hunt) => huntRow(hunt, deps)),
      moreHunts: Math.max(0, hunts.length - huntsShown),
      sources,
    }
    return respond(c, {
      title: 'Open work',
      current: 'home',
      page: () => <HomePage model={model} />,
    })
  })
  .get('/hunts', async (c) => {
    const deps = c.get('deps')
    const rows = (await huntsWithRuns(deps, 1000)).map((hunt) => huntRow(hunt, deps))
    return respond(c, {
      title: 'Hunts',
      current: 'hunts',
      page: () => <HuntsPage hunts={rows} />,
    })
  })
