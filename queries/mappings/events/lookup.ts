import { foldCase } from '../../event.ts'
import type { EventMapping } from '../mapping.ts'
import { securityDefault, securityEvents } from './security.ts'
import {
  classicPowershellEvents,
  defenderEvents,
  powershellDefault,
  powershellEvents,
  systemEvents,
  taskSchedulerEvents,
  terminalConnectionEvents,
  terminalSessionEvents,
  wmiActivityEvents,
} from './services.ts'
import { sysmonEvents } from './sysmon.ts'

type Table = Readonly<Record<string, EventMapping>>

const byProvider: Readonly<Record<string, Table>> = {
  'microsoft-windows-sysmon': sysmonEvents,
  'linux-sysmon': sysmonEvents,
  'microsoft-windows-security-auditing': securityEvents,
  'microsoft-windows-powershell': powershellEvents,
  powershell: classicPowershellEvents,
  'microsoft-windows-taskscheduler': taskSchedulerEvents,
  'microsoft-windows-wmi-activity': wmiActivityEvents,
  'microsoft-windows-terminalservices-localsessionmanager': terminalSessionEvents,
  'microsoft-windows-terminalservices-remoteconnectionmanager': terminalConnectionEvents,
  'microsoft-windows-windows defender': defenderEvents,
  ...systemEvents,
}

/** What stands in for a provider where the log gives only a channel. System is shared: its ids decide. */
const byChannel: Readonly<Record<string, string>> = {
  'microsoft-windows-sysmon/operational': 'microsoft-windows-sysmon',
  'linux-sysmon/operational': 'linux-sysmon',
  security: 'microsoft-windows-security-auditing',
  'microsoft-windows-powershell/operational': 'microsoft-windows-powershell',
  'windows powershell': 'powershell',
  'microsoft-windows-taskscheduler/operational': 'microsoft-windows-taskscheduler',
  'microsoft-windows-wmi-activity/operational': 'microsoft-windows-wmi-activity',
  'microsoft-windows-terminalservices-localsessionmanager/operational':
    'microsoft-windows-terminalservices-localsessionmanager',
  'microsoft-windows-terminalservices-remoteconnectionmanager/operational':
    'microsoft-windows-terminalservices-remoteconnectionmanager',
  'microsoft-windows-windows defender/operational': 'microsoft-windows-windows defender',
}

const systemProviders: Readonly<Record<string, string>> = {
  104: 'microsoft-windows-eventlog',
  7036: 'service control manager',
  7040: 'service control manager',
  7045: 'service control manager',
  10016: 'microsoft-windows-distributedcom',
  10028: 'microsoft-windows-distributedcom',
  10036: 'microsoft-windows-distributedcom',
}

const defaults: Readonly<Record<string, EventMapping>> = {
  'microsoft-windows-security-auditing': securityDefault,
  'microsoft-windows-powershell': powershellDefault,
}

const noMapping: EventMapping = { kind: 'other', action: '', fields: [] }

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** Providers are few and events many: each is folded once, as long as there are not absurdly many. */
const foldedProviders = new Map<string, string>()
const maxProviders = 2_000

const foldProvider = (provider: string): string => {
  const known = foldedProviders.get(provider)
  if (known !== undefined) return known
  const folded = foldCase(provider)
  if (foldedProviders.size < maxProviders) foldedProviders.set(provider, folded)
  return folded
}

/** The provider in the form the tables use: folded, and told from the channel where the log names none. */
export const providerKey = (provider: string, channel: string, code: string): string => {
  if (provider !== '') return foldProvider(provider)
  const log = foldCase(channel)
  if (log === 'security' && code === '1102') return 'microsoft-windows-eventlog'
  return own(log === 'system' ? systemProviders : byChannel, log === 'system' ? code : log) ?? ''
}

/** The mapping of one event; an event without one is kept as `other` with all its fields. */
export const mappingOf = (key: string, code: string): EventMapping => {
  const table = own(byProvider, key)
  return (table && own(table, code)) ?? own(defaults, key) ?? noMapping
}
