import { readFileSync } from 'node:fs'
import { parseDuration } from '#queries/duration.ts'
import { AppError, type FieldFault, isAppError } from '#queries/errors.ts'

/** The options of `attacktrace hunt`, as commander reads them. */
export interface HuntFlags {
  readonly data: string
  readonly source?: string
  readonly technique?: string
  readonly behavior?: string
  readonly set?: readonly string[]
  readonly where?: string
  readonly asset?: readonly string[]
  readonly anyAsset?: string
  readonly identity?: readonly string[]
  readonly anyIdentity?: string
  readonly from?: string
  readonly to?: string
  readonly before?: string
  readonly after?: string
  readonly title?: string
  readonly json?: boolean
}

/**
 * The question that the options ask, for `parseQuestion` to check. Throws `invalid_request` with every fault
 * that only the options can have: two ways to say one thing, JSON that is none, a duration that is none.
 */
export const questionInput = (flags: HuntFlags): unknown => {
  const faults: FieldFault[] = []
  const fault = (field: string, message: string): undefined => {
    faults.push({ field, message })
    return undefined
  }
  const duration = (option: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined
    return parseDuration(text) ?? fault(option, 'Give a duration like 90s, 30m, 2h or 1d.')
  }
  const side = (
    option: string,
    list: readonly string[] | undefined,
    any: string | undefined,
  ): unknown => {
    if (list !== undefined && any !== undefined)
      return fault(option, `Give names or --any-${option.slice(2)} with a reason, not both.`)
    if (any !== undefined) return { any }
    return list === undefined
      ? fault(option, `Name at least one, or give --any-${option.slice(2)} with a reason.`)
      : { list }
  }
  const beforeUs = duration('--before', flags.before)
  const afterUs = duration('--after', flags.after)
  const input = {
    technique: flags.technique ?? fault('--technique', 'Name an ATT&CK technique, like T1559.001.'),
    source: flags.source ?? fault('--source', 'Name the source to ask.'),
    behavior: behaviorInput(flags, fault),
    scope: {
      assets: side('--asset', flags.asset, flags.anyAsset),
      identities: side('--identity', flags.identity, flags.anyIdentity),
      window: {
        from:
          flags.from ?? fault('--from', 'Give a time with its zone, like 2026-11-23T06:00:00Z.'),
        to: flags.to ?? fault('--to', 'Give a time with its zone, like 2026-11-24T06:00:00Z.'),
      },
    },
    ...(beforeUs === undefined && afterUs === undefined
      ? {}
      : {
          windows: {
            ...(beforeUs === undefined ? {} : { beforeUs }),
            ...(afterUs === undefined ? {} : { afterUs }),
          },
        }),
    ...(flags.title === undefined ? {} : { title: flags.title }),
  }
  if (faults.length === 0) return input
  throw new AppError('invalid_request', 'The question is not complete.', {
    faults,
    next: 'See attacktrace hunt --help.',
  })
}

type Fault = (field: string, message: string) => undefined

const behaviorInput = (flags: HuntFlags, fault: Fault): unknown => {
  if (flags.behavior !== undefined && flags.where !== undefined)
    return fault('--behavior', 'Give a documented behavior or --where, not both.')
  if (flags.behavior !== undefined)
    return { kind: 'documented', id: flags.behavior, values: valuesOf(flags.set ?? [], fault) }
  if (flags.set !== undefined)
    return fault('--set', 'Values belong to a documented behavior: give --behavior.')
  if (flags.where === undefined)
    return fault('--behavior', 'Give a documented behavior, or a predicate with --where.')
  return { kind: 'stated', predicate: predicateOf(flags.where, fault) }
}

/** `name=value`; a name given more than once is a list. */
const valuesOf = (pairs: readonly string[], fault: Fault): Record<string, string | string[]> => {
  const values = new Map<string, string[]>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) fault('--set', `"${pair.slice(0, 60)}" is not name=value.`)
    else
      values.set(pair.slice(0, at), [...(values.get(pair.slice(0, at)) ?? []), pair.slice(at + 1)])
  }
  return Object.fromEntries(
    [...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]),
  )
}

/** JSON text, or `@FILE` that holds it; `@-` is standard input. */
const predicateOf = (where: string, fault: Fault): unknown => {
  let text = where
  if (where.startsWith('@')) {
    const file = where.slice(1)
    try {
      text = readFileSync(file === '-' ? 0 : file, 'utf8')
    } catch {
      return fault('--where', `The file ${file.slice(0, 200)} cannot be read.`)
    }
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    return fault('--where', `Not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Which option a field of the question came from; the longest path that fits wins. */
const options: readonly (readonly [string, string])[] = [
  ['behavior.values', '--set'],
  ['behavior.predicate', '--where'],
  ['behavior', '--behavior'],
  ['scope.assets.any', '--any-asset'],
  ['scope.assets', '--asset'],
  ['scope.identities.any', '--any-identity'],
  ['scope.identities', '--identity'],
  ['scope.window.from', '--from'],
  ['scope.window.to', '--to'],
  ['assets', '--asset'],
  ['identities', '--identity'],
  ['window.from', '--from'],
  ['window.to', '--to'],
  ['windows.beforeUs', '--before'],
  ['windows.afterUs', '--after'],
  ['technique', '--technique'],
  ['source', '--source'],
  ['title', '--title'],
]

const optionOf = (field: string): string => {
  const found = options.find(([path]) => field === path || field.startsWith(`${path}.`))
  if (!found) return field
  const [path, option] = found
  return option === '--set' || option === '--where'
    ? `${option} ${field.slice(path.length + 1)}`.trim()
    : option
}

/** The same error with its faults named by the options they came from. */
export const nameOptions = (error: unknown): unknown =>
  isAppError(error) && error.details.faults
    ? new AppError(
        error.code,
        error.message,
        {
          ...error.details,
          faults: error.details.faults.map(({ field, message }) => ({
            field: optionOf(field),
            message,
          })),
        },
        error,
      )
    : error
