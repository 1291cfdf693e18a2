import { Hono } from 'hono'
import { TechniqueList, type TechniquesModel, TechniquesPage } from '#views/pages/techniques.tsx'
import type { TechniqueRow } from '#views/parts/technique-table.tsx'
import type { Technique } from '../../catalog/schema.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../env.ts'
import { respond } from '../respond.tsx'

const bestShown = 5

const listModel = (deps: Deps, url: URL): TechniquesModel => {
  const { catalog, guides } = deps
  const param = (name: string): string => (url.searchParams.get(name) ?? '').trim().slice(0, 200)
  const [query, tactic, platform] = [param('q'), param('tactic'), param('platform')]
  const onlyGuided = param('guide') === 'only'
  const rowOf = (technique: Technique): TechniqueRow => ({
    id: technique.id,
    name: technique.name,
    parent: technique.parent === null ? null : (catalog.technique(technique.parent)?.name ?? null),
    platforms: technique.platforms,
    behaviors: guides.guide(technique.id)?.behaviors.length ?? 0,
  })
  const found = catalog
    .search(query, { tactic, platform })
    .filter((technique) => !onlyGuided || guides.guide(technique.id) !== undefined)
  return {
    attackVersion: catalog.attackVersion,
    notice: catalog.notice,
    total: catalog.techniques.length,
    guided: guides.all.length,
    query,
    tactic,
    platform,
    onlyGuided,
    tactics: catalog.tactics.map((t) => ({ value: t.shortName, label: t.name })),
    platforms: catalog.platforms,
    found: found.length,
    best: query !== '' && found.length > bestShown ? found.slice(0, bestShown).map(rowOf) : [],
    groups: catalog
      .byTactic(found)
      .filter((group) => tactic === '' || group.tactic.shortName === tactic)
      .map((group) => ({
        id: group.tactic.shortName,
        name: group.tactic.name,
        rows: group.techniques.map(rowOf),
      })),
  }
}

export const techniqueRoutes = new Hono<Env>().get('/techniques', async (c) => {
  const deps = c.get('deps')
  const url = new URL(c.req.url)
  // An id typed whole into a field that says "go" needs no list of one.
  const exact = deps.catalog.technique(url.searchParams.get('q') ?? '')
  if (exact && url.searchParams.get('go') === '1') return c.redirect(`/techniques/${exact.id}`, 303)
  const model = listModel(deps, url)
  return respond(c, {
    title: 'Techniques',
    current: 'techniques',
    page: () => <TechniquesPage model={model} />,
    fragments: { 'technique-list': () => <TechniqueList model={model} /> },
  })
})
