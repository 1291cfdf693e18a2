import { z } from 'zod'

/** Field names are dotted ECS names; the characters are those that occur in Windows and ECS field names. */
export const fieldNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\p{L}\p{N}_@$][\p{L}\p{N}_@$ .:/()-]*$/u, 'not a field name')

const scalarSchema = z.union([z.string().max(32_768), z.number(), z.boolean()])
const field = { field: fieldNameSchema }
const bound = z.union([z.number(), z.string().max(200)])

const clauseSchema = z.discriminatedUnion('op', [
  z.strictObject({ ...field, op: z.literal('equals'), value: scalarSchema }),
  z.strictObject({
    ...field,
    op: z.literal('one_of'),
    value: z.array(scalarSchema).min(1).max(10_000),
  }),
  z.strictObject({ ...field, op: z.literal('starts_with'), value: z.string().min(1).max(32_768) }),
  z.strictObject({ ...field, op: z.literal('ends_with'), value: z.string().min(1).max(32_768) }),
  z.strictObject({ ...field, op: z.literal('contains'), value: z.string().min(1).max(32_768) }),
  z.strictObject({ ...field, op: z.literal('matches'), value: z.string().min(1).max(32_768) }),
  z.strictObject({ ...field, op: z.literal('exists') }),
  z
    .strictObject({
      ...field,
      op: z.literal('range'),
      gt: bound.optional(),
      gte: bound.optional(),
      lt: bound.optional(),
      lte: bound.optional(),
    })
    .refine(
      (r) => r.gt !== undefined || r.gte !== undefined || r.lt !== undefined || r.lte !== undefined,
      {
        message: 'a range needs at least one of gt, gte, lt, lte',
      },
    ),
  z.strictObject({ ...field, op: z.literal('cidr'), value: z.union([z.cidrv4(), z.cidrv6()]) }),
])

/** One test of one field. */
export type Clause = z.infer<typeof clauseSchema>

/** A predicate tree (DESIGN §4.2); `{"all": []}` is true of every event and only browsing uses it. */
export type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | Clause

const maxDepth = 32
const maxNodes = 2_000

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** A node is judged as what its key says it is, so that a fault is named where it stands. */
const nodeSchema: z.ZodType<Predicate> = z.unknown().transform((value, context): Predicate => {
  const read = schemaOf(value).safeParse(value)
  if (read.success) return read.data
  for (const { path, message } of read.error.issues) {
    context.issues.push({ code: 'custom', path: [...path], message, input: value })
  }
  return z.NEVER
})

const allSchema = z.strictObject({ all: z.array(nodeSchema).min(1) })
const anySchema = z.strictObject({ any: z.array(nodeSchema).min(1) })
const notSchema = z.strictObject({ not: nodeSchema })

const schemaOf = (value: unknown): z.ZodType<Predicate> => {
  if (!isGroup(value)) return clauseSchema
  if ('all' in value) return allSchema
  if ('any' in value) return anySchema
  return 'not' in value ? notSchema : clauseSchema
}

/** Depth and size are looked at before zod recurses, so that a hostile tree costs nothing. */
const measure = (value: unknown, depth: number, seen: { nodes: number }): boolean => {
  seen.nodes += 1
  if (depth > maxDepth || seen.nodes > maxNodes) return false
  if (!isGroup(value)) return true
  const parts = [value['all'], value['any']].flatMap((p) => (Array.isArray(p) ? p : []))
  if (value['not'] !== undefined) parts.push(value['not'])
  return parts.every((part) => measure(part, depth + 1, seen))
}

/** The predicate's JSON form, as YAML behaviors, templates, CLI and API all write it. */
export const predicateSchema = z
  .unknown()
  .refine((value) => measure(value, 0, { nodes: 0 }), {
    message: `a predicate holds at most ${maxNodes} nodes, ${maxDepth} deep`,
    abort: true,
  })
  .pipe(nodeSchema)

/** True of every event in scope: the predicate of browsing. */
export const everything: Predicate = { all: [] }

/** Whether a predicate is a single clause and not a group of them. */
export const isClause = (predicate: Predicate): predicate is Clause => 'op' in predicate

/** Every clause of a tree, in order. */
export const clausesOf = (predicate: Predicate): readonly Clause[] => {
  if (isClause(predicate)) return [predicate]
  if ('not' in predicate) return clausesOf(predicate.not)
  return ('all' in predicate ? predicate.all : predicate.any).flatMap(clausesOf)
}

/** Every field a predicate asks for, once each, in order of appearance. */
export const fieldsOf = (predicate: Predicate): readonly string[] => [
  ...new Set(clausesOf(predicate).map((clause) => clause.field)),
]
