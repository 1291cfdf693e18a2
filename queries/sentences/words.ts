import { foldCase, type LogEvent, textOf } from '../event.ts'
import { firstText } from '../mappings/record.ts'

/** A value put together from several fields: its parts, from the log (evidence) or ours. */
export interface Part {
  readonly text: string
  /** From the log: shown as evidence, never as our own words. */
  readonly evidence?: true
}

type Word = (event: LogEvent) => readonly Part[] | undefined

const said = (text: string): Part => ({ text })
const shown = (text: string): Part => ({ text, evidence: true })
const field = (event: LogEvent, name: string): string | undefined => textOf(event.fields, name)
const data = (event: LogEvent, name: string): string | undefined =>
  field(event, `winlog.event_data.${name}`)
const asShown = (text: string | undefined): readonly Part[] | undefined =>
  text === undefined ? undefined : [shown(text)]

/** `DOMAIN\name`, as the log spells both. */
const accountText = (event: LogEvent, object: string): string | undefined => {
  const name = field(event, `${object}.name`)
  const domain = field(event, `${object}.domain`)
  if (name === undefined) return field(event, `${object}.id`)
  return domain === undefined ? name : `${domain}\\${name}`
}

/** The account to show for an event: who acts, or whom the session is of; null when it names nobody. */
export const accountOf = (event: LogEvent): string | null => {
  const own = accountText(event, 'user') ?? accountText(event, 'user.target')
  if (own !== undefined) return own
  const [first] = event.identities
  if (!first) return null
  if (first.name === null) return first.sid
  return first.domain === null ? first.name : `${first.domain}\\${first.name}`
}

/** The process's name; where only a number is known, that. */
const actor: Word = (event) => {
  const name = field(event, 'process.name')
  if (name !== undefined) return [shown(name)]
  const pid = field(event, 'process.pid')
  if (pid !== undefined && pid !== '0') return [said('process '), shown(pid)]
  const account = accountOf(event)
  return account === null ? [said('a process')] : [shown(account)]
}

/** What follows the program on a command line: the program's path is said by its name. */
const argumentsOf = (line: string): string => {
  const m = /^\s*(?:"[^"]*"|[^\s"]+)\s*/.exec(line)
  return m ? line.slice(m[0].length) : line
}

const command: Word = (event) => {
  const name = field(event, 'process.name')
  const line = field(event, 'process.command_line')
  if (name === undefined) return asShown(line) ?? [said('a process')]
  const rest = line === undefined ? '' : argumentsOf(line).trim()
  return rest === '' ? [shown(name)] : [shown(name), said(' '), shown(rest)]
}

const endpoint = (event: LogEvent, side: 'source' | 'destination'): readonly Part[] | undefined => {
  const host = field(event, `${side}.ip`) ?? field(event, `${side}.domain`)
  if (host === undefined) return undefined
  const port = side === 'destination' ? field(event, 'destination.port') : undefined
  const bracketed = host.includes(':') && port !== undefined ? `[${host}]` : host
  return [shown(port === undefined ? bracketed : `${bracketed}:${port}`)]
}

const connection: Word = (event) => {
  const by = actor(event) ?? []
  const isIncoming = field(event, 'network.direction') === 'ingress'
  const other = endpoint(event, isIncoming ? 'source' : 'destination')
  const verb = isIncoming ? ' accepted a connection' : ' connected'
  if (!other) return [...by, said(isIncoming ? verb : ' made a connection')]
  const port = isIncoming ? field(event, 'destination.port') : undefined
  const on = port === undefined ? [] : [said(' on port '), shown(port)]
  return [...by, said(`${verb} ${isIncoming ? 'from' : 'to'} `), ...other, ...on]
}

/** Logon types, as Windows' documentation names them. */
const logonTypes: Readonly<Record<string, string>> = {
  0: 'system',
  2: 'interactive',
  3: 'network',
  4: 'batch',
  5: 'service',
  7: 'unlock',
  8: 'network cleartext',
  9: 'new credentials',
  10: 'remote interactive',
  11: 'cached interactive',
  12: 'cached remote interactive',
  13: 'cached unlock',
}

const logonType: Word = (event) => {
  const type = field(event, 'winlog.logon.type')
  if (type === undefined) return undefined
  const name = Object.hasOwn(logonTypes, type) ? ` (${logonTypes[type]})` : ''
  return name === '' ? [shown(type)] : [shown(type), said(name)]
}

const registryVerbs: Readonly<Record<string, string>> = {
  createkey: 'created',
  createvalue: 'created',
  deletekey: 'deleted',
  deletevalue: 'deleted',
}
const registryChange: Word = (event) => [
  said(registryVerbs[foldCase(data(event, 'EventType') ?? '')] ?? 'created or deleted'),
]
const registryTarget: Word = (event) => {
  const path = field(event, 'registry.path')
  const value = data(event, 'ObjectValueName')
  return path === undefined || value === undefined ? asShown(path) : [shown(`${path}\\${value}`)]
}

const wmiChange: Word = (event) => {
  const operation = foldCase(data(event, 'Operation') ?? '')
  return [said(['created', 'modified', 'deleted'].find((word) => word === operation) ?? 'changed')]
}

const object: Word = (event) => {
  const name = data(event, 'ObjectName')
  const type = data(event, 'ObjectType')
  return name === undefined && type !== undefined
    ? [said('an object of type '), shown(type)]
    : asShown(name)
}

/** The command of a PowerShell event: what was invoked, or the pipeline's line. */
const scriptCommand: Word = (event) =>
  asShown(
    data(event, 'CommandLine') ??
      data(event, 'Payload') ??
      data(event, 'Command Name') ??
      data(event, 'param3'),
  )

/** Words that are more than one field; any other name in a template is a field. */
export const words: Readonly<Record<string, Word>> = {
  actor,
  command,
  connection,
  object,
  source: (event) => endpoint(event, 'source'),
  destination: (event) => endpoint(event, 'destination'),
  account: (event) => asShown(accountOf(event) ?? undefined),
  'target account': (event) => asShown(accountText(event, 'user.target')),
  'logon type': logonType,
  'registry change': registryChange,
  'registry target': registryTarget,
  'wmi change': wmiChange,
  'script command': scriptCommand,
  'service image': (event) => asShown(data(event, 'ImagePath') ?? data(event, 'ServiceFileName')),
}

/** The parts that stand for one name in a template. */
export const wordOf = (event: LogEvent, name: string): readonly Part[] | undefined =>
  Object.hasOwn(words, name)
    ? words[name]?.(event)
    : asShown(firstText(event.fields[name]) || undefined)
