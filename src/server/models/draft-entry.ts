import { AppError } from '#queries/errors.ts'
import type { LogEvent } from '#queries/event.ts'
import { idPattern } from '../../workspace/ids.ts'
import { captured } from '../../hunts/draft/clauses.ts'
import { type DraftContent, emptyDraft, withTechnique } from '../../hunts/draft/draft.ts'
import { draftOf } from '../../hunts/draft/from-question.ts'
import { parseQuestion } from '../../hunts/question.ts'
import type { Deps } from '../deps.ts'
import { runEvent } from './draft-event.ts'

/** What an address or a form begins a draft with. */
export interface Beginning {
  readonly technique: string | null
  readonly source: string | null
  readonly behavior: string | null
  /** The hunt whose answers it begins with. */
  readonly from: string | null
  /** An event of that hunt's run, whose values become clauses. */
  readonly capture: string | null
  readonly run: string | null
}

export const beginningKeys = ['technique', 'source', 'behavior', 'from', 'capture', 'run'] as const

/** Stands in an address for "a behavior captured from an event", in place of a documented one. */
const captureWord = 'captured'

/** Only what can be what it says; anything else is as if it were not there. */
export const readBeginning = (params: URLSearchParams): Beginning => {
  const get = (key: string, pattern: RegExp): string | null => {
    const text = params.get(key)?.trim() ?? ''
    return pattern.test(text) ? text : null
  }
  return {
    technique: get('technique', /^T\d{4}(\.\d{3})?$/i)?.toUpperCase() ?? null,
    source: get('source', /^[A-Za-z0-9][\w-]{0,59}$/),
    behavior: get('behavior', /^[a-z0-9]+([.-][a-z0-9]+)*$/),
    from: get('from', idPattern),
    capture: get('capture', /^[0-9a-f]{32}$/),
    run: get('run', /^\d{1,7}$/),
  }
}

/** The answers a new draft begins with. Throws `not_found` for a technique, hunt or event that is none. */
export const begunDraft = async (deps: Deps, asked: Beginning): Promise<DraftContent> => {
  const base = asked.from === null ? emptyDraft : await ofHunt(deps, asked.from)
  const technique = asked.technique === null ? null : techniqueOf(deps, asked.technique)
  let draft = technique === null ? base : withTechnique(base, technique)
  if (asked.source !== null && deps.sources.list().includes(asked.source)) {
    draft = { ...draft, source: asked.source }
  }
  if (asked.behavior !== null) draft = withBehavior(deps, draft, asked.behavior)
  if (asked.from === null || asked.capture === null) return draft
  return { ...draft, behavior: captured(await eventOf(deps, asked.from, asked)) }
}

const ofHunt = async (deps: Deps, id: string): Promise<DraftContent> => {
  const hunt = await deps.workspace.hunts.get(id)
  return draftOf(parseQuestion(JSON.parse(hunt.question)), hunt.id)
}

const techniqueOf = ({ catalog }: Deps, id: string): string => {
  const technique = catalog.technique(id)
  if (technique) return technique.id
  throw new AppError(
    'not_found',
    `ATT&CK Enterprise ${catalog.attackVersion} has no active technique ${id}.`,
    { next: 'Search the catalog by id, name, tactic or platform.' },
  )
}

/** A documented behavior of the draft's technique, with the values it comes with. */
const withBehavior = ({ guides }: Deps, draft: DraftContent, id: string): DraftContent => {
  if (id === captureWord) return { ...draft, way: 'capture' }
  const documented = guides.behavior(id)
  if (documented === undefined || documented.technique !== draft.technique) return draft
  return { ...draft, behavior: { kind: 'documented', id, values: {} } }
}

const eventOf = (deps: Deps, hunt: string, { capture, run }: Beginning): Promise<LogEvent> =>
  runEvent(deps, hunt, run === null ? null : Number(run), capture ?? '')
