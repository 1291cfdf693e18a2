import { z } from 'zod'
import { parameterNameSchema } from './template.ts'

const text = z.string().trim().min(1).max(1_000)
const list = z.array(text).min(1).max(500)

const head = {
  name: parameterNameSchema,
  label: z.string().min(1).max(80),
  /** Why a hunter tunes it: what ATT&CK calls a mutable element. */
  reason: z.string().min(1).max(400),
}

/**
 * What a behavior asks the hunter for. Without a default it must be given. `name` is a file name, `pattern`
 * may hold `*` and `?`; in all other types these are ordinary characters. Lists are lists of file names,
 * paths, accounts or texts; `exclude` marks one that may be left empty, because it names what is known to be benign.
 */
export const parameterSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...head, type: z.literal('text'), default: text.optional() }),
  z.strictObject({ ...head, type: z.literal('name'), default: text.optional() }),
  z.strictObject({ ...head, type: z.literal('path'), default: text.optional() }),
  z.strictObject({ ...head, type: z.literal('command_line'), default: text.optional() }),
  z.strictObject({ ...head, type: z.literal('account'), default: text.optional() }),
  z.strictObject({ ...head, type: z.literal('pattern'), default: text.optional() }),
  z.strictObject({
    ...head,
    type: z.literal('number'),
    default: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({
    ...head,
    type: z.literal('choice'),
    choices: list,
    default: text.optional(),
  }),
  z.strictObject({
    ...head,
    type: z.enum(['names', 'paths', 'accounts']),
    exclude: z.boolean().default(false),
    default: z.array(text).max(500).optional(),
  }),
  z.strictObject({ ...head, type: z.literal('texts'), default: list.optional() }),
])

export type Parameter = Readonly<z.infer<typeof parameterSchema>>
export type ParameterType = Parameter['type']

/** Every type a parameter may have. */
export const parameterTypes = [
  'text',
  'name',
  'path',
  'command_line',
  'account',
  'pattern',
  'number',
  'choice',
  'names',
  'paths',
  'accounts',
  'texts',
] as const satisfies readonly ParameterType[]

export const isListType = (type: ParameterType): boolean =>
  type === 'names' || type === 'paths' || type === 'accounts' || type === 'texts'

/**
 * Stands for "exclude nothing" in a list of names, paths or accounts, so that the clause and with it the
 * tree keeps its shape. `<` and `>` are in no Windows file name and in no account name: it can match nothing.
 */
const nothingExcluded = '<none>'

/** A value read for a parameter, or why it is none. */
export type ReadValue =
  | { readonly ok: true; readonly value: string | number | readonly string[] }
  | { readonly ok: false; readonly message: string }

const bad = (message: string): ReadValue => ({ ok: false, message })
const good = (value: string | number | readonly string[]): ReadValue => ({ ok: true, value })

const textValue = z.union([z.string(), z.number()]).transform(String).pipe(text)

/** Lists come as lists, or as text with one entry a line, or separated by commas on a single line. */
const entriesOf = (raw: unknown): unknown =>
  typeof raw === 'string'
    ? raw
        .split(/\r?\n/.test(raw) ? /\r?\n/ : ',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '')
    : raw

/** Reads one value from a form, the command line or JSON. Undefined and blank text take the default. */
export const readParameter = (parameter: Parameter, raw: unknown): ReadValue => {
  const isBlank = raw === undefined || (typeof raw === 'string' && raw.trim() === '')
  if (isBlank && !(raw !== undefined && 'exclude' in parameter && parameter.exclude)) {
    if (parameter.default === undefined) return bad(`Give a value: ${parameter.reason}`)
    return readGiven(parameter, parameter.default)
  }
  return readGiven(parameter, raw)
}

const readGiven = (parameter: Parameter, raw: unknown): ReadValue => {
  switch (parameter.type) {
    case 'number': {
      const value = z.coerce.number().safeParse(typeof raw === 'boolean' ? undefined : raw)
      if (!value.success || typeof raw === 'object') return bad('A number is expected.')
      const { min = -Infinity, max = Infinity } = parameter
      return value.data >= min && value.data <= max
        ? good(value.data)
        : bad(`A number from ${min} to ${max} is expected.`)
    }
    case 'choice': {
      const found = parameter.choices.find((choice) => choice === raw)
      return found === undefined ? bad(`One of: ${parameter.choices.join(', ')}.`) : good(found)
    }
    case 'names':
    case 'paths':
    case 'accounts': {
      const value = z.array(textValue).max(500).safeParse(entriesOf(raw))
      if (!value.success) return bad('A list of at most 500 short texts is expected.')
      if (value.data.length > 0) return good(value.data)
      return parameter.exclude ? good([nothingExcluded]) : bad('Give at least one entry.')
    }
    case 'texts': {
      const value = z.array(textValue).min(1).max(500).safeParse(entriesOf(raw))
      return value.success ? good(value.data) : bad('A list of 1 to 500 short texts is expected.')
    }
    case 'text':
    case 'name':
    case 'path':
    case 'command_line':
    case 'account':
    case 'pattern': {
      const value = textValue.safeParse(raw)
      return value.success ? good(value.data) : bad('A text of 1 to 1,000 characters is expected.')
    }
  }
}
