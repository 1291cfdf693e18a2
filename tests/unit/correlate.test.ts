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
  registrySet,
  second,
  security,
  sysmon,
} from '#tests/support/documents.ts'

const ada: Account = { user: 'ada', domain: 'CORP', sid: 'S-1-5-21-10-20-30-1101' }
const image = (name: string): string => `C:\\Windows\\System32\\${name}`
const ms = 1_000

/** Sysmon 1 of one process on ALPHA unless told. */
const start = (
  n: number,
  name: string,
  time: number,
  more: Partial<Parameters<typeof processStart>[0]> = {},
): string =>
  processStart({
    host: 'ALPHA',
    time,
    n,
    pid: 2000 + n * 4,
    image: image(name),
    command: name,
    user: ada,
    ...more,
  })

/** Security 4688: `creator` and `pid` as numbers, in whole seconds as many collectors write. */
const created = (
  pid: number,
  creator: number,
  name: string,
  time: number,
  more: Record<string, unknown> = {},
): string =>
  security(4688, 'ALPHA', time, {
    NewProcessId: `0x${pid.toString(16)}`,
    NewProcessName: image(name),
    ProcessId: `0x${creator.toString(16)}`,
    ParentProcessName: image('services.exe'),
    CommandLine: name,
    SubjectUserSid: 'S-1-5-18',
    SubjectUserName: 'ALPHA$',
    SubjectDomainName: 'CORP',
    SubjectLogonId: '0x3e7',
    TargetUserSid: ada.sid,
    TargetUserName: ada.user,
    TargetDomainName: ada.domain,
    TargetLogonId: '0x5a001',
    ...more,
  })

const ended = (pid: number, name: string, time: number): string =>
  security(4689, 'ALPHA', time, {
    ProcessId: `0x${pid.toString(16)}`,
    ProcessName: image(name),
    SubjectUserName: ada.user,
    SubjectLogonId: '0x5a001',
  })

const touched = (pid: number, name: string, time: number, logonId = '0x5a001'): string =>
  security(4663, 'ALPHA', time, {
    ProcessId: `0x${pid.toString(16)}`,
    ProcessName: image(name),
    SubjectUserName: ada.user,
    SubjectLogonId: logonId,
    ObjectType: 'File',
    ObjectName: 'C:\\Data\\plan.docx',
    AccessMask: '0x1',
  })

describe('lineage', () => {
  const documents = [
    start(10, 'winword.exe', at(0), { parent: 1 }),
    start(11, 'cmd.exe', at(second), { parent: 10, parentImage: image('winword.exe') }),
    start(12, 'powershell.exe', at(2 * second), { parent: 11 }),
    start(13, 'whoami.exe', at(3 * second), { parent: 12 }),
    start(14, 'notepad.exe', at(2 * second), { parent: 10 }),
    registrySet('ALPHA', at(2 * second), 11, 2044, 'HKLM\\Software\\A'),
    registrySet('ALPHA', at(4 * second), 12, 2048, 'HKLM\\Software\\B'),
  ]
  const told = tell({ documents, hits: named('1', 'cmd.exe'), assets: ['ALPHA'] })

  it('reaches ancestors and descendants at any depth by unique id', async () => {
    const { linksOf } = await told
    expect(linksOf(named('1', 'winword.exe'))[0]).toMatchObject({
      rule: 'parent',
      grade: 'exact',
      direction: 'before',
    })
    expect(linksOf(named('1', 'powershell.exe'))[0]).toMatchObject({
      rule: 'child',
      grade: 'exact',
      direction: 'after',
    })
    const grandchild = linksOf(named('1', 'whoami.exe'))[0]
    expect(grandchild).toMatchObject({ rule: 'descendant', grade: 'exact', direction: 'after' })
    expect(grandchild?.path.map((step) => step.rule)).toEqual(['child', 'child'])
  })

  it('tells what the process did from what its descendants did', async () => {
    const { linksOf } = await told
    const at11 = (e: LogEvent): boolean => e.fields['registry.path'] === 'HKLM\\Software\\A'
    const at12 = (e: LogEvent): boolean => e.fields['registry.path'] === 'HKLM\\Software\\B'
    expect(linksOf(at11)[0]).toMatchObject({ rule: 'process', grade: 'exact' })
    expect(linksOf(at12)[0]).toMatchObject({ rule: 'descendant-acts', grade: 'exact' })
  })

  it('leaves siblings out of exact links', async () => {
    const { linksOf } = await told
    expect(linksOf(named('1', 'notepad.exe')).filter((link) => link.grade === 'exact')).toEqual([])
  })

  it('gives lanes their processes, each tied to its parent', async () => {
    const { answer } = await told
    const byName = new Map(answer.processes.map((node) => [node.name, node]))
    expect(byName.get('whoami.exe')?.parent).toBe(byName.get('powershell.exe')?.id)
    expect(byName.get('cmd.exe')?.parent).toBe(byName.get('winword.exe')?.id)
    expect(byName.get('powershell.exe')).toMatchObject({ account: 'CORP\\ada', pid: 2048 })
  })

  it('survives a process that is its own ancestor', async () => {
    const loop = [
      start(20, 'a.exe', at(0), { parent: 22 }),
      start(21, 'b.exe', at(second), { parent: 20 }),
      start(22, 'c.exe', at(2 * second), { parent: 21 }),
    ]
    const { answer } = await tell({ documents: loop, hits: named('1', 'a.exe'), assets: ['ALPHA'] })
    expect(answer.context.length).toBe(2)
    expect(answer.gaps).toEqual([])
  })

  it('stops thirty-two generations away and says so', async () => {
    const line = Array.from({ length: 60 }, (_, i) =>
      start(100 + i, `p${i}.exe`, at(i * second), { parent: 99 + i }),
    )
    const { answer, isContext } = await tell({
      documents: line,
      hits: named('1', 'p5.exe'),
      assets: ['ALPHA'],
    })
    expect(isContext(named('1', 'p37.exe'))).toBe(true)
    expect(answer.gaps.map((gap) => gap.kind)).toEqual(['truncated'])
  })
})

describe('a pid in its lifetime', () => {
  const documents = [
    created(4000, 700, 'other.exe', at(0)),
    touched(4000, 'other.exe', at(10 * second)),
    ended(4000, 'other.exe', at(20 * second)),
    created(4000, 700, 'tool.exe', at(minute)),
    touched(4000, 'tool.exe', at(minute + 5 * second)),
    created(4100, 4000, 'child.exe', at(minute + 6 * second)),
    ended(4000, 'tool.exe', at(2 * minute)),
    created(4000, 700, 'third.exe', at(3 * minute)),
    touched(4000, 'third.exe', at(3 * minute + second)),
    created(4200, 4000, 'stranger.exe', at(4 * minute)),
  ]
  const told = tell({ documents, hits: named('4688', 'tool.exe'), assets: ['ALPHA'] })

  it('joins what the process did and whom it started', async () => {
    const { linksOf } = await told
    expect(linksOf(named('4663', 'tool.exe'))[0]).toMatchObject({
      rule: 'pid',
      grade: 'strong',
      direction: 'after',
    })
    expect(linksOf(named('4688', 'child.exe'))[0]).toMatchObject({
      rule: 'child-by-pid',
      grade: 'strong',
      direction: 'after',
    })
    expect(linksOf(named('4689', 'tool.exe'))[0]?.direction).toBe('after')
  })

  it('never joins another process that had the same pid', async () => {
    const { linksOf } = await told
    const others = ['other.exe', 'third.exe', 'stranger.exe']
    const byPid = others.flatMap((name) =>
      ['4688', '4663', '4689'].flatMap((code) =>
        linksOf(named(code, name)).filter((link) => link.rule.includes('pid')),
      ),
    )
    expect(byPid).toEqual([])
  })

  it('is learned from an access that gives id and pid together', async () => {
    const { linksOf } = await tell({
      documents: [
        sysmon(1, 'ALPHA', at(0), {
          ProcessGuid: guid(5),
          Image: image('tool.exe'),
          CommandLine: 'tool.exe',
          User: 'CORP\\ada',
          LogonId: '0x5a001',
        }),
        sysmon(10, 'ALPHA', at(5 * ms), {
          SourceProcessGUID: guid(1),
          SourceProcessId: 900,
          SourceImage: image('explorer.exe'),
          TargetProcessGUID: guid(5),
          TargetProcessId: 4000,
          TargetImage: image('tool.exe'),
          GrantedAccess: '0x1fffff',
        }),
        touched(4000, 'tool.exe', at(second)),
      ],
      hits: named('1', 'tool.exe'),
      assets: ['ALPHA'],
    })
    expect(linksOf(coded('10'))[0]).toMatchObject({ rule: 'process-access', grade: 'exact' })
    const link = linksOf(coded('4663'))[0]
    expect(link).toMatchObject({ rule: 'pid', grade: 'strong' })
    expect(link?.path.map((step) => step.rule)).toEqual(['process-access', 'pid'])
  })

  it('keeps a connection that is told late and without a process', async () => {
    const { linksOf } = await tell({
      documents: [
        start(5, 'tool.exe', at(0), { pid: 4000 }),
        sysmon(5, 'ALPHA', at(second), {
          ProcessGuid: guid(5),
          ProcessId: 4000,
          Image: image('tool.exe'),
        }),
        sysmon(3, 'ALPHA', at(2 * second), {
          ProcessGuid: '{00000000-0000-0000-0000-000000000000}',
          ProcessId: 4000,
          Image: '<unknown process>',
          SourceIp: '10.20.0.5',
          SourcePort: '50200',
          DestinationIp: '198.51.100.7',
          DestinationPort: '443',
        }),
        touched(4000, 'later.exe', at(30 * second)),
      ],
      hits: named('1', 'tool.exe'),
      assets: ['ALPHA'],
    })
    expect(linksOf(coded('3'))[0]).toMatchObject({ rule: 'pid', direction: 'after' })
    expect(linksOf(named('4663', 'later.exe')).filter((link) => link.rule === 'pid')).toEqual([])
  })
})

describe('sessions', () => {
  const opened = logon('ALPHA', at(0), ada, '0x5a001', { IpAddress: '10.20.0.9', IpPort: '50123' })
  const system = Array.from({ length: 8 }, (_, i) =>
    touched(800 + i * 4, 'agent.exe', at(i * second), '0x3e7'),
  )

  it('follow the real session of a 4688 and fold the session of the system', async () => {
    const { answer, linksOf } = await tell({
      documents: [
        opened,
        ...system,
        created(4000, 700, 'tool.exe', at(2 * second)),
        touched(4100, 'more.exe', at(3 * second)),
        security(4634, 'ALPHA', at(9 * second), {
          TargetUserName: ada.user,
          TargetLogonId: '0x5a001',
          LogonType: '3',
        }),
      ],
      hits: named('4688', 'tool.exe'),
      assets: ['ALPHA'],
    })
    expect(linksOf(coded('4624'))[0]).toMatchObject({
      rule: 'session-start',
      grade: 'strong',
      direction: 'before',
    })
    expect(linksOf(named('4663', 'more.exe'))[0]).toMatchObject({ rule: 'session' })
    expect(linksOf(coded('4634')).every((link) => link.direction === 'after')).toBe(true)
    expect(linksOf(named('4663', 'agent.exe')).map((link) => link.grade)).toEqual(['weak'])
    expect(answer.folded.find((fold) => fold.rule === 'session')).toMatchObject({
      reason: 'hub',
      grade: 'strong',
      count: 9,
      key: { 'winlog.logon.id': '0x3e7' },
    })
  })

  it('fold whole when they hold more than their limit', async () => {
    const desktop = Array.from({ length: 300 }, (_, i) =>
      touched(6000 + i * 4, 'app.exe', at(i * second)),
    )
    const { answer, isContext } = await tell({
      documents: [opened, ...desktop, created(4000, 700, 'tool.exe', at(2 * second))],
      hits: named('4688', 'tool.exe'),
      assets: ['ALPHA'],
    })
    expect(isContext(named('4663', 'app.exe'))).toBe(false)
    expect(isContext(coded('4624'))).toBe(true)
    const fold = answer.folded.find((one) => one.rule === 'session' && one.reason === 'fan-out')
    expect(fold?.count).toBeGreaterThanOrEqual(301)
  })

  it('are told apart when a boot gives the same LogonId again', async () => {
    const { linksOf } = await tell({
      documents: [
        logon('ALPHA', at(-20 * hour), ada, '0x5a001'),
        opened,
        created(4000, 700, 'tool.exe', at(2 * second)),
        logon('ALPHA', at(5 * hour), ada, '0x5a001'),
        touched(4100, 'other.exe', at(5 * hour + second)),
      ],
      hits: named('4688', 'tool.exe'),
      assets: ['ALPHA'],
    })
    expect(linksOf(named('4663', 'other.exe')).filter((l) => l.rule === 'session')).toEqual([])
    expect(
      linksOf((e) => e.code === '4624' && e.time.best === at(-20 * hour)).filter(
        (link) => link.rule === 'session-start',
      ),
    ).toEqual([])
  })
})

describe('a parent that serves everybody', () => {
  const host = image('svchost.exe')
  const documents = [
    sysmon(1, 'ALPHA', at(-hour), {
      ProcessGuid: guid(2),
      ProcessId: 900,
      Image: host,
      CommandLine: `${host} -k DcomLaunch -p`,
      User: 'NT AUTHORITY\\SYSTEM',
      LogonId: '0x3e7',
      ParentProcessGuid: guid(1),
      ParentProcessId: 700,
      ParentImage: image('services.exe'),
    }),
    sysmon(3, 'ALPHA', at(-second), {
      ProcessGuid: guid(2),
      ProcessId: 900,
      Image: host,
      SourceIp: '10.20.0.9',
      SourcePort: '50123',
      DestinationIp: '10.20.0.5',
      DestinationPort: '135',
    }),
    start(5, 'mmc.exe', at(0), { parent: 2, parentImage: host }),
    start(6, 'dllhost.exe', at(second), { parent: 2, parentImage: host, logonId: '0x3e4' }),
  ]

  it('is linked itself, by id, and brings none of its own events', async () => {
    const { linksOf } = await tell({ documents, hits: named('1', 'mmc.exe'), assets: ['ALPHA'] })
    expect(linksOf(named('1', 'svchost.exe'))[0]).toMatchObject({ rule: 'parent', lookup: false })
    const strong = (e: LogEvent) =>
      ['3', '1'].includes(e.code) && e.fields['process.name'] !== 'svchost.exe'
    expect(linksOf(strong).filter((l) => l.grade === 'exact' || l.grade === 'strong')).toEqual([])
    expect(linksOf(coded('3')).every((link) => link.grade === 'weak')).toBe(true)
  })

  it('brings its connection when it is a program of its own', async () => {
    const shell = documents.map((text) => text.replaceAll('svchost.exe', 'explorer.exe'))
    const { linksOf } = await tell({
      documents: shell,
      hits: named('1', 'mmc.exe'),
      assets: ['ALPHA'],
    })
    expect(linksOf(coded('3'))[0]).toMatchObject({ rule: 'parent-acts', grade: 'exact' })
  })
})

describe('from one asset to another', () => {
  const documents = [
    start(5, 'schtasks.exe', at(0), { pid: 4000, command: 'schtasks /create /tn \\Sync /s BRAVO' }),
    connection('ALPHA', at(second), 5, 4000, ada, '10.20.0.9#50123', '10.20.0.6#49671'),
    security(5156, 'BRAVO', at(second), {
      ProcessID: 820,
      Application: '\\device\\harddiskvolume2\\windows\\system32\\svchost.exe',
      Direction: '%%14592',
      SourceAddress: '10.20.0.9',
      SourcePort: '50123',
      DestAddress: '10.20.0.6',
      DestPort: '49671',
      Protocol: '6',
    }),
    logon('BRAVO', at(1_100 * ms), ada, '0x77001'),
    security(4698, 'BRAVO', at(1_300 * ms), {
      SubjectUserName: ada.user,
      SubjectUserSid: ada.sid,
      SubjectLogonId: '0x77001',
      TaskName: '\\Sync',
      TaskContent: '<Exec><Command>C:\\Tools\\sync.exe</Command></Exec>',
    }),
  ]
  const isHit = (event: LogEvent): boolean =>
    event.code === '4698' || event.fields['process.name'] === 'schtasks.exe'

  it('makes one episode of the two ends, over a path that keeps every step', async () => {
    const { answer, linksOf } = await tell({ documents, hits: isHit, assets: ['ALPHA', 'BRAVO'] })
    expect(answer.episodes.length).toBe(1)
    expect(answer.episodes[0]?.assets.toSorted()).toEqual(['alpha', 'bravo'])
    const created4698 = answer.context.length > 0 ? linksOf(coded('3', 'alpha')) : []
    const back = created4698.find((link) => link.rule === 'session-connection')
    expect(back).toMatchObject({ grade: 'strong', direction: 'before' })
    expect(back?.path.map((step) => step.rule)).toEqual(['session-start', 'connection-of-logon'])
    expect(back?.path.every((step) => step.from !== null && step.to !== null)).toBe(true)
  })

  it('names the other asset as an extension when it is outside the scope', async () => {
    const { answer } = await tell({ documents, hits: coded('4698'), assets: ['BRAVO'] })
    const outside = answer.context.filter((row) => row.event.asset === 'alpha')
    expect(outside.map((row) => row.event.code).toSorted()).toEqual(['1', '3'])
    expect(outside.every((row) => row.extension)).toBe(true)
    expect(
      answer.context.filter((row) => row.event.asset === 'bravo').some((r) => r.extension),
    ).toBe(false)
  })

  it('links what the remote session made, from the program that opened it', async () => {
    const { linksOf } = await tell({
      documents,
      hits: named('1', 'schtasks.exe'),
      assets: ['ALPHA', 'BRAVO'],
    })
    expect(linksOf(coded('4698'))[0]).toMatchObject({
      rule: 'process-logon-deed',
      grade: 'strong',
      direction: 'after',
    })
  })
})

describe('what was made and what it became', () => {
  it('links a file that is written and then run, and not one of another name', async () => {
    const written = (path: string, time: number): string =>
      sysmon(11, 'ALPHA', time, {
        ProcessGuid: guid(7),
        ProcessId: 4400,
        Image: image('browser.exe'),
        TargetFilename: path,
      })
    const { linksOf, isContext } = await tell({
      documents: [
        written('C:\\Users\\ada\\Downloads\\tool.exe', at(-minute)),
        written('C:\\Users\\ada\\Downloads\\other.exe', at(-minute)),
        start(5, 'tool.exe', at(0), { image: 'C:\\Users\\ada\\Downloads\\tool.exe' }),
      ],
      hits: named('1', 'tool.exe'),
      assets: ['ALPHA'],
    })
    const of = (name: string) => (e: LogEvent) =>
      e.code === '11' && String(e.fields['file.path']).endsWith(name)
    expect(linksOf(of('tool.exe'))[0]).toMatchObject({
      rule: 'file-written',
      grade: 'strong',
      direction: 'before',
    })
    expect(isContext(of('other.exe'))).toBe(false)
  })

  it('links a task with its registry entry, a grade lower', async () => {
    const tree = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree'
    const { linksOf } = await tell({
      documents: [
        registrySet('ALPHA', at(-5 * second), 9, 900, `${tree}\\Sync\\Id`),
        security(4698, 'ALPHA', at(0), { SubjectLogonId: '0x5a001', TaskName: '\\Sync' }),
        security(4699, 'ALPHA', at(minute), { SubjectLogonId: '0x5a777', TaskName: '\\Sync' }),
      ],
      hits: coded('4698'),
      assets: ['ALPHA'],
    })
    expect(linksOf(coded('13'))[0]).toMatchObject({ rule: 'task-cache', grade: 'medium' })
    expect(linksOf(coded('4699'))[0]).toMatchObject({ rule: 'task', grade: 'strong' })
  })
})
