import { formatInstant } from '#queries/scope.ts'

/* Documents of our own making, in the flat export shape, for tests that need to know every value. */

export interface Account {
  readonly user: string
  readonly domain: string
  readonly sid: string
}

export type DocumentData = Readonly<Record<string, unknown>>

/** `2026-03-02T08:00:00Z` and so many microseconds. */
export const baseTime = Date.UTC(2026, 2, 2, 8) * 1000
export const at = (us: number): number => baseTime + us
export const second = 1_000_000
export const minute = 60 * second
export const hour = 60 * minute

const utcTime = (time: number): string => formatInstant(time).replace('T', ' ').replace('Z', '')

let records = 0

const document = (
  channel: string,
  provider: string,
  code: number,
  host: string,
  time: number,
  data: DocumentData,
): string => {
  records += 1
  return JSON.stringify({
    EventID: code,
    Channel: channel,
    SourceName: provider,
    Hostname: host,
    TimeCreated: formatInstant(time),
    RecordNumber: records,
    ...data,
  })
}

/** A Sysmon record; its time is its `UtcTime`. */
export const sysmon = (code: number, host: string, time: number, data: DocumentData): string =>
  document('Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon', code, host, time, {
    UtcTime: utcTime(time),
    ...data,
  })

/** A Security record; its time is `TimeCreated`. */
export const security = (code: number, host: string, time: number, data: DocumentData): string =>
  document('Security', 'Microsoft-Windows-Security-Auditing', code, host, time, data)

export const guid = (n: number): string =>
  `{0f9a7c10-0000-0000-0000-${n.toString(16).padStart(12, '0')}}`

export interface Start {
  readonly host: string
  readonly time: number
  /** Process number: makes its entity id. */
  readonly n: number
  readonly pid: number
  readonly image: string
  readonly command: string
  readonly user: Account
  readonly parent?: number
  readonly parentImage?: string
  readonly logonId?: string
}

/** Sysmon 1: names the user of the process. */
export const processStart = (start: Start): string =>
  sysmon(1, start.host, start.time, {
    ProcessGuid: guid(start.n),
    ProcessId: start.pid,
    Image: start.image,
    CommandLine: start.command,
    User: `${start.user.domain}\\${start.user.user}`,
    LogonId: start.logonId ?? '0x1f4a2',
    ParentProcessGuid: guid(start.parent ?? 1),
    ParentProcessId: 600,
    ParentImage: start.parentImage ?? 'C:\\Windows\\explorer.exe',
    ParentCommandLine: 'explorer.exe',
  })

/** Sysmon 13 of the older schema: names nobody. */
export const registrySet = (
  host: string,
  time: number,
  n: number,
  pid: number,
  target: string,
  data: DocumentData = {},
): string =>
  sysmon(13, host, time, {
    EventType: 'SetValue',
    ProcessGuid: guid(n),
    ProcessId: pid,
    Image: 'C:\\Windows\\System32\\reg.exe',
    TargetObject: target,
    Details: 'DWORD (0x00000001)',
    ...data,
  })

/** Sysmon 3: an outbound connection. */
export const connection = (
  host: string,
  time: number,
  n: number,
  pid: number,
  user: Account,
  from: string,
  to: string,
): string => {
  const [sourceIp = '', sourcePort = ''] = from.split('#')
  const [destinationIp = '', destinationPort = ''] = to.split('#')
  return sysmon(3, host, time, {
    ProcessGuid: guid(n),
    ProcessId: pid,
    Image: 'C:\\Program Files\\Tool\\tool.exe',
    User: `${user.domain}\\${user.user}`,
    Protocol: 'tcp',
    Initiated: 'true',
    SourceIp: sourceIp,
    SourcePort: sourcePort,
    DestinationIp: destinationIp,
    DestinationPort: destinationPort,
  })
}

/** Security 4624. */
export const logon = (
  host: string,
  time: number,
  user: Account,
  logonId: string,
  data: DocumentData = {},
): string =>
  security(4624, host, time, {
    SubjectUserSid: 'S-1-0-0',
    SubjectUserName: '-',
    SubjectDomainName: '-',
    SubjectLogonId: '0x0',
    TargetUserSid: user.sid,
    TargetUserName: user.user,
    TargetDomainName: user.domain,
    TargetLogonId: logonId,
    LogonType: '3',
    IpAddress: '10.20.0.9',
    IpPort: '50123',
    ...data,
  })

/** An ECS document of another product: lists, its own channel, no Windows record. */
export const ecs = (host: string, time: number, data: DocumentData): string => {
  records += 1
  return JSON.stringify({
    '@timestamp': formatInstant(time),
    ecs: { version: '8.11.0' },
    host: { name: host },
    ...data,
    event: { code: 'start', dataset: 'sensor.process', id: String(records) },
  })
}
