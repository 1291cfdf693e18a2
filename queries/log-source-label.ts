import { foldCase } from './event.ts'

const short: Readonly<Record<string, string>> = {
  'microsoft-windows-sysmon/operational': 'Sysmon',
  'linux-sysmon/operational': 'Sysmon',
  'microsoft-windows-powershell/operational': 'PowerShell',
  'windows powershell': 'Windows PowerShell',
  'microsoft-windows-taskscheduler/operational': 'Task Scheduler',
  'microsoft-windows-wmi-activity/operational': 'WMI Activity',
  'microsoft-windows-winrm/operational': 'WinRM',
  'microsoft-windows-windows defender/operational': 'Defender',
  'microsoft-windows-terminalservices-localsessionmanager/operational': 'Terminal sessions',
  'microsoft-windows-terminalservices-remoteconnectionmanager/operational': 'Terminal connections',
}

/** A channel in a word or two; one without a short name loses only what all channels of Windows share. */
const channelLabel = (channel: string): string =>
  short[foldCase(channel)] ??
  (channel.replace(/^Microsoft-Windows-/i, '').replace(/\/Operational$/i, '') || 'no channel')

/** A log source in words: `Sysmon 1`, `Security 4688`. */
export const logSourceLabel = (channel: string, code: string): string =>
  code === '' ? channelLabel(channel) : `${channelLabel(channel)} ${code}`
