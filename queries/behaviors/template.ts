import { z } from 'zod'
import { fieldNameSchema } from '../predicate.ts'

/** A parameter's name, as placeholders write it. */
export const parameterNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'a parameter name is lower case letters, digits and _')

const placeholderSchema = z.strictObject({ param: parameterNameSchema })
/** Stands in value position for what the hunter fills in; never in the place of a field, an operator or a clause. */
export type Placeholder = Readonly<z.infer<typeof placeholderSchema>>

const scalar = z.union([z.string().min(1).max(1_000), z.number(), z.boolean()])
const or = <T extends z.ZodType>(value: T, expected: string) =>
  z.union([value, placeholderSchema], { error: `expected ${expected} or { param: name }` })

const field = { field: fieldNameSchema }
const text = or(z.string().min(1).max(1_000), 'text')
const bound = or(z.union([z.number(), z.string().min(1).max(200)]), 'a number or text').optional()

const clauseSchema = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ ...field, op: z.literal('equals'), value: or(scalar, 'text or a number') }),
    z.strictObject({
      ...field,
      op: z.literal('one_of'),
      value: or(z.array(scalar).min(1).max(500), 'a list'),
    }),
    z.strictObject({ ...field, op: z.literal('starts_with'), value: text }),
    z.strictObject({ ...field, op: z.literal('ends_with'), value: text }),
    z.strictObject({ ...field, op: z.literal('contains'), value: text }),
    z.strictObject({ ...field, op: z.literal('matches'), value: text }),
    z.strictObject({ ...field, op: z.literal('exists') }),
    z.strictObject({
      ...field,
      op: z.literal('range'),
      gt: bound,
      gte: bound,
      lt: bound,
      lte: bound,
    }),
    z.strictObject({ ...field, op: z.literal('cidr'), value: text }),
  ],
  {
    error:
      'op is one of equals, one_of, starts_with, ends_with, contains, matches, exists, range, cidr',
  },
)

/** One test of one field, its value written out or left to a parameter. */
export type TemplateClause = Readonly<z.infer<typeof clauseSchema>>

/** A predicate tree whose values may be parameters. Its shape is fixed: filling it changes values only. */
export type Template =
  | { readonly all: readonly Template[] }
  | { readonly any: readonly Template[] }
  | { readonly not: Template }
  | TemplateClause

export const isTemplateClause = (template: Template): template is TemplateClause => 'op' in template

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Report = (path: readonly PropertyKey[], message: string) => void

const maxDepth = 12

/** Reads one node; every fault below it is reported with its own path, so that a file shows all at once. */
const readNode = (
  value: unknown,
  path: readonly PropertyKey[],
  report: Report,
): Template | undefined => {
  if (path.length > maxDepth * 2) {
    report(path, `a behavior's predicate is at most ${maxDepth} deep`)
    return undefined
  }
  if (!isRecord(value)) {
    report(path, 'expected all, any, not, or a clause with field and op')
    return undefined
  }
  for (const group of ['all', 'any', 'not'] as const) {
    if (!(group in value)) continue
    const others = Object.keys(value).filter((key) => key !== group)
    for (const other of others) report([...path, other], `stands beside "${group}"`)
    return group === 'not'
      ? readNot(value['not'], [...path, 'not'], report)
      : readGroup(group, value[group], [...path, group], report)
  }
  const clause = clauseSchema.safeParse(value)
  if (clause.success) return clause.data
  for (const issue of clause.error.issues) report([...path, ...issue.path], issue.message)
  return undefined
}

const readNot = (value: unknown, path: readonly PropertyKey[], report: Report) => {
  const inner = readNode(value, path, report)
  return inner && { not: inner }
}

const readGroup = (
  group: 'all' | 'any',
  value: unknown,
  path: readonly PropertyKey[],
  report: Report,
): Template | undefined => {
  if (!Array.isArray(value) || value.length === 0) {
    report(path, `"${group}" takes a list of at least one`)
    return undefined
  }
  const parts = value.map((part, i) => readNode(part, [...path, i], report))
  const read = parts.filter((part) => part !== undefined)
  if (read.length < parts.length) return undefined
  return group === 'all' ? { all: read } : { any: read }
}

/** The predicate of a behavior, as its file writes it. */
export const templateSchema = z.unknown().transform((value, context): Template => {
  const template = readNode(value, [], (path, message) => {
    context.addIssue({ code: 'custom', path: [...path], message })
  })
  return template ?? z.NEVER
})

/** Every clause of a template, in order. */
export const templateClauses = (template: Template): readonly TemplateClause[] => {
  if (isTemplateClause(template)) return [template]
  if ('not' in template) return templateClauses(template.not)
  return ('all' in template ? template.all : template.any).flatMap(templateClauses)
}

export const isPlaceholder = (value: unknown): value is Placeholder =>
  isRecord(value) && typeof value['param'] === 'string'

/** The names of the parameters one clause asks for, each with the place it stands in. */
export const placeholdersOf = (clause: TemplateClause): readonly Placeholder[] =>
  Object.values(clause).filter(isPlaceholder)
