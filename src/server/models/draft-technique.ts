import type { DraftRow, HiddenField, TechniqueStepView } from '#views/models/draft.ts'
import type { TechniqueRow } from '#views/parts/technique-table.tsx'
import type { Technique } from '../../catalog/schema.ts'
import { type DraftContent, isDone, nextStep, parseDraft } from '../../hunts/draft/draft.ts'
import type { Deps } from '../deps.ts'
import { draftBase } from './draft.ts'

const openShown = 5

const rowOf = ({ catalog, guides }: Deps, technique: Technique): TechniqueRow => ({
  id: technique.id,
  name: technique.name,
  parent: technique.parent === null ? null : (catalog.technique(technique.parent)?.name ?? null),
  platforms: technique.platforms,
  behaviors: guides.guide(technique.id)?.behaviors.length ?? 0,
})

export interface TechniqueAsk {
  readonly query: string
  readonly searchAction: string
  readonly chosen: string | null
  readonly beginLabel?: string
  readonly carried?: readonly HiddenField[]
  readonly with?: readonly (readonly [string, string])[]
  readonly open?: readonly DraftRow[]
}

/** What the search finds, by tactic; without a search the techniques that have a guide. */
export const techniqueStep = (deps: Deps, ask: TechniqueAsk): TechniqueStepView => {
  const { catalog, guides } = deps
  const isSearch = ask.query !== ''
  const found = catalog
    .search(ask.query, { tactic: '', platform: '' })
    .filter((technique) => isSearch || guides.guide(technique.id) !== undefined)
  const chosen = ask.chosen === null ? undefined : catalog.technique(ask.chosen)
  const rows = (techniques: readonly Technique[]) => techniques.map((one) => rowOf(deps, one))
  return {
    query: ask.query,
    searchAction: ask.searchAction,
    beginLabel: ask.beginLabel ?? 'Begin with this technique',
    carried: ask.carried ?? [],
    attackVersion: catalog.attackVersion,
    total: catalog.techniques.length,
    found: found.length,
    chosen: chosen ? rowOf(deps, chosen) : null,
    with: ask.with ?? [],
    groups: isSearch
      ? [{ id: 'found', name: 'Found', rows: rows(found.slice(0, 60)) }]
      : [{ id: 'guided', name: 'With a guide of ours', rows: rows(found) }],
    open: ask.open ?? [],
  }
}

/** Drafts that have not become a run, newest first: nothing that was begun is lost. */
export const openDrafts = async (deps: Deps): Promise<readonly DraftRow[]> => {
  const kept = await deps.workspace.drafts.list(40)
  return kept
    .flatMap(({ id, json, updated }): DraftRow[] => {
      const content = readable(json)
      if (content === null || content.hunt !== null || !isDone(content, 'technique')) return []
      const step = nextStep(content)
      const technique = deps.catalog.technique(content.technique ?? '')
      const on = content.source === null ? '' : ` on ${content.source}`
      return [
        {
          href: `${draftBase(id)}/${step}`,
          title: `${content.technique ?? ''} ${technique?.name ?? ''}${on}`,
          step,
          updated,
        },
      ]
    })
    .slice(0, openShown)
}

const readable = (json: string): DraftContent | null => {
  try {
    return parseDraft(json)
  } catch {
    return null
  }
}
