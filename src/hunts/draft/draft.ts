import { z } from 'zod'
import { AppError } from '#queries/errors.ts'

const text = (max: number) => z.string().max(max)

/** One half of a scope as the hunter left it: both answers are kept, `mode` says which one counts. */
const sideSchema = z.strictObject({
  mode: z.enum(['list', 'any']).default('list'),
  list: z.array(text(320)).max(500).default([]),
  reason: text(500).default(''),
})
export type DraftSide = z.infer<typeof sideSchema>

/** A window in words: the last hours that the source has read, or two times as they were typed. */
const windowSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('last'), hours: z.number().int().min(1).max(8784) }),
  z.strictObject({ mode: z.literal('between'), from: text(60), to: text(60) }),
])
export type DraftWindow = z.infer<typeof windowSchema>

export const clauseOps = [
  'equals',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'one_of',
  'exists',
  'cidr',
] as const
export type ClauseOp = (typeof clauseOps)[number]

/** One clause as a row of the form; `not` turns it round, `keep` false leaves it out. */
const clauseRowSchema = z.strictObject({
  field: text(200),
  op: z.enum(clauseOps),
  value: text(32_768),
  keep: z.boolean(),
  not: z.boolean().default(false),
})
export type ClauseRow = z.infer<typeof clauseRowSchema>

const behaviorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('documented'),
    id: text(120),
    values: z.record(text(120), text(32_768)),
  }),
  z.strictObject({
    kind: z.literal('clauses'),
    rows: z.array(clauseRowSchema).max(60),
    /** The event it was captured from; null where the hunter states it. */
    event: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .nullable(),
  }),
])
export type DraftBehavior = z.infer<typeof behaviorSchema>

/** A hunt being put together, as the workspace keeps it after every submit. */
export const draftSchema = z.strictObject({
  /** The hunt whose scope or behavior is being changed; null for a new one. */
  hunt: z.string().nullable().default(null),
  title: text(200).default(''),
  technique: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  assets: sideSchema.default({ mode: 'list', list: [], reason: '' }),
  identities: sideSchema.default({ mode: 'list', list: [], reason: '' }),
  window: windowSchema.default({ mode: 'last', hours: 24 }),
  behavior: behaviorSchema.nullable().default(null),
  /** Link windows for all rules, as durations; empty keeps each rule's own. */
  before: text(20).default(''),
  after: text(20).default(''),
})
export type DraftContent = z.infer<typeof draftSchema>

export const emptyDraft: DraftContent = draftSchema.parse({})

/** Reads a kept draft. Throws `internal` for one that this version no longer reads. */
export const parseDraft = (json: string): DraftContent => {
  const parsed = draftSchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError('internal', 'This draft cannot be read any more.', {
    next: 'Begin the hunt again.',
  })
}

export const steps = ['technique', 'source', 'scope', 'behavior', 'preview'] as const
export type Step = (typeof steps)[number]

/** Whether a step has been answered well enough to go on to the next. */
export const isDone = (draft: DraftContent, step: Step): boolean => {
  switch (step) {
    case 'technique':
      return draft.technique !== null
    case 'source':
      return draft.source !== null
    case 'scope':
      return sideIsAnswered(draft.assets) && sideIsAnswered(draft.identities)
    case 'behavior':
      return draft.behavior !== null && (draft.behavior.kind === 'documented' || draft.behavior.rows.some((r) => r.keep))
    case 'preview':
      return false
  }
}

const sideIsAnswered = (side: DraftSide): boolean =>
  side.mode === 'any' ? side.reason.trim() !== '' : side.list.length > 0

/** The first step before this one that is still open: where the hunter is sent instead. */
export const openStepBefore = (draft: DraftContent, step: Step): Step | null =>
  steps.slice(0, steps.indexOf(step)).find((earlier) => !isDone(draft, earlier)) ?? null
