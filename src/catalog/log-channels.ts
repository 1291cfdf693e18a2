/**
 * The Windows event channels that ATT&CK's short log names stand for. Names that ATT&CK writes out
 * (`WinEventLog:Microsoft-Windows-CodeIntegrity/Operational`) need no entry; what is not a Windows log has none.
 */
const channels: Readonly<Record<string, string>> = {
  Sysmon: 'Microsoft-Windows-Sysmon/Operational',
  Security: 'Security',
  System: 'System',
  Application: 'Application',
  WMI: 'Microsoft-Windows-WMI-Activity/Operational',
  TaskScheduler: 'Microsoft-Windows-TaskScheduler/Operational',
  WinRM: 'Microsoft-Windows-WinRM/Operational',
  CodeIntegrity: 'Microsoft-Windows-CodeIntegrity/Operational',
  'Windows Defender': 'Microsoft-Windows-Windows Defender/Operational',
}

/** Events of the classic PowerShell log; 4100 and above are in the operational one. */
const classicPowerShell = new Set(['300', '400', '403', '600', '800'])

/** The channel of an ATT&CK log source and event id, or null where it is no Windows event log. */
export const channelOf = (name: string, code: string | null): string | null => {
  if (!name.startsWith('WinEventLog:')) return null
  const log = name.slice('WinEventLog:'.length)
  if (log === 'PowerShell') {
    return code !== null && classicPowerShell.has(code)
      ? 'Windows PowerShell'
      : 'Microsoft-Windows-PowerShell/Operational'
  }
  return channels[log] ?? (log.includes('/') ? log : null)
}
