import { z } from 'zod'
import { AppError, type FieldFault, isAppError } from '#queries/errors.ts'
import { predicateSchema } from '#queries/predicate.ts'
import { longestWindowUs, parseScope, type ScopeInput, scopeInputSchema } from '#queries/scope.ts'
import { sourceNamePattern } from '../data-folder.ts'

const side = z
  .number()
  .int('whole microseconds')
  .min(0, 'a window reaches at least 0 µs')
  .max(longestWindowUs, 'a window reaches at most 366 days')

const windowsSchema = z.strictObject({
  beforeUs: side.optional(),
  afterUs: side.optional(),
  rules: z
    .record(
      z.string().min(1).max(80),
      z.strictObject({ beforeUs: side.optional(), afterUs: side.optional() }),
    )
    .optional(),
})

const value = z.string().max(32_768)

/** The event a behavior was captured from: its id, and the hunter's note. */
const originSchema = z.strictObject({
  event: z.string().regex(/^[0-9a-f]{32}$/, 'not an event id'),
  note: z.string().max(2_000).optional(),
})

const behaviorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('documented'),
    id: z.string().min(1).max(120),
    values: z
      .record(z.string().min(1).max(120), z.union([value, z.array(value).max(10_000)]))
      .default({}),
  }),
  z.strictObject({
    kind: z.enum(['captured', 'stated']),
    predicate: predicateSchema,
    from: originSchema.optional(),
  }),
])

/** A hunt's question, the same for the command line, the API and the guided steps. Times are ISO 8601 with a zone. */
const questionSchema = z.strictObject({
  technique: z.string().regex(/^T\d{4}(\.\d{3})?$/, 'an ATT&CK id, like T1559.001'),
  source: z.string().regex(sourceNamePattern, 'not a source name'),
  behavior: behaviorSchema,
  scope: scopeInputSchema,
  windows: windowsSchema.optional(),
  title: z.string().trim().min(1).max(200).optional(),
})

export type Question = z.infer<typeof questionSchema>
export type QuestionWindows = z.infer<typeof windowsSchema>

/** Reads a question. Throws `invalid_request` with every fault, each under its field's path. */
export const parseQuestion = (input: unknown): Question => {
  const parsed = questionSchema.safeParse(input)
  const faults = parsed.success
    ? scopeFaults(parsed.data.scope)
    : parsed.error.issues.flatMap((issue) => faultsOf(issue, []))
  if (parsed.success && faults.length === 0) return parsed.data
  throw new AppError('invalid_request', 'The question cannot be read.', {
    faults,
    next: 'Correct the fields named, and ask again.',
  })
}

/** What the scope's own rules say beyond its shape, under the question's paths. */
const scopeFaults = (scope: ScopeInput): readonly FieldFault[] => {
  try {
    parseScope(scope)
    return []
  } catch (error) {
    if (!isAppError(error)) throw error
    return (error.details.faults ?? []).map(({ field, message }) => ({
      field: `scope.${field}`,
      message,
    }))
  }
}

type Issue = z.core.$ZodIssue

/** A union says only "invalid input": the branch that came furthest says what is wrong. */
const faultsOf = (issue: Issue, above: readonly PropertyKey[]): readonly FieldFault[] => {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depth = (branch: readonly Issue[]): number =>
      Math.max(0, ...branch.map((one) => one.path.length))
    const known = issue.errors.filter((branch) => !branch.some(isStranger))
    const candidates = known.length > 0 ? known : issue.errors
    const best = candidates.reduce((a, b) => (depth(b) > depth(a) ? b : a))
    return best.flatMap((inner) => faultsOf(inner, path))
  }
  return [{ field: path.map(String).join('.') || 'question', message: issue.message }]
}

/** A branch that does not know the keys given is not the one that was meant. */
const isStranger = (issue: Issue): boolean =>
  issue.code === 'unrecognized_keys' && issue.path.length === 0
