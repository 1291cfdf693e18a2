import { foldCase } from '../event.ts'
import type { LinkKey } from './keys.ts'

/** LogonIds of the system itself: SYSTEM 0x3e7, LOCAL SERVICE 0x3e5, NETWORK SERVICE 0x3e4, anonymous 0x3e6. */
const systemLogons = new Set([0x3e7, 0x3e5, 0x3e4, 0x3e6])

/** Accounts that many programs share; being one of them says nothing. */
const sharedAccounts = new Set([
  'system',
  'local service',
  'network service',
  'localsystem',
  'anonymous logon',
  'iusr',
])
const sharedSids = new Set(['s-1-5-18', 's-1-5-19', 's-1-5-20', 's-1-5-7', 's-1-0-0'])

/** System processes that serve everybody: what they do is nobody's, whom they start is anybody's. */
const systemProcesses = new Set([
  'system',
  'registry',
  'smss.exe',
  'csrss.exe',
  'wininit.exe',
  'winlogon.exe',
  'services.exe',
  'lsass.exe',
  'lsm.exe',
  'memory compression',
])

/** Whether a path (canonical: no drive, folded) is a program of Windows or installed for all: everybody runs those. */
export const isSystemFile = (path: string): boolean =>
  /^(?:[a-z]:)?\\(?:windows\\(?:(?:system32|syswow64|winsxs|systemapps|assembly|microsoft\.net|servicing)\\|[^\\]+$)|program files(?: \(x86\))?\\)/.test(
    path,
  )

/** Source ports that belong to a protocol and not to one connection (DHCP, DNS, NTP, NetBIOS, IKE, SSDP, mDNS, LLMNR). */
const sharedPorts = new Set([
  '53',
  '67',
  '68',
  '123',
  '137',
  '138',
  '500',
  '546',
  '547',
  '1900',
  '3702',
  '4500',
  '5353',
  '5355',
])
const lastWellKnownPort = 1023

/** Why a session is a hub; null when it is somebody's. The value is a LogonId, in decimal or hex. */
export const logonHub = (value: string): string | null =>
  systemLogons.has(Number(value)) ? 'a logon of the system itself' : null

/** Whether the account is shared by machines and services. `name` may carry its domain. */
export const isSharedAccount = (name: string): boolean => {
  const folded = foldCase(name)
  const bare = folded.slice(folded.lastIndexOf('\\') + 1).replace(/@.*$/, '')
  return (
    sharedAccounts.has(bare) ||
    sharedSids.has(bare) ||
    bare.endsWith('$') ||
    /^(dwm|umfd|iusr|defaultapppool)-?\d*$/.test(bare)
  )
}

/** Programs that start whatever a user or a service asks for: two of their children need have nothing in common. */
const launchers = new Set([
  'explorer.exe',
  'userinit.exe',
  'taskeng.exe',
  'taskhostw.exe',
  'runtimebroker.exe',
  'sihost.exe',
])

/** Whether two processes that share this ancestor share no more than being on one machine. */
export const isLauncher = (process: {
  readonly name: string
  readonly executable: string
}): boolean => processHub(process) !== null || launchers.has(foldCase(process.name))

export type ProcessHub = 'system' | 'host' | null

/** What an image path says when it is where Windows keeps it; a file of that name elsewhere is no hub. */
const inWindows = (executable: string): boolean =>
  executable === '' ||
  !/[\\/]/.test(executable) ||
  /^(\\systemroot|%systemroot%|([a-z]:|\\device\\harddiskvolume\d+|\\\?\?\\[a-z]:)\\windows)\\/.test(
    executable,
  )

/**
 * Whether a process serves everybody: `system` processes always, `host` the hosts of services, COM servers
 * and WMI providers. Of `dllhost` and `wmiprvse` only as parents: the caller decides.
 */
export const processHub = (process: {
  readonly name: string
  readonly executable: string
}): ProcessHub => {
  const name = foldCase(process.name)
  if (!inWindows(foldCase(process.executable))) return null
  if (systemProcesses.has(name)) return 'system'
  return name === 'svchost.exe' ? 'host' : null
}

/**
 * Whether a network key joins strangers: a source port that belongs to a protocol is every machine's. Of a
 * whole tuple one side is a service by nature; it is a hub when both are.
 */
export const networkHub = (key: LinkKey): string | null => {
  if (key.kind !== 'tuple' && key.kind !== 'source-endpoint' && key.kind !== 'logon-endpoint')
    return null
  const parts = key.value.split('|')
  const ports = key.kind === 'tuple' ? [parts[1], parts[3]] : [parts[1]]
  return ports.every((port) => port !== undefined && isSharedPort(port))
    ? `port ${ports.join(' and ')} is shared by a protocol`
    : null
}

const isSharedPort = (port: string): boolean =>
  sharedPorts.has(port) || Number(port) <= lastWellKnownPort
