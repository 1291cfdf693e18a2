import type { ErrorView } from '#views/model.ts'
import type { StepFrame, StepName, StepView } from '#views/models/draft.ts'
import {
  type DraftContent,
  isDone,
  openStepBefore,
  parseDraft,
  steps,
} from '../../hunts/draft/draft.ts'
import type { Deps } from '../deps.ts'

/** A draft as a step of the guided hunt opens it. */
export interface OpenDraft {
  readonly id: string
  readonly content: DraftContent
  readonly base: string
}

/** Throws `not_found` for a draft that is none. */
export const openDraft = async (deps: Deps, id: string): Promise<OpenDraft> => {
  const draft = await deps.workspace.drafts.get(id)
  return { id: draft.id, content: parseDraft(draft.json), base: draftBase(draft.id) }
}

export const draftBase = (id: string): string => `/hunts/new/${id}`

/** Changes what was answered and keeps it, with the step it was answered on. Throws `not_found`. */
export const changeDraft = async (
  deps: Deps,
  id: string,
  step: StepName,
  change: (content: DraftContent) => DraftContent,
): Promise<OpenDraft> => {
  const json = await deps.workspace.drafts.change(id, step, (kept) =>
    JSON.stringify(change(parseDraft(kept))),
  )
  return { id, content: parseDraft(json), base: draftBase(id) }
}

const labels: Readonly<Record<StepName, string>> = {
  technique: 'Technique',
  source: 'Source',
  scope: 'Scope',
  behavior: 'Behavior',
  preview: 'Preview and run',
}

const asked: Readonly<Record<StepName, string>> = {
  technique: 'what is hunted',
  source: 'where to look',
  scope: 'assets, identities, window',
  behavior: 'what is seen',
  preview: 'what it will find',
}

const answered = (draft: DraftContent, step: StepName): string => {
  switch (step) {
    case 'technique':
      return draft.technique ?? asked.technique
    case 'source':
      return draft.source ?? asked.source
    case 'scope':
      return `${sideWords(draft.assets, 'asset', 'assets')}, ${sideWords(draft.identities, 'identity', 'identities')}`
    case 'behavior':
      return behaviorWords(draft)
    case 'preview':
      return asked.preview
  }
}

const sideWords = (side: DraftContent['assets'], one: string, many: string): string => {
  if (side.mode === 'any') return `any ${one}`
  return `${side.list.length} ${side.list.length === 1 ? one : many}`
}

const behaviorWords = ({ behavior }: DraftContent): string => {
  if (behavior === null) return asked.behavior
  if (behavior.kind === 'documented') return behavior.id
  return behavior.event === null ? 'stated' : 'captured'
}

/** The five steps: those that are answered, and the next, are links. */
export const stepsView = (
  draft: DraftContent,
  base: string | null,
  current: StepName,
): readonly StepView[] =>
  steps.map((name) => {
    const done = isDone(draft, name)
    const canGo = base !== null && openStepBefore(draft, name) === null
    return {
      name,
      label: labels[name],
      note: done && name !== 'preview' ? answered(draft, name) : asked[name],
      state: name === current ? 'current' : done && canGo ? 'done' : 'next',
      href: canGo ? `${base}/${name}` : null,
    }
  })

/** What a step's page stands in. */
export const frameOf = async (
  deps: Deps,
  { content, base }: OpenDraft,
  step: StepName,
  error?: ErrorView,
): Promise<StepFrame> => {
  const before = steps[steps.indexOf(step) - 1]
  return {
    steps: stepsView(content, base, step),
    action: `${base}/${step}`,
    back:
      before === undefined
        ? null
        : { href: `${base}/${before}`, label: `Back: ${labels[before].toLowerCase()}` },
    hunt: await huntOf(deps, content.hunt),
    error,
  }
}

const huntOf = async (deps: Deps, id: string | null): Promise<StepFrame['hunt']> => {
  if (id === null) return null
  const hunt = await deps.workspace.hunts.get(id).catch(() => null)
  return hunt === null ? null : { href: `/hunts/${hunt.id}`, title: hunt.title }
}

/**
 * Where a hunter is sent who asks for a step too early, or whose source is gone: the step that is open
 * before it. Null where the step can be shown.
 */
export const sentTo = (deps: Deps, { content, base }: OpenDraft, step: StepName): string | null => {
  const open = openStepBefore(content, step)
  const index = steps.indexOf(step)
  const isGone = content.source !== null && !deps.sources.list().includes(content.source)
  if (isGone && index > steps.indexOf('source') && open !== 'technique') return `${base}/source`
  return open === null ? null : `${base}/${open}`
}
