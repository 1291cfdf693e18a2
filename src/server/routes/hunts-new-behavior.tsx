import { Hono } from 'hono'
import { fill } from '#queries/behaviors/bind.ts'
import { predicateOf } from '#queries/capture.ts'
import { requireBound } from '#queries/binding.ts'
import { AppError, isAppError } from '#queries/errors.ts'
import { fieldsOf } from '#queries/predicate.ts'
import { browse } from '#queries/scoped-query.ts'
import type { BehaviorStepView } from '#views/models/draft.ts'
import { BehaviorStep, ClausesForm } from '#views/pages/hunt-new/behavior.tsx'
import { CaptureBrowse } from '#views/parts/capture-browse.tsx'
import { captured, editedOf } from '../../hunts/draft/clauses.ts'
import type { ClauseRow, DraftBehavior, DraftContent } from '../../hunts/draft/draft.ts'
import { scopeInputOf } from '../../hunts/draft/to-question.ts'
import { resolveScope } from '../../hunts/plan.ts'
import { getStep, goTo, keep, orRefused, type StepSpec } from '../draft-step.tsx'
import type { Env, PageContext } from '../env.ts'
import { fromForm } from '../form-text.ts'
import { readForm } from '../form.ts'
import { type OpenDraft, openDraft } from '../models/draft.ts'
import {
  behaviorsHere,
  clausesView,
  pickedOf,
  rowsAsked,
  tabsOf,
  valuesAsked,
  wayShown,
} from '../models/draft-behavior.ts'
import { browseView } from '../models/draft-browse.ts'
import { draftNeeds, neededSources } from '../models/draft-needs.ts'
import { reachOf } from '../models/draft-scope.ts'

/** The source of a draft, and its scope with every alias the source knows. */
const scopeOf = async (c: PageContext, content: DraftContent) => {
  const { signal } = c.req.raw
  const connector = await c.get('deps').sources.open(content.source ?? '')
  const source = await connector.describe(signal)
  const input = scopeInputOf(content, reachOf(source))
  return { connector, source, scope: await resolveScope(connector, input, signal) }
}

const stepView = async (
  c: PageContext,
  { content, base }: OpenDraft,
): Promise<BehaviorStepView> => {
  const deps = c.get('deps')
  const { signal } = c.req.raw
  const technique = deps.catalog.technique(content.technique ?? '')
  if (!technique) throw new AppError('not_found', 'There is no such technique any more.')
  const guide = deps.guides.guide(technique.id)
  const way = wayShown(c.req.query('by'), content, guide !== undefined)
  const shown = {
    technique: { id: technique.id, name: technique.name },
    source: content.source ?? '',
    tabs: tabsOf(base, way, content, guide?.behaviors.length ?? 0),
    documented: null,
    browse: null,
    clauses: null,
  }
  if (way === 'clauses') return { ...shown, clauses: clausesView(content.behavior) }
  if (way === 'capture') {
    const { connector, source, scope } = await scopeOf(c, content)
    const kept = content.behavior
    const ask = {
      connector,
      source,
      scope,
      log: fromForm(c.req.query('log') ?? ''),
      text: fromForm(c.req.query('text') ?? '')
        .trim()
        .slice(0, 200),
      cursor: c.req.query('cursor') ?? null,
      captured: kept?.kind === 'clauses' ? (kept.event?.id ?? null) : null,
      base,
      quick: neededSources(draftNeeds({ ...content, behavior: null }, deps.guides, source)),
    }
    return { ...shown, browse: await browseView(ask, signal) }
  }
  const connector = await deps.sources.open(content.source ?? '')
  const source = await connector.describe(signal)
  const behaviors = await behaviorsHere(deps, technique, connector, source, signal)
  return {
    ...shown,
    documented: {
      behaviors: behaviors.map((behavior) => ({
        behavior,
        href: `${base}/behavior?by=documented&pick=${behavior.id}#picked`,
      })),
      picked: pickedOf(behaviors, c.req.query('pick'), content),
      captureHref: `${base}/behavior?by=capture`,
    },
  }
}

const behavior: StepSpec = {
  step: 'behavior',
  title: 'Behavior, step 4 of 5',
  view: async (c, draft) => {
    const view = await stepView(c, draft)
    const { browse: events, clauses } = view
    return {
      page: (frame) => <BehaviorStep frame={frame} view={view} />,
      fragments: {
        ...(events === null
          ? {}
          : {
              browse: (frame) => <CaptureBrowse view={events} action={frame.action} />,
            }),
        ...(clauses === null
          ? {}
          : { clauses: (frame) => <ClausesForm view={clauses} frame={frame} /> }),
      },
    }
  },
}

/** An event of the scope becomes the rows of the form. */
const capture = async (c: PageContext, id: string): Promise<Response> => {
  const { content } = await openDraft(c.get('deps'), c.req.param('draft') ?? '')
  const { connector, scope } = await scopeOf(c, content)
  const { signal } = c.req.raw
  const [found] = /^[0-9a-f]{32}$/.test(id)
    ? await connector.read(browse(await connector.bind([], signal), scope), [id], signal)
    : []
  if (!found) {
    throw new AppError('not_found', 'No event of this scope has that id.', {
      where: id.slice(0, 80),
      next: 'Choose one of the events in the list.',
    })
  }
  const { base } = await keep(c, behavior, (kept) => ({ ...kept, behavior: captured(found.event) }))
  return goTo(c, `${base}/behavior?by=clauses`)
}

/** A documented behavior with its values; what does not fit stands beside its value. */
const useDocumented = async (c: PageContext, form: URLSearchParams): Promise<Response> => {
  const deps = c.get('deps')
  const documented = deps.guides.behavior(form.get('behavior') ?? '')
  if (!documented) throw new AppError('not_found', 'There is no documented behavior of this id.')
  const { id } = documented.behavior
  const values = valuesAsked(form, documented.behavior)
  const draft = await keep(c, behavior, (content) => {
    if (content.technique !== documented.technique) {
      throw new AppError('invalid_request', `${id} is documented for ${documented.technique}.`)
    }
    return { ...content, behavior: { kind: 'documented', id, values } }
  })
  return orRefused(c, behavior, draft, async () => {
    try {
      fill(documented.behavior, values)
    } catch (error) {
      if (!isAppError(error)) throw error
      throw underField(error, 'behavior.values.')
    }
    return goTo(c, `${draft.base}/preview`)
  })
}

const underField = (error: AppError, prefix: string): AppError =>
  new AppError(error.code, error.message, {
    ...error.details,
    faults: (error.details.faults ?? []).map(({ field, message }) => ({
      field: `${prefix}${field}`,
      message,
    })),
  })

/** Rows in place of what was there; the event they came from stays with them. */
const withRows = (kept: DraftBehavior | null, rows: ClauseRow[]): DraftBehavior => ({
  kind: 'clauses',
  rows,
  event: kept?.kind === 'clauses' ? kept.event : null,
})

const setClauses = async (c: PageContext, form: URLSearchParams): Promise<Response> => {
  const draft = await keep(c, behavior, (content) => {
    const rows = rowsAsked(form, content.behavior)
    // A predicate that no rows can show has none in the form: it stays until there is one.
    return content.behavior?.kind === 'kept' && rows.length === 0
      ? content
      : { ...content, behavior: withRows(content.behavior, rows) }
  })
  const kept = draft.content.behavior
  const last = kept?.kind === 'clauses' ? kept.rows.length - 1 : 0
  const part = form.get('do') === 'add' ? `#clause-${last}` : ''
  if (form.get('do') !== 'next') {
    return c.redirect(`${draft.base}/behavior?by=clauses${part}`, 303)
  }
  return orRefused(c, behavior, draft, async () => {
    await checkClauses(c, draft.content)
    return goTo(c, `${draft.base}/preview`)
  })
}

/** Every clause can be used, and the source answers its field: what cannot is said beside its row. */
const checkClauses = async (c: PageContext, content: DraftContent): Promise<void> => {
  const kept = content.behavior
  if (kept?.kind !== 'clauses') return
  const predicate = predicateOf(kept.rows.map(editedOf))
  const connector = await c.get('deps').sources.open(content.source ?? '')
  const fields = fieldsOf(predicate)
  const binding = await connector.bind(fields, c.req.raw.signal)
  try {
    requireBound(binding, fields)
  } catch (error) {
    if (!isAppError(error)) throw error
    const faults = (error.details.faults ?? []).flatMap(({ field, message }) =>
      kept.rows.flatMap((row, n) =>
        row.keep && row.field === field ? [{ field: `clauses.${n}`, message }] : [],
      ),
    )
    throw new AppError(error.code, error.message, { ...error.details, faults })
  }
}

const setBehavior = async (c: PageContext): Promise<Response> => {
  const form = await readForm(c)
  const id = form.get('capture')
  if (id !== null) return capture(c, id)
  return form.get('do') === 'use' ? useDocumented(c, form) : setClauses(c, form)
}

export const huntsNewBehavior = new Hono<Env>()
  .get('/hunts/new/:draft/behavior', getStep(behavior))
  .post('/hunts/new/:draft/behavior', setBehavior)
