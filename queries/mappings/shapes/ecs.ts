import { parseWritten } from '../instant.ts'
import {
  firstText,
  flatten,
  type JsonObject,
  type LogRecord,
  type Value,
  type WrittenTime,
} from '../record.ts'

/* Documents that are in ECS already, and any other JSON: fields keep their own dotted names. */

const first = (flat: ReadonlyMap<string, Value>, names: readonly string[]): string => {
  for (const name of names) {
    const text = firstText(flat.get(name))
    if (text !== '') return text
  }
  return ''
}

const ecsTimes = [
  ['@timestamp', '@timestamp'],
  ['event.created', 'event.created'],
] as const

/** Names under which other JSON logs put their time. Arrival times are left out. */
const jsonTimes = [
  ['eventTime', 'timestamp'],
  ['event_time', 'timestamp'],
  ['EventTime', 'EventTime'],
  ['TimeCreated', 'TimeCreated'],
  ['TimeGenerated', 'TimeGenerated'],
  ['timestamp', 'timestamp'],
  ['Timestamp', 'timestamp'],
  ['timeCreated', 'timestamp'],
  ['time', 'timestamp'],
  ['ts', 'timestamp'],
  ['date', 'timestamp'],
  ['datetime', 'timestamp'],
  ['@timestamp', '@timestamp'],
  ['event.created', 'event.created'],
] as const

type Times = readonly (readonly [name: string, source: WrittenTime['source']])[]

const writtenIn = (flat: ReadonlyMap<string, Value>, times: Times): WrittenTime | undefined => {
  for (const [name, source] of times) {
    const raw = flat.get(name)
    const one = typeof raw === 'object' ? raw[0] : raw
    const instant = parseWritten(one)
    if (instant) return { ...instant, source, text: String(one) }
  }
  return undefined
}

const hostNames = [
  'host.name',
  'host.hostname',
  'Hostname',
  'hostname',
  'HostName',
  'Computer',
  'computer_name',
  'computer',
  'ComputerName',
  'MachineName',
  'device.hostname',
  'DeviceName',
  'host',
  'agent.hostname',
  'recipientAccountId',
]

const common = (
  flat: ReadonlyMap<string, Value>,
): Omit<LogRecord, 'provider' | 'channel' | 'code' | 'written'> => ({
  isWindows: flat.has('winlog.channel'),
  recordId: first(flat, ['winlog.record_id', 'event.id', 'eventID', 'uid', 'id']),
  host: first(flat, hostNames),
  message: first(flat, ['message', 'Message', 'msg']),
  headerPid: undefined,
  data: new Map(),
  fromMessage: new Set(),
  header: new Map([...flat].filter(([name]) => name !== 'message' && name !== '@timestamp')),
})

export const readEcs = (document: JsonObject): LogRecord => {
  const flat = new Map<string, Value>()
  flatten(flat, '', document)
  return {
    ...common(flat),
    provider: first(flat, ['event.provider', 'event.module']),
    channel: first(flat, [
      'winlog.channel',
      'event.dataset',
      'data_stream.dataset',
      'log.file.path',
    ]),
    code: first(flat, ['event.code', 'event.action']),
    written: writtenIn(flat, ecsTimes),
  }
}

/** Names of CloudTrail and Zeek for what ECS has a field for; a log is theirs when it holds the first two. */
const foreign = [
  [
    ['event.action', 'eventName'],
    ['event.provider', 'eventSource'],
    ['user.name', 'userIdentity.userName'],
    ['source.ip', 'sourceIPAddress'],
  ],
  [
    ['source.ip', 'id.orig_h'],
    ['destination.ip', 'id.resp_h'],
    ['source.port', 'id.orig_p'],
    ['destination.port', 'id.resp_p'],
    ['network.transport', 'proto'],
    ['dns.question.name', 'query'],
  ],
] as const

const readForeign = (flat: Map<string, Value>): void => {
  for (const names of foreign) {
    if (!names.slice(0, 2).every(([, name]) => flat.has(name))) continue
    for (const [field, name] of names) {
      const value = flat.get(name)
      if (value !== undefined && !flat.has(field)) flat.set(field, value)
    }
  }
}

export const readJson = (document: JsonObject): LogRecord => {
  const flat = new Map<string, Value>()
  flatten(flat, '', document)
  readForeign(flat)
  return {
    ...common(flat),
    provider: first(flat, ['event.provider', 'eventSource', 'SourceName', 'source', 'provider']),
    channel: first(flat, [
      'event.dataset',
      'Channel',
      'log_name',
      'eventSource',
      '_path',
      'logger',
      'type',
    ]),
    code: first(flat, ['event.code', 'EventID', 'event_id', 'eventName', 'event_type']),
    written: writtenIn(flat, jsonTimes),
  }
}

/** Whether the document holds a time that `readJson` would take. */
export const hasJsonTime = (document: JsonObject): boolean =>
  jsonTimes.some(([name]) => parseWritten(document[name]) !== undefined)
