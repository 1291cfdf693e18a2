import { Hono } from 'hono'
import { AppError } from '#queries/errors.ts'
import { TechniqueView } from '#views/pages/technique.tsx'
import type { TechniqueHunt } from '#views/parts/technique-aside.tsx'
import type { TechniqueModel } from '#views/pages/technique-model.ts'
import { TechniqueList, type TechniquesModel, TechniquesPage } from '#views/pages/techniques.tsx'
import type { TechniqueRow } from '#views/parts/technique-table.tsx'
import type { Technique } from '../../catalog/schema.ts'
import { guideFields, techniqueModel } from '../../catalog/technique-page.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../env.ts'
import { huntsWithRuns } from '../models/hunts.ts'
import { respond } from '../respond.tsx'

const bestShown = 5

/** The best few: the first found, then those with a guide among the nearest, then the rest in their order. */
const bestOf = (found: readonly Technique[], hasGuide: (id: string) => boolean) =>
  [
    ...new Set([
      ...found.slice(0, 1),
      ...found.slice(0, 40).filter((technique) => hasGuide(technique.id)),
      ...found,
    ]),
  ].slice(0, bestShown)

const listModel = (deps: Deps, url: URL): TechniquesModel => {
  const { catalog, guides } = deps
  // Invisible characters find nothing and would only confuse the field they are shown in.
  const param = (name: string): string =>
    (url.searchParams.get(name) ?? '')
      .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
      .trim()
      .slice(0, 200)
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
    best:
      query !== '' && found.length > bestShown
        ? bestOf(found, (id) => guides.guide(id) !== undefined).map(rowOf)
        : [],
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

const noSuchTechnique = (id: string, { catalog }: Deps): AppError =>
  new AppError(
    'not_found',
    `ATT&CK Enterprise ${catalog.attackVersion} has no technique of this id.`,
    {
      where: id.slice(0, 80),
      next: 'Search the catalog by id, name, tactic or platform.',
    },
  )

/** Shown against the source that was asked for; else against the only one there is. */
const sourceToShow = (names: readonly string[], chosen: string | null): string | null => {
  if (chosen === null) return names.length === 1 ? (names[0] ?? null) : null
  if (chosen === '' || names.includes(chosen)) return chosen === '' ? null : chosen
  throw new AppError('not_found', 'There is no source of this name.', {
    where: chosen.slice(0, 80),
    next: 'Choose one of the sources in the list.',
  })
}

const techniqueOf = async (
  deps: Deps,
  technique: Technique,
  chosen: string | null,
  signal: AbortSignal,
): Promise<TechniqueModel> => {
  const { catalog } = deps
  const guide = deps.guides.guide(technique.id) ?? null
  const name = sourceToShow(deps.sources.list(), chosen)
  if (name === null)
    return techniqueModel({ catalog, technique, guide, source: null, binding: null })
  const connector = await deps.sources.open(name)
  const [source, binding] = await Promise.all([
    connector.describe(signal),
    guide === null ? null : connector.bind(guideFields(guide), signal),
  ])
  return techniqueModel({ catalog, technique, guide, source, binding })
}

const huntsOn = async (deps: Deps, technique: string): Promise<readonly TechniqueHunt[]> =>
  (await huntsWithRuns(deps))
    .filter(({ hunt }) => hunt.technique === technique)
    .slice(0, 10)
    .map(({ hunt, runs: [last] }) => ({
      id: hunt.id,
      title: hunt.title,
      state: last?.state ?? null,
      hits: last?.counts?.hits ?? null,
    }))

export const techniqueRoutes = new Hono<Env>()
  .get('/techniques', async (c) => {
    const deps = c.get('deps')
    const url = new URL(c.req.url)
    // An id typed whole into a field that says "go" needs no list of one.
    const exact = deps.catalog.technique(url.searchParams.get('q') ?? '')
    if (exact && url.searchParams.get('go') === '1')
      return c.redirect(`/techniques/${exact.id}`, 303)
    const model = listModel(deps, url)
    return respond(c, {
      title: 'Techniques',
      current: 'techniques',
      page: () => <TechniquesPage model={model} />,
      fragments: { 'technique-list': () => <TechniqueList model={model} /> },
    })
  })
  .get('/techniques/:id', async (c) => {
    const deps = c.get('deps')
    const technique = deps.catalog.technique(c.req.param('id'))
    if (!technique) throw noSuchTechnique(c.req.param('id'), deps)
    const chosen = c.req.query('source') ?? null
    const props = {
      model: await techniqueOf(deps, technique, chosen, c.req.raw.signal),
      sources: deps.sources.list(),
      hunts: await huntsOn(deps, technique.id),
    }
    return respond(c, {
      title: `${technique.id} ${technique.name}`,
      current: 'techniques',
      page: () => <TechniqueView {...props} />,
      fragments: { technique: () => <TechniqueView {...props} /> },
    })
  })
