import type { Machine } from './machine.ts'
import type { LabProcess, Session } from './recorder.ts'
import type { Random } from './random.ts'
import type { LabIdentity, LabWorld } from './world.ts'

type Micros = number
export const seconds = (n: number): Micros => Math.round(n * 1_000_000)

/** What an activity may use: the machines, who sits where, and the clock. */
export interface Office {
  readonly world: LabWorld
  readonly random: Random
  machine(name: string): Machine
  /** The desktop of a workstation's user: made at the first use. */
  desktop(
    machine: Machine,
    at: Micros,
  ): { session: Session; explorer: LabProcess; user: LabIdentity }
}

/** One benign thing that happens on one machine; events is about how many records it writes. */
export interface Activity {
  readonly name: string
  readonly events: number
  readonly weight: number
  readonly roles: readonly string[]
  /** Only in working hours. */
  readonly isWork: boolean
  run(office: Office, machine: Machine, at: Micros): void
}

export const system32 = 'C:\\Windows\\System32'
export const office16 = 'C:\\Program Files\\Microsoft Office\\root\\Office16'
const commonDlls = [
  'ntdll.dll',
  'kernel32.dll',
  'KernelBase.dll',
  'combase.dll',
  'rpcrt4.dll',
  'oleaut32.dll',
  'ole32.dll',
] as const
export const documents = [
  'budget',
  'minutes',
  'offer',
  'roster',
  'invoice',
  'plan',
  'forecast',
  'travel',
] as const
export const sites = [
  'intranet.corp.example',
  'mail.corp.example',
  'news.example.org',
  'docs.example.net',
  'maps.example.com',
] as const

/** The first few system libraries that any program loads. */
export const loads = (
  office: Office,
  machine: Machine,
  process: LabProcess,
  at: Micros,
  count: number,
): void => {
  for (let i = 0; i < count; i += 1) {
    machine.load(at + i * 3_100, process, `${system32}\\${commonDlls[i % commonDlls.length]}`)
  }
  void office
}
