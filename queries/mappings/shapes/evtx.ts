import { foldCase } from '../../event.ts'
import { formatInstant } from '../../format-instant.ts'
import { toHex } from '../decode.ts'
import { parseWritten } from '../instant.ts'
import {
  flatten,
  isObject,
  type JsonObject,
  type LogRecord,
  objectOf,
  textIn,
  type Value,
  valueIn,
  type WrittenTime,
} from '../record.ts'

/*
 * A Windows event rendered as JSON: `{"Event": {"System": …, "EventData": …}}`. Renderers differ in how
 * they write attributes (`#attributes`, `@Name`, plain members) and unnamed data; all are read.
 */

/** The attribute `name` of an element, however the renderer wrote it. */
const attribute = (element: unknown, name: string): unknown => {
  if (!isObject(element)) return undefined
  const attributes = objectOf(element['#attributes'] ?? element['$'] ?? element['_attributes'])
  return attributes[name] ?? element[`@${name}`] ?? element[name]
}

/** The text of an element that may carry attributes. */
const content = (element: unknown): unknown =>
  isObject(element)
    ? (element['#text'] ?? element['_'] ?? element['Value'] ?? element['value'])
    : element

/** What the manifests declare as hexadecimal: a renderer that keeps numbers lost that. */
const hexNames: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['microsoft-windows-sysmon', new Set(['LogonId', 'GrantedAccess'])],
  [
    'microsoft-windows-security-auditing',
    new Set([
      'SubjectLogonId',
      'TargetLogonId',
      'TargetLinkedLogonId',
      'LogonID',
      'ProcessId',
      'NewProcessId',
      'CallerProcessId',
      'SourceProcessId',
      'TargetProcessId',
      'HandleId',
      'SourceHandleId',
      'TargetHandleId',
      'AccessMask',
      'Status',
      'SubStatus',
      'TicketOptions',
      'TicketEncryptionType',
      'ServiceType',
      'ReturnCode',
    ]),
  ],
  ['microsoft-windows-eventlog', new Set(['SubjectLogonId'])],
])
const noHex: ReadonlySet<string> = new Set()

/** The filtering platform writes its pids in decimal, unlike the rest of the Security log. */
const isFilteringPlatform = (code: string): boolean => /^5(0|1[45])\d\d?$/.test(code)

const readData = (element: unknown): Map<string, unknown> => {
  const found = new Map<string, unknown>()
  let unnamed = 0
  const put = (part: unknown): void => {
    const name = textIn(attribute(part, 'Name'))
    const value = isObject(part) ? content(part) : part
    if (name !== '') found.set(name, value)
    else if (Array.isArray(value)) value.forEach(put)
    else found.set(`param${(unnamed += 1)}`, value)
  }
  for (const [name, part] of Object.entries(objectOf(element))) {
    if (name === 'Data') (Array.isArray(part) ? part : [part]).forEach(put)
    else if (!/^(#attributes|@.*|\$|_attributes|xmlns.*)$/.test(name))
      found.set(name, isObject(part) ? (content(part) ?? part) : part)
  }
  return found
}

/** UserData holds one element of the provider's own name around the data. */
const userData = (element: unknown): unknown => {
  const inner = Object.entries(objectOf(element)).filter(([, part]) => isObject(part))
  return inner.length === 1 ? inner[0]?.[1] : element
}

const writtenIn = (system: JsonObject): WrittenTime | undefined => {
  const raw = attribute(system['TimeCreated'], 'SystemTime')
  const instant = parseWritten(raw)
  if (!instant) return undefined
  return {
    ...instant,
    source: 'System.TimeCreated',
    text: typeof raw === 'string' ? raw : formatInstant(instant.us),
  }
}

const headerOf = (system: JsonObject): Map<string, Value> => {
  const header = new Map<string, Value>()
  const put = (name: string, raw: unknown): void => {
    const value = valueIn(raw)
    if (value !== undefined) header.set(name, value)
  }
  put('winlog.provider_guid', attribute(system['Provider'], 'Guid'))
  put('winlog.version', content(system['Version']))
  put('log.level', content(system['Level']))
  put('winlog.task', content(system['Task']))
  put('winlog.opcode', content(system['Opcode']))
  put('winlog.keywords', content(system['Keywords']))
  put('winlog.activity_id', attribute(system['Correlation'], 'ActivityID'))
  put('winlog.related_activity_id', attribute(system['Correlation'], 'RelatedActivityID'))
  put('winlog.process.thread.id', attribute(system['Execution'], 'ThreadID'))
  put('winlog.user.identifier', attribute(system['Security'], 'UserID'))
  return header
}

export const readEvtx = (document: JsonObject): LogRecord => readEvent(objectOf(document['Event']))

/** Reads the content of an `Event` element, as JSON. */
export const readEvent = (event: JsonObject): LogRecord => {
  const system = objectOf(event['System'])
  const provider = textIn(attribute(system['Provider'], 'Name'))
  const code = textIn(content(system['EventID']))
  const hex = isFilteringPlatform(code) ? noHex : (hexNames.get(foldCase(provider)) ?? noHex)
  const raw = readData(event['EventData'] ?? userData(event['UserData']))
  const data = new Map<string, Value | undefined>()
  for (const [name, part] of raw) {
    if (isObject(part)) {
      const parts = new Map<string, Value>()
      flatten(parts, name, part)
      for (const [path, value] of parts) data.set(path, value)
      continue
    }
    const value = valueIn(part)
    data.set(
      name,
      typeof value === 'number' && hex.has(name) ? (toHex(String(value)) ?? value) : value,
    )
  }
  const pid = Number(attribute(system['Execution'], 'ProcessID') ?? Number.NaN)
  return {
    isWindows: true,
    provider,
    channel: textIn(content(system['Channel'])),
    code,
    recordId: textIn(content(system['EventRecordID'])),
    host: textIn(content(system['Computer'])),
    message: textIn(objectOf(event['RenderingInfo'])['Message']),
    headerPid: Number.isSafeInteger(pid) ? pid : undefined,
    written: writtenIn(system),
    data,
    fromMessage: new Set(),
    header: headerOf(system),
  }
}
