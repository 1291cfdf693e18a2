import {
  type Account,
  at,
  connection,
  ecs,
  hour,
  logon,
  minute,
  processStart,
  registrySet,
  second,
  security,
  sysmon,
  guid,
} from './documents.ts'

export const hosts = ['ALPHA.corp.example', 'BRAVO.corp.example', 'CHARLIE.corp.example'] as const
export const abara: Account = { user: 'n.abara', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1001' }
export const deploy: Account = { user: 'svc-deploy', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1002' }
export const jli: Account = { user: 'J.Li', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1003' }
export const system: Account = { user: 'SYSTEM', domain: 'NT AUTHORITY', sid: 'S-1-5-18' }

/** Command lines that break what quotes, splices, folds or truncates. */
export const hostileTexts: readonly string[] = [
  'cmd.exe /c "echo %PATH% & dir C:\\Temp\\_[a-z]*.txt"',
  "'; DROP TABLE ev; --",
  '" OR 1=1 -- ',
  'reg add HKLM\\Software\\Run\\ /v x /d C:\\Temp\\',
  '\\\\server\\share$\\tool.exe -p * ?',
  '100%_[x]^!\\%\\_',
  'powershell 💣 👩‍👩‍👧 -enc',
  'שלום \u202egpj.exe\u202c',
  'İstanbul ı ſtraße K ÀÉ àé',
  'tab\tline\r\nnext\u0000nul\u0007bell',
  'lone \ud800 surrogate',
  'replacement \ufffd sign',
  '{{constructor.constructor("x")()}} ${1+1} <script>alert(1)</script>',
  'AND OR NOT NULL true 1e3 0x10',
  ' leading and trailing ',
  `long ${'A\\b%'.repeat(2_300)} end`,
  'CaSe FoLdEd Äö',
  '__proto__',
]

const images = [
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\PowerShell.exe',
  'C:\\Windows\\System32\\mmc.exe',
  'C:\\Users\\n.abara\\AppData\\Local\\Temp\\ünïcode 100%.exe',
] as const

const users = [abara, deploy, jli, system] as const

const pick = <T>(list: readonly [T, ...T[]], i: number): T => list[i % list.length] ?? list[0]

/**
 * About 330 documents on three assets over five hours: starts with hostile command lines, events that
 * name nobody, connections, logons, another product with lists, names that are traps, and equal times.
 */
export const contractDocuments = (): readonly string[] => {
  const documents: string[] = []
  hostileTexts.forEach((command, i) => {
    for (const [h, host] of hosts.entries()) {
      const n = 100 + i * 3 + h
      const time = at(i * 7 * minute + h * 13 * second)
      const user = pick(users, i + h)
      const pid = 2_000 + n
      documents.push(
        processStart({
          host,
          time,
          n,
          pid,
          user,
          image: pick(images, i),
          command,
          parent: n - 3,
          parentImage: pick(images, i + 1),
        }),
        registrySet(
          host,
          time + second,
          n,
          pid,
          `HKLM\\SOFTWARE\\Contract\\${i}\\${command.slice(0, 40)}`,
        ),
        connection(
          host,
          time + 2 * second,
          n,
          pid,
          user,
          `10.20.0.${h + 1}#${50_000 + n}`,
          `${i % 2 === 0 ? '10.9.8.7' : 'fe80::1:2'}#${[443, 445, 135][h] ?? 80}`,
        ),
        logon(host, time + 3 * second, user, `0x${(0x1000 + n).toString(16)}`, {
          WorkstationName: command.slice(0, 15),
        }),
      )
    }
  })
  // A process nobody saw begin: whose events these are cannot be known.
  for (let i = 0; i < 12; i += 1) {
    documents.push(
      registrySet(hosts[0], at(2 * hour + i * second), 9_999, 7_777, `HKCU\\Orphan\\${i}`),
    )
  }
  // Equal times, more than a small page holds.
  for (let i = 0; i < 25; i += 1) {
    documents.push(
      sysmon(11, hosts[1], at(3 * hour), {
        ProcessGuid: guid(100),
        ProcessId: 2_100,
        Image: images[0],
        TargetFilename: `C:\\Temp\\same-time-${i}.txt`,
      }),
    )
  }
  // Lists, in another product's documents.
  for (let i = 0; i < 10; i += 1) {
    documents.push(
      ecs(hosts[2], at(4 * hour + i * minute), {
        process: {
          name: i % 2 === 0 ? ['one.exe', 'CMD.exe'] : 'two.exe',
          command_line: i % 3 === 0 ? ['first', 'second mmc'] : `third ${i}`,
          pid: 10 + i,
        },
        user: { name: 'n.abara', domain: 'corp.example' },
        destination: { ip: ['192.0.2.7', '10.9.8.7'], port: 443 },
        tags: ['a', 'b', 'ü'],
        flag: i % 2 === 0,
        'strange name': 'x',
      }),
    )
  }
  // Names that objects inherit, as fields.
  documents.push(
    security(4688, hosts[0], at(4 * hour + 30 * minute), {
      SubjectUserSid: abara.sid,
      SubjectUserName: abara.user,
      SubjectDomainName: abara.domain,
      SubjectLogonId: '0x1f4a2',
      NewProcessId: '0x1a4',
      NewProcessName: images[0],
      ProcessId: '0x258',
      CommandLine: 'cmd.exe',
      constructor: 'built',
      toString: 'text',
      'a.b c': 'dotted',
    }),
    security(1102, hosts[2], at(4 * hour + 40 * minute), {
      SubjectUserName: jli.user,
      SubjectDomainName: jli.domain,
      SubjectUserSid: jli.sid,
      SubjectLogonId: '0x99',
    }),
  )
  return documents
}
