import { formatInstant } from '#queries/scope.ts'

/** Values an attacker could write into any field of any log. */
export const hostileValues = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '</title></textarea></script><svg onload=alert(1)>',
  'a\u202Egpj.exe\u200B\u0007',
  '${7*7}{{7*7}}%{7*7}',
  '../../../../etc/passwd',
] as const

const start = Date.UTC(2026, 10, 20, 8) * 1000

export const hostileWindow = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' } as const

/**
 * A small log whose every free text is one of the hostile values: process starts with children,
 * connections and files, of two hosts, with lines in it that cannot be read.
 */
export const hostileLog = (): string => {
  const lines = Array.from({ length: 64 }, (_, i) => {
    const value = hostileValues[i % hostileValues.length] ?? ''
    const other = hostileValues[(i + 3) % hostileValues.length] ?? ''
    const time = formatInstant(start + i * 20_000_000)
    return JSON.stringify({
      EventID: [1, 3, 11, 13][i % 4],
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      SourceName: 'Microsoft-Windows-Sysmon',
      Hostname: i % 2 === 0 ? 'WS-01.corp.example' : `WS-02"><b>.corp.example`,
      TimeCreated: time,
      RecordNumber: i + 1,
      UtcTime: time.replace('T', ' ').replace('Z', ''),
      RuleName: other,
      ProcessGuid: `{0f9a7c10-0000-0000-0000-${String(100 + (i % 16)).padStart(12, '0')}}`,
      ProcessId: 1000 + (i % 16),
      Image: `C:\\x\\${value}`,
      CommandLine: `run ${value} ${other}`,
      CurrentDirectory: other,
      User: `CORP\\${value}`,
      ParentProcessGuid: `{0f9a7c10-0000-0000-0000-${String(100 + ((i + 1) % 16)).padStart(12, '0')}}`,
      ParentProcessId: 1000 + ((i + 1) % 16),
      ParentImage: `C:\\p\\${other}`,
      ParentCommandLine: value,
      TargetFilename: `C:\\t\\${value}`,
      TargetObject: `HKLM\\${value}`,
      Details: other,
      SourceIp: '10.0.0.1',
      SourcePort: 50_000 + i,
      DestinationIp: '10.0.0.2',
      DestinationPort: 445,
      DestinationHostname: value,
      Protocol: 'tcp',
      Initiated: 'true',
    })
  })
  lines.splice(10, 0, `{broken ${hostileValues.join(' ')}`, hostileValues.join(' '))
  return `${lines.join('\n')}\n`
}
