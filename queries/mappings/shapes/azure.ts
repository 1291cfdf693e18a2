import { parseWritten } from '../instant.ts'
import {
  append,
  flatten,
  isObject,
  type JsonObject,
  type LogRecord,
  textIn,
  type Value,
  valueIn,
  type WrittenTime,
} from '../record.ts'
import { isEventXml, readDataXml, readEventXml } from '../xml.ts'
import { readEvent } from './evtx.ts'

/*
 * Rows of Azure Log Analytics: WindowsEvent and Event (data in one text, JSON or XML), SecurityEvent (data
 * as columns), and Syslog with the XML of Sysmon for Linux inside.
 */

const headerNames: Readonly<Record<string, string>> = {
  Level: 'log.level',
  EventLevel: 'log.level',
  EventLevelName: 'log.level_name',
  Task: 'winlog.task',
  Opcode: 'winlog.opcode',
  Keywords: 'winlog.keywords',
  Version: 'winlog.version',
  Correlation: 'winlog.activity_id',
  SystemThreadId: 'winlog.process.thread.id',
  SystemUserId: 'winlog.user.identifier',
  UserName: 'winlog.user.name',
  HostIP: 'host.ip',
  Facility: 'log.syslog.facility.name',
  SeverityLevel: 'log.syslog.severity.name',
}

const ownNames = new Set([
  'Provider',
  'Source',
  'EventSourceName',
  'Channel',
  'EventLog',
  'EventID',
  'EventRecordId',
  'EventRecordID',
  'Computer',
  'HostName',
  'TimeGenerated',
  'TimeCreated',
  'RenderedDescription',
  'Message',
  'SystemProcessId',
])

/** Columns of the service, not of the event. */
const serviceNames = new Set([
  'TenantId',
  'SourceSystem',
  'Type',
  'MG',
  'ManagementGroupName',
  'EventOriginId',
  '_ResourceId',
  '_ItemId',
  'Activity',
  'SourceComputerId',
])

const firstOf = (document: JsonObject, ...names: readonly string[]): string => {
  for (const name of names) {
    const text = textIn(document[name])
    if (text !== '') return text
  }
  return ''
}

const writtenIn = (document: JsonObject): WrittenTime | undefined => {
  for (const [name, source] of [
    ['TimeCreated', 'TimeCreated'],
    ['TimeGenerated', 'TimeGenerated'],
    ['TimeGenerated [UTC]', 'TimeGenerated'],
  ] as const) {
    const instant = parseWritten(document[name])
    if (instant) return { ...instant, source, text: textIn(document[name]) }
  }
  return undefined
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The data of an event that stands in one text or object. */
const dataIn = (raw: unknown): JsonObject => {
  if (isObject(raw)) return raw
  const text = textIn(raw)
  if (text.trimStart().startsWith('<')) return readDataXml(text)
  const parsed = parseJson(text)
  return isObject(parsed) ? parsed : {}
}

export const readAzure = (document: JsonObject): LogRecord => {
  const header = new Map<string, Value>()
  const data = new Map<string, Value | undefined>()
  const inner = firstOf(document, 'SyslogMessage', 'RawEventData')
  const linux = isEventXml(inner) ? readEvent(readEventXml(inner)) : undefined
  for (const [name, raw] of Object.entries(document)) {
    if (ownNames.has(name) || (linux && name === 'SyslogMessage')) continue
    const given = Object.hasOwn(headerNames, name) ? headerNames[name] : undefined
    const value = valueIn(raw)
    if (given !== undefined || serviceNames.has(name)) {
      if (value !== undefined) append(header, given ?? `azure.${name}`, value)
    } else if (name === 'EventData' || name === 'UserData' || name === 'ParameterXml') {
      for (const [part, inside] of Object.entries(dataIn(raw))) {
        if (isObject(inside) || Array.isArray(inside)) {
          const parts = new Map<string, Value>()
          flatten(parts, part, inside)
          for (const [path, one] of parts) data.set(path, one)
        } else data.set(part, valueIn(inside))
      }
    } else if (linux) {
      if (value !== undefined) append(header, `azure.${name}`, value)
    } else if (isObject(raw) || Array.isArray(raw)) {
      const parts = new Map<string, Value>()
      flatten(parts, name, raw)
      for (const [path, one] of parts) data.set(path, one)
    } else data.set(name, value)
  }
  if (linux) {
    const written = linux.written ?? writtenIn(document)
    return { ...linux, written, header: new Map([...header, ...linux.header]) }
  }
  const pid = firstOf(document, 'SystemProcessId')
  return {
    isWindows: 'EventID' in document,
    provider: firstOf(document, 'Provider', 'EventSourceName', 'Source'),
    channel:
      firstOf(document, 'Channel', 'EventLog') || (document['Type'] === 'Syslog' ? 'Syslog' : ''),
    code: firstOf(document, 'EventID'),
    recordId: firstOf(document, 'EventRecordId', 'EventRecordID'),
    host: firstOf(document, 'Computer', 'HostName'),
    message: firstOf(document, 'Message', 'RenderedDescription', 'SyslogMessage'),
    headerPid: /^\d{1,10}$/.test(pid) ? Number(pid) : undefined,
    written: writtenIn(document),
    data,
    fromMessage: new Set(),
    header,
  }
}
