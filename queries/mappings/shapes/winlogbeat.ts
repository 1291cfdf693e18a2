import { parseWritten } from '../instant.ts'
import {
  firstText,
  flatten,
  type JsonObject,
  type LogRecord,
  textIn,
  type Value,
  valueIn,
  type WrittenTime,
} from '../record.ts'

/*
 * Winlogbeat 6 (`event_data`, `event_id`, `computer_name`), 7 and 8 (`winlog.*`), nested or with dotted
 * names. In 6 `user.*` is the account of the logging service and `host`, `beat` the collector.
 */

/** Where the record's own parts stand; the first that is there counts. */
const places = {
  provider: ['winlog.provider_name', 'source_name', 'event.provider', 'provider_name'],
  channel: ['winlog.channel', 'log_name'],
  code: ['winlog.event_id', 'event.code', 'event_id'],
  recordId: ['winlog.record_id', 'record_number', 'record_id'],
  host: ['winlog.computer_name', 'computer_name', 'host.name', 'host.hostname'],
  message: ['message'],
  pid: ['winlog.process.pid', 'process_id'],
} as const

const dataPrefixes = [
  'winlog.event_data.',
  'winlog.user_data.',
  'event_data.',
  'user_data.',
] as const

/** Winlogbeat 6 names of the header, in the words of 7. `host` and `beat` name the collector. */
const renamed: Readonly<Record<string, string>> = {
  'user.name': 'winlog.user.name',
  'user.domain': 'winlog.user.domain',
  'user.type': 'winlog.user.type',
  'user.identifier': 'winlog.user.identifier',
  'host.name': 'observer.hostname',
  'beat.hostname': 'observer.hostname',
  host: 'observer.hostname',
  provider_guid: 'winlog.provider_guid',
  thread_id: 'winlog.process.thread.id',
  activity_id: 'winlog.activity_id',
  related_activity_id: 'winlog.related_activity_id',
  level: 'log.level',
  task: 'winlog.task',
  opcode: 'winlog.opcode',
  keywords: 'winlog.keywords',
  version: 'winlog.version',
  type: 'event.type',
}

const skipped = new Set<string>(
  [...Object.values(places).flat(), '@timestamp', 'winlog.time_created'].filter(
    (name) => !name.startsWith('host.'),
  ),
)

const writtenIn = (flat: ReadonlyMap<string, Value>): WrittenTime | undefined => {
  const sources = [
    ['winlog.time_created', 'System.TimeCreated'],
    // Winlogbeat puts System/TimeCreated into @timestamp; event.created is when it was read.
    ['@timestamp', '@timestamp'],
  ] as const
  for (const [name, source] of sources) {
    const text = firstText(flat.get(name))
    const instant = parseWritten(text)
    if (instant) return { ...instant, source, text }
  }
  return undefined
}

/** `user_data` may hold one element of the provider's own name around the data: only the last name counts. */
const dataName = (path: string): string | undefined => {
  for (const prefix of dataPrefixes) {
    if (!path.startsWith(prefix)) continue
    const name = path.slice(prefix.length)
    return prefix.includes('user_data') ? name.slice(name.lastIndexOf('.') + 1) : name
  }
  return undefined
}

/** Names that were written but say nothing (`-`): they are not looked for in the message. */
const keepSilent = (data: Map<string, Value | undefined>, part: unknown): void => {
  if (typeof part !== 'object' || part === null) return
  for (const [name, value] of Object.entries(part)) {
    if (!data.has(name) && valueIn(value) === undefined && textIn(value) !== '')
      data.set(name, undefined)
  }
}

export const readWinlogbeat = (document: JsonObject): LogRecord => {
  const flat = new Map<string, Value>()
  flatten(flat, '', document)
  const isSix = !flat.has('winlog.channel') && !flat.has('winlog.event_id')
  const data = new Map<string, Value | undefined>()
  const header = new Map<string, Value>()
  for (const [path, value] of flat) {
    const name = dataName(path)
    if (name !== undefined) data.set(name, value)
    else if (isSix && Object.hasOwn(renamed, path)) header.set(renamed[path] ?? path, value)
    else if (!skipped.has(path)) header.set(path, value)
  }
  const winlog = document['winlog']
  keepSilent(
    data,
    typeof winlog === 'object' && winlog !== null && 'event_data' in winlog
      ? winlog.event_data
      : undefined,
  )
  keepSilent(data, document['event_data'])
  const first = (names: readonly string[]): string => {
    for (const name of names) {
      const text = firstText(flat.get(name))
      if (text !== '') return text
    }
    return ''
  }
  const pid = first(places.pid)
  return {
    isWindows: true,
    provider: first(places.provider),
    channel: first(places.channel),
    code: first(places.code),
    recordId: first(places.recordId),
    host: first(isSix ? places.host.slice(1, 2) : places.host) || first(places.host),
    message: first(places.message),
    headerPid: /^\d{1,10}$/.test(pid) ? Number(pid) : undefined,
    written: writtenIn(flat),
    data,
    fromMessage: new Set(),
    header,
  }
}
