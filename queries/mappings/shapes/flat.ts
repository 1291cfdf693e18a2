import { parseWritten } from '../instant.ts'
import {
  append,
  flatten,
  type JsonObject,
  type LogRecord,
  textIn,
  type Unfolded,
  type Value,
  valueIn,
  type WrittenTime,
} from '../record.ts'
import { allOwnNames, FlatData, FlatHeader, flatPlans, ownText } from './flat-plan.ts'

/*
 * One Windows event a line with its header and its data side by side: NXLog's im_msvistalog, and the
 * exports of Get-WinEvent. What belongs to the header is known by name; all else is the event's data.
 */

/** Header fields that have an ECS name. `AccountName`, `Domain` and `UserID` are the account of the logging service. */
const headerNames: Readonly<Record<string, string>> = {
  ProviderGuid: 'winlog.provider_guid',
  ProviderId: 'winlog.provider_guid',
  Keywords: 'winlog.keywords',
  Task: 'winlog.task',
  Opcode: 'winlog.opcode',
  Version: 'winlog.version',
  Level: 'log.level',
  LevelDisplayName: 'log.level',
  TaskDisplayName: 'winlog.task_name',
  OpcodeDisplayName: 'winlog.opcode_name',
  ThreadID: 'winlog.process.thread.id',
  ThreadId: 'winlog.process.thread.id',
  ExecutionThreadID: 'winlog.process.thread.id',
  ActivityID: 'winlog.activity_id',
  ActivityId: 'winlog.activity_id',
  RelatedActivityID: 'winlog.related_activity_id',
  tags: 'tags',
}

/** What only NXLog adds, apart from the event's own data of the same name. */
const nxlogNames: Readonly<Record<string, string>> = {
  AccountName: 'winlog.user.name',
  AccountType: 'winlog.user.type',
  Domain: 'winlog.user.domain',
  UserID: 'winlog.user.identifier',
  EventReceivedTime: 'event.ingested',
  Severity: 'log.level',
  SeverityValue: 'event.severity',
  EventType: 'nxlog.EventType',
  Category: 'winlog.task_name',
  OpcodeValue: 'winlog.opcode_value',
  SourceModuleName: 'nxlog.SourceModuleName',
  SourceModuleType: 'nxlog.SourceModuleType',
  ERROR_EVT_UNRESOLVED: 'nxlog.ERROR_EVT_UNRESOLVED',
  host: 'observer.hostname',
  port: 'observer.port',
  type: 'nxlog.type',
  '@version': 'nxlog.@version',
}

const getWinEventNames: Readonly<Record<string, string>> = {
  UserId: 'winlog.user.identifier',
  ProcessId: 'winlog.process.pid',
  ContainerLog: 'log.file.path',
}

/** Read into the record itself. */
const silentNames = new Set([
  ...allOwnNames,
  'EventTime',
  'TimeCreated',
  '@timestamp',
  'ExecutionProcessID',
])

/** Where a field of the header goes; null: it is read into the record itself. One look-up a field. */
const placesOf = (
  ...tables: readonly Readonly<Record<string, string>>[]
): Map<string, string | null> => {
  const plan = new Map<string, string | null>()
  for (const table of tables)
    for (const [name, field] of Object.entries(table)) plan.set(name, field)
  for (const name of silentNames) plan.set(name, null)
  return plan
}

/** NXLog's own spelling: where the event has a field named EventType, as Sysmon 12 and 17 do. */
const typeName = 'EventTypeOrignal'

const dialect = (pidName: string, goes: ReadonlyMap<string, string | null>, isNxlog: boolean) => ({
  pidName,
  goes,
  planOf: flatPlans(goes, new Map(isNxlog ? [[typeName, 'EventType']] : [])),
})

const dialects = {
  // Older NXLog writes the header pid as ProcessID, over the event's own field of that name.
  olderNxlog: dialect('ProcessID', placesOf(headerNames, nxlogNames).set('ProcessID', null), true),
  nxlog: dialect('ExecutionProcessID', placesOf(headerNames, nxlogNames), true),
  getWinEvent: dialect('ProcessId', placesOf(headerNames, getWinEventNames), false),
  export: dialect('ExecutionProcessID', placesOf(headerNames), false),
}

const writtenIn = (document: JsonObject): WrittenTime | undefined => {
  for (const source of ['EventTime', 'TimeCreated', '@timestamp'] as const) {
    const instant = parseWritten(document[source])
    if (instant) {
      const { us, precisionUs } = instant
      return { us, precisionUs, source, text: textIn(document[source]) }
    }
  }
  return undefined
}

const pidIn = (value: unknown): number | undefined => {
  if (value === undefined) return undefined
  const text = textIn(value)
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

/** `Properties: [{"Value": …}]` of Get-WinEvent has no names: they stand as `param1` …. */
const readProperties = (data: Map<string, Value | undefined>, properties: unknown): void => {
  if (!Array.isArray(properties)) return
  for (const [i, property] of properties.entries()) {
    const value = valueIn(
      typeof property === 'object' && property !== null && 'Value' in property
        ? property.Value
        : property,
    )
    data.set(`param${i + 1}`, value)
  }
}

/** Copies a document that holds more than texts and numbers, or an NXLog type that says nothing. */
const copyFields = (
  document: JsonObject,
  goes: ReadonlyMap<string, string | null>,
  isNxlog: boolean,
  isGetWinEvent: boolean,
): Pick<LogRecord, 'data' | 'header'> => {
  const data = new Map<string, Value | undefined>()
  const header = new Map<string, Value>()
  for (const name of Object.keys(document)) {
    const raw = document[name]
    const given = goes.get(name)
    if (given === null) continue
    if (given !== undefined) {
      const value = valueIn(raw)
      if (value !== undefined) append(header, given, value)
    } else if (name === typeName && isNxlog) {
      if (raw !== 'INFO') data.set('EventType', valueIn(raw))
    } else if (name === 'Properties' && isGetWinEvent) readProperties(data, raw)
    else if (typeof raw === 'object' && raw !== null) {
      const parts = new Map<string, Value>()
      flatten(parts, name, raw)
      for (const [part, value] of parts) data.set(part, value)
    } else data.set(name, valueIn(raw))
  }
  return { data, header }
}

export const readFlat = (
  document: JsonObject,
  { names, values, isFlat }: Unfolded,
  isNxlog: boolean,
): LogRecord => {
  const isGetWinEvent = !isNxlog && 'Id' in document && 'LogName' in document
  const isOlder = isNxlog && !('ExecutionProcessID' in document)
  const { pidName, goes, planOf } =
    dialects[isOlder ? 'olderNxlog' : isNxlog ? 'nxlog' : isGetWinEvent ? 'getWinEvent' : 'export']
  const isPlain =
    isFlat &&
    !(isNxlog && document[typeName] === 'INFO') &&
    !(isGetWinEvent && 'Properties' in document)
  const plan = planOf(names)
  const { data, header } = isPlain
    ? { data: new FlatData(plan, values), header: new FlatHeader(plan, values) }
    : copyFields(document, goes, isNxlog, isGetWinEvent)
  return {
    isWindows: true,
    provider: ownText(plan, values, 'provider'),
    channel: ownText(plan, values, 'channel'),
    code: ownText(plan, values, 'code'),
    recordId: ownText(plan, values, 'recordId'),
    host: ownText(plan, values, 'host'),
    message: ownText(plan, values, 'message'),
    headerPid: pidIn(document[pidName]),
    written: writtenIn(document),
    data,
    fromMessage: new Set(),
    header,
  }
}
