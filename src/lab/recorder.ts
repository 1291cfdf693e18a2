import type { Random } from './random.ts'
import type { LabAsset, LabIdentity, LabWorld } from './world.ts'

/** Microseconds since the epoch, as everywhere. */
type Micros = number

export type Document = Readonly<Record<string, string | number>>

/** One event on its way to the file; the record number is given when all of a slice is in order. */
export interface Emitted {
  readonly time: Micros
  readonly host: LabAsset
  readonly document: Document
  /** Named when the event is a step of the intrusion. */
  readonly step: string | null
}

export interface Account {
  readonly user: string
  readonly domain: string
  readonly sid: string
}

export interface Session {
  readonly id: string
  readonly account: Account
  readonly type: number
}

export interface LabProcess {
  readonly guid: string
  readonly pid: number
  readonly image: string
  readonly command: string
  readonly session: Session
  readonly host: LabAsset
}

export const sysmonChannel = 'Microsoft-Windows-Sysmon/Operational'
export const system: Account = { user: 'SYSTEM', domain: 'NT AUTHORITY', sid: 'S-1-5-18' }
export const systemSession: Session = { id: '0x3e7', account: system, type: 0 }
export const networkService: Session = {
  id: '0x3e4',
  account: { user: 'NETWORK SERVICE', domain: 'NT AUTHORITY', sid: 'S-1-5-20' },
  type: 5,
}

/** ISO 8601 UTC with `digits` digits of the second. */
export const iso = (time: Micros, digits: number): string => {
  const text = new Date(Math.floor(time / 1000)).toISOString()
  return digits === 3 ? text : text.replace('Z', `${String(time % 1000).padStart(3, '0')}Z`)
}
/** Sysmon's own spelling of a time. */
export const utcTime = (time: Micros): string => iso(time, 3).replace('T', ' ').replace('Z', '')
export const baseName = (path: string): string => path.slice(path.lastIndexOf('\\') + 1)
export const named = (account: Account): string => `${account.domain}\\${account.user}`

/** Sysmon stamps most events with the timer tick, 15.625 ms, that had last passed when it looked. */
const tickUs = 15_625
const onTick = (time: Micros): Micros => Math.floor(time / tickUs) * tickUs

/** Writes single records of one machine in the flat export shape with `TimeCreated`, as each log would. */
export class Recorder {
  readonly host: LabAsset
  protected readonly world: LabWorld
  protected readonly random: Random
  readonly #emit: (event: Emitted) => void

  constructor(host: LabAsset, world: LabWorld, random: Random, emit: (event: Emitted) => void) {
    this.host = host
    this.world = world
    this.random = random
    this.#emit = emit
  }

  accountOf(identity: LabIdentity): Account {
    return { user: identity.name, domain: this.world.domain, sid: identity.sid }
  }

  protected sysmon(
    time: Micros,
    id: number,
    data: Document,
    step: string | null,
    best: Micros = onTick(time),
  ): void {
    this.#emit({
      time,
      host: this.host,
      step,
      document: {
        EventID: id,
        Channel: sysmonChannel,
        SourceName: 'Microsoft-Windows-Sysmon',
        Hostname: this.host.fqdn,
        TimeCreated: iso(time + this.random.int(300, 2900), 3),
        Task: id,
        Level: 4,
        RuleName: '-',
        UtcTime: utcTime(best),
        ...data,
      },
    })
  }

  protected security(time: Micros, id: number, data: Document, step: string | null): void {
    this.#emit({
      time,
      host: this.host,
      step,
      document: {
        EventID: id,
        Channel: 'Security',
        SourceName: 'Microsoft-Windows-Security-Auditing',
        Hostname: this.host.fqdn,
        TimeCreated: iso(time, 3),
        Level: 0,
        ...data,
      },
    })
  }

  protected task(time: Micros, id: number, data: Document, step: string | null): void {
    const { EnginePID, ProcessID, ...rest } = data
    this.#emit({
      time,
      host: this.host,
      step,
      document: {
        EventID: id,
        Channel: 'Microsoft-Windows-TaskScheduler/Operational',
        SourceName: 'Microsoft-Windows-TaskScheduler',
        Hostname: this.host.fqdn,
        TimeCreated: iso(time, 3),
        Level: 4,
        ...rest,
        ...(ProcessID === undefined ? {} : { ProcessID }),
        ...(EnginePID === undefined ? {} : { EnginePID }),
      },
    })
  }

  /** A script block as PowerShell itself logs it: the header's pid is the writer. */
  scriptBlock(time: Micros, process: LabProcess, text: string, step: string | null = null): void {
    this.#emit({
      time,
      host: this.host,
      step,
      document: {
        EventID: 4104,
        Channel: 'Microsoft-Windows-PowerShell/Operational',
        SourceName: 'Microsoft-Windows-PowerShell',
        Hostname: this.host.fqdn,
        TimeCreated: iso(time, 3),
        Level: 5,
        ExecutionProcessID: process.pid,
        MessageNumber: 1,
        MessageTotal: 1,
        ScriptBlockText: text,
        ScriptBlockId: `${this.random.hex(8)}-${this.random.hex(4)}-${this.random.hex(4)}-${this.random.hex(4)}-${this.random.hex(12)}`,
        Path: '',
      },
    })
  }

  protected actor(process: LabProcess): Document {
    return { ProcessGuid: process.guid, ProcessId: process.pid, Image: process.image }
  }

  protected subject(session: Session | null): Document {
    const account = session?.account
    return {
      SubjectUserSid: account?.sid ?? 'S-1-0-0',
      SubjectUserName: account
        ? session === systemSession
          ? `${this.host.name}$`
          : account.user
        : '-',
      SubjectDomainName: account
        ? session === systemSession
          ? this.world.domain
          : account.domain
        : '-',
      SubjectLogonId: session?.id ?? '0x0',
    }
  }

  /** The same image has the same hash wherever it runs. */
  protected hashOf(path: string): string {
    let h = 0x811c9dc5
    for (const c of baseName(path).toLowerCase())
      h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193) >>> 0
    return Array.from({ length: 8 }, (_, i) =>
      (Math.imul(h, i * 2 + 3) >>> 0).toString(16).padStart(8, '0'),
    )
      .join('')
      .toUpperCase()
  }
}
