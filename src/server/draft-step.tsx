import type { Child } from 'hono/jsx'
import { isAppError } from '#queries/errors.ts'
import type { StepFrame, StepName } from '#views/models/draft.ts'
import type { DraftContent } from '../hunts/draft/draft.ts'
import { reportOf, type ErrorReport } from '../errors.ts'
import type { PageContext } from './env.ts'
import { isFragment } from './fragment.ts'
import { changeDraft, frameOf, type OpenDraft, openDraft, sentTo } from './models/draft.ts'
import { respond } from './respond.tsx'

/** A step's page and its parts, made of what the step's model has read. */
export interface StepPageView {
  readonly page: (frame: StepFrame) => Child
  readonly fragments?: Readonly<Record<string, (frame: StepFrame) => Child>>
}

export interface StepSpec {
  readonly step: StepName
  readonly title: string
  readonly view: (c: PageContext, draft: OpenDraft) => Promise<StepPageView>
}

const draftId = (c: PageContext): string => c.req.param('draft') ?? ''

/** Goes to another page: as a redirect, or by htmx where a part was asked for. */
export const goTo = (c: PageContext, path: string): Response => {
  if (!isFragment(c)) return c.redirect(path, 303)
  c.header('HX-Redirect', path)
  c.header('Cache-Control', 'no-store')
  return c.body(null, 200)
}

/** Shows a step as it stands, or with what was refused. */
const showStep = async (
  c: PageContext,
  spec: StepSpec,
  draft: OpenDraft,
  error?: ErrorReport,
): Promise<Response> => {
  const view = await spec.view(c, draft)
  // What was refused may stand above what the hunter sees: the swapped part is shown from its top.
  if (error !== undefined && isFragment(c)) c.header('HX-Reswap', 'outerMorph show:top')
  const frame = await frameOf(c.get('deps'), draft, spec.step, error)
  return respond(c, {
    title: spec.title,
    current: 'hunts',
    page: () => view.page(frame),
    fragments: Object.fromEntries(
      Object.entries(view.fragments ?? {}).map(([id, part]) => [id, () => part(frame)]),
    ),
    ...(error === undefined ? {} : { status: error.status }),
  })
}

/** The step's page; the step that is open before it where it is too early. */
export const getStep =
  (spec: StepSpec) =>
  async (c: PageContext): Promise<Response> => {
    const draft = await openDraft(c.get('deps'), draftId(c))
    const instead = sentTo(c.get('deps'), draft, spec.step)
    if (instead !== null) return goTo(c, instead)
    return showStep(c, spec, draft)
  }

/** Keeps what a form of the step says, whatever it is; the draft is read and kept in one piece. */
export const keep = (
  c: PageContext,
  spec: StepSpec,
  change: (content: DraftContent) => DraftContent,
): Promise<OpenDraft> => changeDraft(c.get('deps'), draftId(c), spec.step, change)

/** Does what the form asks; what is refused is shown beside its field, with all that was typed. */
export const orRefused = async (
  c: PageContext,
  spec: StepSpec,
  draft: OpenDraft,
  act: () => Promise<Response>,
): Promise<Response> => {
  try {
    return await act()
  } catch (error) {
    if (!isAppError(error) || error.origin !== 'input' || error.code === 'cancelled') throw error
    return showStep(c, spec, draft, reportOf(error, c.get('requestId')))
  }
}
