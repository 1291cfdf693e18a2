import { AppError, type FieldFault } from './errors.ts'
import { type FieldValue, type LogEvent, textOf, valuesOf } from './event.ts'
import { logSourceLabel } from './log-source-label.ts'
import { fieldNameSchema, type Predicate, predicateSchema } from './predicate.ts'

/** The six values that stand for a technique in one environment, and `about`: what else the event is about. */
export const captureParts = [
  'command-line',
  'arguments',
  'parent-process',
  'account',
  'host',
  'execution-time',
] as const
export type CapturePart = (typeof captureParts)[number]

/** One value of one event as an editable clause: exactly what the event holds, and whether it is asked for. */
export interface CapturedClause {
  readonly field: string
  readonly op: 'equals' | 'starts_with'
  readonly value: FieldValue
  readonly label: string
  readonly part: CapturePart | 'log-source' | 'process' | 'about'
  /** Whether it is part of the predicate until the hunter says otherwise. */
  readonly chosen: boolean
}

/** A captured clause as a form gives it back, any operator and value in it. */
export interface EditedClause {
  readonly field: string
  readonly op: string
  readonly value: unknown
  readonly chosen: boolean
  /** Turned round: matches where the clause does not. */
  readonly not?: boolean
}

type Row = readonly [field: string, label: string, part: CapturedClause['part'], chosen: boolean]

/**
 * In the order they are shown. Account, host and time are offered and not chosen: the scope asks for them
 * already, and as clauses they would find this one event again and nothing else.
 */
const rows: readonly Row[] = [
  ['winlog.channel', 'Log', 'log-source', true],
  ['event.code', 'Event id', 'log-source', true],
  ['process.command_line', 'Command line', 'command-line', true],
  ['process.args', 'Argument', 'arguments', false],
  ['process.name', 'Process', 'process', true],
  ['process.executable', 'Process path', 'process', false],
  ['process.parent.name', 'Parent process', 'parent-process', true],
  ['process.parent.executable', 'Parent path', 'parent-process', false],
  ['process.parent.command_line', 'Parent command line', 'parent-process', false],
  ['target.process.executable', 'Target process', 'about', true],
  ['winlog.event_data.GrantedAccess', 'Granted rights', 'about', true],
  ['dll.path', 'Image loaded', 'about', true],
  ['file.path', 'File', 'about', true],
  ['registry.path', 'Registry path', 'about', true],
  ['registry.data.strings', 'Registry data', 'about', true],
  ['powershell.file.script_block_text', 'Script', 'about', true],
  ['destination.ip', 'Destination address', 'about', false],
  ['destination.port', 'Destination port', 'about', true],
  ['network.direction', 'Direction', 'about', true],
  ['source.ip', 'Source address', 'about', false],
  ['dns.question.name', 'Name asked for', 'about', true],
  ['service.name', 'Service', 'about', true],
  ['winlog.event_data.ServiceFileName', 'Service program', 'about', true],
  ['winlog.event_data.TaskName', 'Task', 'about', true],
  ['winlog.event_data.Consumer', 'WMI consumer', 'about', true],
  ['winlog.event_data.ObjectName', 'Object', 'about', true],
  ['winlog.event_data.AccessMask', 'Access mask', 'about', true],
  ['winlog.logon.type', 'Logon type', 'about', true],
  ['user.name', 'Account', 'account', false],
  ['user.domain', 'Account domain', 'account', false],
  ['host.name', 'Host', 'host', false],
  ['@timestamp', 'Execution time', 'execution-time', false],
]

/** Longer text is held by its beginning: a script of pages is no value to type or compare. */
const longestExact = 4_000

/** The event's own values as clauses, exact. Whatever the event does not hold is not there; see `missingParts`. */
export const captureFrom = (event: LogEvent): readonly CapturedClause[] =>
  rows.flatMap(([field, label, part, chosen]) =>
    capturedValues(event, field).map((value): CapturedClause => {
      const text = String(value)
      return text.length > longestExact
        ? { field, op: 'starts_with', value: text.slice(0, longestExact), label, part, chosen }
        : { field, op: 'equals', value, label, part, chosen }
    }),
  )

/** A list is one clause a value; of arguments the first is the program, which the command line names already. */
const capturedValues = (event: LogEvent, field: string): readonly FieldValue[] => {
  const values = valuesOf(event.fields, field).filter((value) => value !== '')
  return field === 'process.args' ? values.slice(1, 33) : values.slice(0, 8)
}

/**
 * The predicate of the chosen clauses. Throws `invalid_request`, one fault a clause, for an operator or a
 * value that cannot be, and when nothing is chosen.
 */
export const predicateOf = (clauses: readonly EditedClause[]): Predicate => {
  const faults: FieldFault[] = []
  const parts: Predicate[] = []
  for (const [i, { field, op, value, chosen, not = false }] of clauses.entries()) {
    if (!chosen) continue
    const parsed = predicateSchema.safeParse(op === 'exists' ? { field, op } : { field, op, value })
    if (parsed.success) parts.push(not ? { not: parsed.data } : parsed.data)
    else faults.push({ field: `clauses.${i}`, message: clauseFault(field, op, value) })
  }
  if (faults.length === 0 && parts.length > 0) return { all: parts }
  throw new AppError(
    'invalid_request',
    faults.length > 0 ? 'Not all clauses can be used.' : 'No clause is chosen.',
    {
      faults:
        faults.length > 0
          ? faults
          : [{ field: 'clauses', message: 'Choose at least one value of the event.' }],
      next: 'A captured behavior asks for at least one value of the event.',
    },
  )
}

const clauseFault = (field: string, op: string, value: unknown): string => {
  if (field === '') return 'Name the field this clause tests, or drop the clause.'
  if (!fieldNameSchema.safeParse(field).success) return 'This is no field name.'
  if (value === '' || (Array.isArray(value) && value.length === 0))
    return `${field} ${op}: give a value.`
  if (op === 'cidr') return `${field} ${op}: give a network, like 10.20.0.0/16.`
  return `${field} ${op}: this value cannot be used.`
}

const partWords: Readonly<
  Record<CapturePart, readonly [words: string, fields: readonly string[]]>
> = {
  'command-line': ['command line', ['process.command_line']],
  arguments: ['arguments', ['process.args']],
  'parent-process': [
    'parent process',
    ['process.parent.name', 'process.parent.executable', 'process.parent.command_line'],
  ],
  account: ['account', ['user.name', 'user.id']],
  host: ['host', ['host.name']],
  'execution-time': ['execution time', ['@timestamp']],
}

/** Which of the six values the event lacks, each with a sentence that says so and where it may be found. */
export const missingParts = (
  event: LogEvent,
): readonly { readonly part: CapturePart; readonly words: string }[] =>
  captureParts.flatMap((part) => {
    const [words, fields] = partWords[part]
    if (fields.some((field) => (textOf(event.fields, field) ?? '') !== '')) return []
    const label = logSourceLabel(event.channel, event.code)
    return [{ part, words: `This ${label} event holds no ${words}. ${whereElse(event, part)}` }]
  })

const whereElse = (event: LogEvent, part: CapturePart): string => {
  const isStart = event.kind === 'process' && ['1', '4688'].includes(event.code)
  if (part === 'account') return 'The owner of its process may be named by the process creation.'
  if (part === 'host' || part === 'execution-time') return 'The log does not say.'
  if (!isStart) return 'Capture it from the creation of the process.'
  return part === 'parent-process'
    ? 'This Windows version or collector does not write it.'
    : 'Command line auditing was off when it was written.'
}
