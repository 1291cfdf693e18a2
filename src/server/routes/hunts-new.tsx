import { Hono } from 'hono'
import { AppError } from '#queries/errors.ts'
import type { HiddenField } from '#views/models/draft.ts'
import { SourceStep } from '#views/pages/hunt-new/source.tsx'
import { TechniqueChoices, TechniqueStep } from '#views/pages/hunt-new/technique.tsx'
import type { Technique } from '../../catalog/schema.ts'
import { emptyDraft, nextStep, withTechnique } from '../../hunts/draft/draft.ts'
import type { Deps } from '../deps.ts'
import { getStep, goTo, keep, type StepSpec } from '../draft-step.tsx'
import type { Env, PageContext } from '../env.ts'
import { readForm } from '../form.ts'
import { draftBase, stepsView } from '../models/draft.ts'
import { type Beginning, beginningKeys, begunDraft, readBeginning } from '../models/draft-entry.ts'
import { sourceStep } from '../models/draft-source.ts'
import { openDrafts, techniqueStep } from '../models/draft-technique.ts'
import { respond } from '../respond.tsx'
import { huntsNewBehavior } from './hunts-new-behavior.tsx'
import { huntsNewPreview } from './hunts-new-preview.tsx'
import { huntsNewScope } from './hunts-new-scope.tsx'

const queryOf = (c: PageContext): string => (c.req.query('q') ?? '').trim().slice(0, 200)

/** The catalog's technique of a form or a draft. Throws `invalid_request` or `not_found`. */
const techniqueNamed = ({ catalog }: Deps, id: string | null): Technique => {
  const technique = catalog.technique(id ?? '')
  if (technique) return technique
  throw new AppError(
    id === null || id === '' ? 'invalid_request' : 'not_found',
    id === null || id === ''
      ? 'Choose a technique.'
      : `ATT&CK Enterprise ${catalog.attackVersion} has no active technique of this id.`,
    { next: 'Search the catalog by id, name, tactic or platform.' },
  )
}

const technique: StepSpec = {
  step: 'technique',
  title: 'Technique, step 1 of 5',
  view: async (c, { content, base }) => {
    const view = techniqueStep(c.get('deps'), {
      query: queryOf(c),
      searchAction: `${base}/technique`,
      chosen: content.technique,
    })
    return {
      page: (frame) => <TechniqueStep frame={frame} view={{ ...view, chosen: null }} />,
      fragments: {
        'technique-choices': (frame) => <TechniqueChoices view={view} action={frame.action} />,
      },
    }
  },
}

const source: StepSpec = {
  step: 'source',
  title: 'Source, step 2 of 5',
  view: async (c, { content }) => {
    const deps = c.get('deps')
    const chosen = techniqueNamed(deps, content.technique)
    const view = await sourceStep(deps, chosen, content.source, c.req.raw.signal)
    return { page: (frame) => <SourceStep frame={frame} view={view} /> }
  },
}

/** What the address has chosen, carried along by its forms. */
const carriedBy = (c: PageContext): readonly HiddenField[] => {
  const asked = readBeginning(new URL(c.req.url).searchParams)
  return beginningKeys.flatMap((name) => {
    const value = asked[name]
    return name === 'technique' || value === null ? [] : [{ name, value }]
  })
}

const carriedWords: Readonly<Record<string, string>> = {
  source: 'Source',
  behavior: 'Behavior',
  from: 'From hunt',
  capture: 'Capture from',
  run: 'Run',
}

const beginLabel = ({ from, capture }: Beginning): string => {
  if (from === null) return 'Begin with this technique'
  return capture === null ? 'Begin with this hunt’s answers' : 'Begin with this event’s values'
}

/** Step 1 before there is a draft: reading makes none, the first button does. */
const begin = async (c: PageContext): Promise<Response> => {
  const deps = c.get('deps')
  const asked = readBeginning(new URL(c.req.url).searchParams)
  const carried = carriedBy(c)
  const hunt = asked.from === null ? null : await deps.workspace.hunts.get(asked.from)
  const view = techniqueStep(deps, {
    query: queryOf(c),
    searchAction: '/hunts/new',
    chosen: asked.technique ?? hunt?.technique ?? null,
    beginLabel: beginLabel(asked),
    carried,
    with: carried.map(({ name, value }) => [
      carriedWords[name] ?? name,
      name === 'from' ? (hunt?.title ?? value) : value,
    ]),
    open: asked.technique === null && hunt === null ? await openDrafts(deps) : [],
  })
  const frame = {
    steps: stepsView(emptyDraft, null, 'technique'),
    action: '/hunts/new',
    back: null,
    hunt: null,
    error: undefined,
  }
  return respond(c, {
    title: 'New hunt',
    current: 'hunts',
    page: () => <TechniqueStep frame={frame} view={view} />,
    fragments: { 'technique-choices': () => <TechniqueChoices view={view} action="/hunts/new" /> },
  })
}

/** Makes the draft and goes on with the first step that is open. */
const create = async (c: PageContext): Promise<Response> => {
  const deps = c.get('deps')
  const form = await readForm(c)
  const asked = readBeginning(form)
  if (asked.from === null) techniqueNamed(deps, form.get('technique'))
  const content = await begunDraft(deps, asked)
  const draft = await deps.workspace.drafts.create(JSON.stringify(content), 'technique')
  // One that changes a hunt begins where most of it is decided.
  const step =
    asked.from === null ? nextStep(content) : asked.capture === null ? 'scope' : 'behavior'
  return c.redirect(`${draftBase(draft.id)}/${step}`, 303)
}

const setTechnique = async (c: PageContext): Promise<Response> => {
  const chosen = techniqueNamed(c.get('deps'), (await readForm(c)).get('technique'))
  const { base } = await keep(c, technique, (content) => withTechnique(content, chosen.id))
  return goTo(c, `${base}/source`)
}

const setSource = async (c: PageContext): Promise<Response> => {
  const name = (await readForm(c)).get('source') ?? ''
  if (!c.get('deps').sources.list().includes(name)) {
    throw new AppError('not_found', 'There is no source of this name.', {
      where: name.slice(0, 80),
      next: 'Choose one of the sources in the list.',
    })
  }
  const { base } = await keep(c, source, (content) => ({ ...content, source: name }))
  return goTo(c, `${base}/scope`)
}

/** The guided hunt: five steps, each with its own address under a draft that is kept at every submit. */
export const huntsNewRoutes = new Hono<Env>()
  .get('/hunts/new', begin)
  .post('/hunts/new', create)
  .get('/hunts/new/:draft/technique', getStep(technique))
  .post('/hunts/new/:draft/technique', setTechnique)
  .get('/hunts/new/:draft/source', getStep(source))
  .post('/hunts/new/:draft/source', setSource)
  .route('/', huntsNewScope)
  .route('/', huntsNewBehavior)
  .route('/', huntsNewPreview)
