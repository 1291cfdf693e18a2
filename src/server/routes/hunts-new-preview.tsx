import { Hono } from 'hono'
import { PreviewStep } from '#views/pages/hunt-new/preview.tsx'
import type { DraftContent } from '../../hunts/draft/draft.ts'
import { windowsOf } from '../../hunts/draft/to-question.ts'
import type { Question } from '../../hunts/question.ts'
import type { Deps } from '../deps.ts'
import { getStep, goTo, keep, orRefused, type StepSpec } from '../draft-step.tsx'
import type { Env, PageContext } from '../env.ts'
import { fromForm } from '../form-text.ts'
import { readForm } from '../form.ts'
import { planDraft, previewStep } from '../models/draft-preview.ts'
import { shellOf } from '../shell.ts'

const preview: StepSpec = {
  step: 'preview',
  title: 'Preview, step 5 of 5',
  view: async (c, draft) => {
    const { zone } = await shellOf(c)
    const view = await previewStep(c.get('deps'), draft, zone, c.req.raw.signal)
    return { page: (frame) => <PreviewStep frame={frame} view={view} /> }
  },
}

/** The hunt a run belongs to: the one the draft came from, unless it now asks for something else. */
const huntOf = async (
  deps: Deps,
  draft: DraftContent,
  question: Question,
): Promise<string | null> => {
  if (draft.hunt === null) return null
  const hunt = await deps.workspace.hunts.get(draft.hunt)
  return hunt.technique === question.technique && hunt.source === question.source ? hunt.id : null
}

const setPreview = async (c: PageContext): Promise<Response> => {
  const deps = c.get('deps')
  const form = await readForm(c)
  const draft = await keep(c, preview, (content) => ({
    ...content,
    title: fromForm(form.get('title') ?? content.title).slice(0, 200),
    before: (form.get('before') ?? content.before).trim().slice(0, 20),
    after: (form.get('after') ?? content.after).trim().slice(0, 20),
  }))
  return orRefused(c, preview, draft, async () => {
    windowsOf(draft.content)
    if (form.get('do') !== 'run') return c.redirect(`${draft.base}/preview`, 303)
    // What the source cannot answer is refused here, not by a run that fails.
    const { question } = await planDraft(deps, draft.content, c.req.raw.signal)
    const { hunt } = await deps.runs.start(await huntOf(deps, draft.content, question), question)
    // Back leads to this draft again: what is run from it then is the same hunt's next run.
    await keep(c, preview, (content) => ({ ...content, hunt }))
    return goTo(c, `/hunts/${hunt}`)
  })
}

export const huntsNewPreview = new Hono<Env>()
  .get('/hunts/new/:draft/preview', getStep(preview))
  .post('/hunts/new/:draft/preview', setPreview)
