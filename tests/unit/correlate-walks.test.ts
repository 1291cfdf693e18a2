import { describe, expect, it } from 'vitest'
import type { LogEvent } from '#queries/event.ts'
import { coded, named, tell } from '#tests/support/correlate-documents.ts'
import {
  type Account,
  at,
  connection,
  guid,
  hour,
  logon,
  minute,
  processStart,
  second,
  security,
  sysmon,
} from '#tests/support/documents.ts'

const ada: Account = { user: 'ada', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1101' }
const tools = 'C:\\Tools\\'

const start = (
  n: number,
  name: string,
  time: number,
  more: Partial<Parameters<typeof processStart>[0]> = {},
): string =>
  processStart({
    host: 'BRAVO',
    time,
    n,
    pid: 2000 + n * 4,
    image: `${tools}${name}`,
    command: name,
    user: ada,
    ...more,
  })

const written = (host: string, n: number, time: number, path: string): string =>
  sysmon(11, host, time, {
    ProcessGuid: guid(n),
    ProcessId: 2000 + n * 4,
    Image: `${tools}writer.exe`,
    TargetFilename: path,
  })

const atPath =
  (code: string, path: string) =>
  (event: LogEvent): boolean =>
    event.code === code && event.fields['file.path'] === path

describe('back to where it came from', () => {
  const document = 'C:\\Users\\ada\\Mail\\plan.docm'
  const documents = [
    written('ALPHA', 40, at(-hour - 10 * second), document),
    start(41, 'word.exe', at(-hour), {
      host: 'ALPHA',
      command: `word.exe "${document}"`,
      parent: 40,
    }),
    start(42, 'remote.exe', at(-minute), { host: 'ALPHA', parent: 41 }),
    connection('ALPHA', at(-2 * second), 42, 2168, ada, '10.20.0.9#50123', '10.20.0.6#135'),
    logon('BRAVO', at(-second), ada, '0x77001'),
    start(10, 'server.exe', at(0), { logonId: '0x77001' }),
  ]
  const told = tell({ documents, hits: named('1', 'server.exe'), assets: ['BRAVO'] })

  it('finds the process at the source, its ancestors and the document it began with', async () => {
    const { linksOf } = await told
    expect(linksOf(named('1', 'remote.exe'))[0]).toMatchObject({
      rule: 'session-source',
      grade: 'strong',
      direction: 'before',
    })
    expect(linksOf(named('1', 'word.exe'))[0]).toMatchObject({ rule: 'session-source-ancestor' })
    const file = linksOf(atPath('11', document))[0]
    expect(file).toMatchObject({ rule: 'session-source-file', grade: 'strong' })
    expect(file?.path.map((step) => step.rule)).toEqual([
      'session-start',
      'connection-of-logon',
      'process-start',
      'parent',
      'file-origin',
    ])
  })

  it('does not take a connection of another hour for the one that carried the logon', async () => {
    const late = documents.map((text) => (text.includes('"EventID":3,') ? '' : text))
    const early = connection(
      'ALPHA',
      at(-2 * hour),
      42,
      2168,
      ada,
      '10.20.0.9#50123',
      '10.20.0.6#135',
    )
    const { isContext } = await tell({
      documents: [...late.filter((text) => text !== ''), early],
      hits: named('1', 'server.exe'),
      assets: ['BRAVO'],
    })
    expect(isContext(coded('3'))).toBe(false)
  })

  it('finds the access that brought a file which the process loaded', async () => {
    const { linksOf } = await tell({
      documents: [
        logon('BRAVO', at(-minute), ada, '0x77009', { IpPort: '50999' }),
        security(5145, 'BRAVO', at(-50 * second), {
          SubjectUserName: ada.user,
          SubjectLogonId: '0x77009',
          IpAddress: '10.20.0.9',
          IpPort: '50999',
          ShareName: '\\\\*\\C$',
          ShareLocalPath: '\\??\\C:\\',
          RelativeTargetName: 'Tools\\addin.dll',
          AccessMask: '0x2',
        }),
        start(10, 'server.exe', at(0)),
        sysmon(7, 'BRAVO', at(second), {
          ProcessGuid: guid(10),
          ProcessId: 2040,
          Image: `${tools}server.exe`,
          ImageLoaded: `${tools}addin.dll`,
        }),
      ],
      hits: named('1', 'server.exe'),
      assets: ['BRAVO'],
    })
    expect(linksOf(coded('5145'))[0]).toMatchObject({ rule: 'process-loaded', grade: 'strong' })
    expect(linksOf(coded('4624'))[0]).toMatchObject({
      rule: 'loaded-arrival-session',
      direction: 'before',
    })
  })
})

describe('on to what followed', () => {
  const task = (time: number): string =>
    security(4698, 'BRAVO', time, {
      SubjectUserName: ada.user,
      SubjectUserSid: ada.sid,
      SubjectLogonId: '0x77001',
      TaskName: '\\Sync',
      TaskContent: `<Exec><Command>${tools}sync.exe</Command><Arguments>/all &quot;x y&quot;</Arguments></Exec>`,
    })
  const documents = [
    start(10, 'server.exe', at(0), { logonId: '0x77001' }),
    task(at(minute)),
    start(20, 'sync.exe', at(2 * hour), {
      logonId: '0x3e7',
      command: `"${tools}sync.exe" /all "x y"`,
    }),
    connection(
      'BRAVO',
      at(2 * hour + second),
      20,
      2080,
      ada,
      '10.20.0.6#51000',
      '198.51.100.7#443',
    ),
    start(21, 'sync.exe', at(-hour), { logonId: '0x3e7', command: `"${tools}sync.exe" /other` }),
  ]

  it('reaches what the session made to run, once it ran, and what that did', async () => {
    const { linksOf } = await tell({ documents, hits: named('1', 'server.exe'), assets: ['BRAVO'] })
    expect(linksOf(coded('4698'))[0]).toMatchObject({ rule: 'session-makings' })
    const run = linksOf((e) => e.code === '1' && e.time.best === at(2 * hour))[0]
    expect(run).toMatchObject({ grade: 'strong', direction: 'after' })
    expect(run?.path.map((step) => step.rule)).toEqual(['session-makings', 'command-run'])
    expect(linksOf(coded('3'))[0]).toMatchObject({ rule: 'session-made-run-acts' })
  })

  it('leaves out what ran before it was made', async () => {
    const { isContext } = await tell({ documents, hits: coded('4698'), assets: ['BRAVO'] })
    expect(isContext((e) => e.time.best === at(-hour))).toBe(false)
  })

  it('knows a service by its command, whatever stands for the shell', async () => {
    const { linksOf } = await tell({
      documents: [
        security(4697, 'BRAVO', at(0), {
          SubjectLogonId: '0x77001',
          ServiceName: 'helper',
          ServiceFileName: '%COMSPEC% /Q /c echo x > %TEMP%\\run.bat',
        }),
        start(30, 'cmd.exe', at(second), {
          image: 'C:\\Windows\\System32\\cmd.exe',
          command: 'C:\\Windows\\system32\\cmd.exe /Q /c  echo x > C:\\Windows\\TEMP\\run.bat',
        }),
        start(31, 'cmd.exe', at(2 * second), {
          image: 'C:\\Windows\\System32\\cmd.exe',
          command: 'C:\\Windows\\system32\\cmd.exe /Q /c echo y',
        }),
      ],
      hits: coded('4697'),
      assets: ['BRAVO'],
    })
    const runs = (time: number) => linksOf((e) => e.code === '1' && e.time.best === time)
    expect(runs(at(second))[0]).toMatchObject({ rule: 'command-run', grade: 'strong' })
    expect(runs(at(2 * second)).filter((link) => link.grade === 'strong')).toEqual([])
  })

  it('tells credentials opened by a descendant from other accesses', async () => {
    const opened = (time: number, name: string): string =>
      sysmon(10, 'BRAVO', time, {
        SourceProcessGUID: guid(11),
        SourceProcessId: 2044,
        SourceImage: `${tools}child.exe`,
        TargetProcessGUID: guid(name.length + 90),
        TargetProcessId: 700,
        TargetImage: `C:\\Windows\\System32\\${name}`,
        GrantedAccess: '0x1010',
      })
    const { linksOf, isContext } = await tell({
      documents: [
        start(10, 'server.exe', at(0)),
        start(11, 'child.exe', at(second), { parent: 10 }),
        opened(at(2 * second), 'lsass.exe'),
        opened(at(3 * second), 'notepad.exe'),
      ],
      hits: named('1', 'server.exe'),
      assets: ['BRAVO'],
    })
    const access = (name: string) => (e: LogEvent) =>
      e.code === '10' && e.fields['target.process.name'] === name
    expect(linksOf(access('lsass.exe'))[0]).toMatchObject({
      rule: 'descendant-credentials',
      grade: 'exact',
    })
    expect(isContext(access('notepad.exe'))).toBe(false)
  })
})
