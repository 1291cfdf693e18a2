import { z } from 'zod'
import { AppError } from '#queries/errors.ts'
import { predicateSchema } from '#queries/predicate.ts'

const text = (max: number) => z.string().max(max)

/** One half of a scope as the hunter left it: both answers are kept, `mode` says which one counts. */
const sideSchema = z.strictObject({
  mode: z.enum(['list', 'any']).default('list'),
  list: z.array(text(320)).max(500).default([]),
  reason: text(500).default(''),
})
export type DraftSide = z.infer<typeof sideSchema>

/** A window as it was asked for: counted back from what the source has read, all of it, or two times as typed. */
const windowSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('last'), hours: z.number().int().min(1).max(8784) }),
  z.strictObject({ mode: z.literal('all') }),
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

/** One clause as a row of the form; `not` turns it round, `keep` false leaves it out. `label` says what it holds. */
const clauseRowSchema = z.strictObject({
  field: text(200),
  op: z.enum(clauseOps),
  /** As typed; one entry a line for `one_of`. */
  value: text(32_768),
  keep: z.boolean(),
  not: z.boolean().default(false),
  label: text(80).default(''),
})
export type ClauseRow = z.infer<typeof clauseRowSchema>

/** The event that clauses were captured from, and what it could not give. */
const originSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** Null where only its id is known. */
  about: z
    .strictObject({ asset: text(320), logSource: text(240), time: z.number().int() })
    .nullable(),
  lacks: z.array(text(400)).max(12),
})

const behaviorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('documented'),
    id: text(120),
    values: z.record(text(120), z.union([text(32_768), z.array(text(32_768)).max(500)])),
  }),
  z.strictObject({
    kind: z.literal('clauses'),
    rows: z.array(clauseRowSchema).max(60),
    /** Null where the hunter states the clauses. */
    event: originSchema.nullable(),
  }),
  /** A predicate that is more than rows can show: kept as the hunt asks it. */
  z.strictObject({
    kind: z.literal('kept'),
    predicate: predicateSchema,
    event: z.string().nullable(),
  }),
])
export type DraftBehavior = z.infer<typeof behaviorSchema>

/** A hunt being put together, as the workspace keeps it after every submit. */
export const draftSchema = z.strictObject({
  /** The hunt that a run of this draft belongs to; null for a new one. */
  hunt: z.string().nullable().default(null),
  title: text(200).default(''),
  technique: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  assets: sideSchema.default({ mode: 'list', list: [], reason: '' }),
  identities: sideSchema.default({ mode: 'list', list: [], reason: '' }),
  window: windowSchema.default({ mode: 'last', hours: 24 }),
  behavior: behaviorSchema.nullable().default(null),
  /** Which way to a behavior is shown first while none is chosen. */
  way: z.enum(['documented', 'capture']).default('documented'),
  /** Link windows for all rules, as durations; empty keeps each rule's own. */
  before: text(20).default(''),
  after: text(20).default(''),
  /** Windows of single rules, which the hunt came with. */
  rules: z
    .record(
      z.string(),
      z.strictObject({ beforeUs: z.number().optional(), afterUs: z.number().optional() }),
    )
    .default({}),
})
export type DraftContent = z.infer<typeof draftSchema>

export const emptyDraft: DraftContent = draftSchema.parse({})

/** Reads a kept draft. Throws `internal` for one that this version no longer reads. */
export const parseDraft = (json: string): DraftContent => {
  const parsed = draftSchema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  throw new AppError('conflict', 'This draft was kept by another version and cannot be read.', {
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
      return (
        sideIsAnswered(draft.assets) &&
        sideIsAnswered(draft.identities) &&
        !(draft.assets.mode === 'any' && draft.identities.mode === 'any')
      )
    case 'behavior':
      return (
        draft.behavior !== null &&
        (draft.behavior.kind !== 'clauses' || draft.behavior.rows.some((row) => row.keep))
      )
    case 'preview':
      return false
  }
}

const sideIsAnswered = (side: DraftSide): boolean =>
  side.mode === 'any' ? side.reason.trim() !== '' : side.list.length > 0

/** The first step before this one that is still open: where the hunter is sent instead. */
export const openStepBefore = (draft: DraftContent, step: Step): Step | null =>
  steps.slice(0, steps.indexOf(step)).find((earlier) => !isDone(draft, earlier)) ?? null

/** The step to go on with: the first that is open. */
export const nextStep = (draft: DraftContent): Step => openStepBefore(draft, 'preview') ?? 'preview'

/** Another technique: a behavior that is documented for the old one cannot stay. */
export const withTechnique = (draft: DraftContent, technique: string): DraftContent => ({
  ...draft,
  technique,
  behavior:
    draft.technique !== technique && draft.behavior?.kind === 'documented' ? null : draft.behavior,
})
