import { describe, expect, it } from 'vitest'
import { fieldType } from '#queries/field-types.ts'
import { detectShape, normalize } from '#queries/normalize.ts'
import { eventOf, eventsOf, linesOf, pick } from '../support/normalize-lines.ts'

const hour = 3_600_000_000
const us = (text: string): number => Date.parse(text) * 1000

describe('normalize: NXLog', () => {
  const events = eventsOf('nxlog', { shiftUs: 4 * hour })
  const at = (key: string) => pick(events, key)

  it('reads a Sysmon process creation that has no ProcessId', () => {
    const event = at('Sysmon 1')
    expect(event).toMatchObject({ kind: 'process', asset: 'ws-acc-07', code: '1' })
    expect(event.fields).toMatchObject({
      '@timestamp': '2026-11-23T13:07:19.104000Z',
      'event.code': '1',
      'winlog.record_id': '1001',
      'host.name': 'WS-ACC-07.corp.example',
      'process.name': 'EXCEL.EXE',
      'process.command_line': '"C:\\Program Files\\Office\\EXCEL.EXE" /automation -Embedding',
      'process.args': ['C:\\Program Files\\Office\\EXCEL.EXE', '/automation', '-Embedding'],
      'process.entity_id': '{5b1f0a2c-9d17-6921-0a0b-000000001200}',
      'process.parent.name': 'svchost.exe',
      'process.parent.pid': 820,
      'process.hash.sha256': 'CC33',
      'winlog.logon.id': '0x2caa11',
      'winlog.process.pid': 3312,
      'winlog.event_data.ParentProcessId': '820',
      'user.name': 'n.abara',
      'user.domain': 'CORP',
    })
    expect(event.fields).not.toHaveProperty('process.pid')
    expect(event.fields).not.toHaveProperty('rule.name')
  })

  it('never takes the logging service or the collector for an identity or an asset', () => {
    for (const event of events.values()) {
      expect(event.asset).toBe('ws-acc-07')
      expect(event.identities.map((i) => i.name)).not.toContain('SYSTEM')
      expect(event.fields['observer.hostname']).toBe('collector.corp.example')
    }
    expect(at('Sysmon 1').fields['winlog.user.name']).toBe('SYSTEM')
  })

  it('takes the source of a process access as actor and keeps the target apart', () => {
    expect(at('Sysmon 10').fields).toMatchObject({
      'process.pid': 6120,
      'process.name': 'EXCEL.EXE',
      'target.process.name': 'lsass.exe',
      'target.process.pid': 700,
      'winlog.event_data.GrantedAccess': '0x1410',
      'winlog.event_data.TargetImage': 'C:\\Windows\\System32\\lsass.exe',
    })
    expect(at('Sysmon 10').identities).toEqual([])
  })

  it('reads a 4688 as the process it made, run by the account it was made for', () => {
    const event = at('security 4688')
    expect(event.fields).toMatchObject({
      'winlog.channel': 'security',
      'process.pid': 6120,
      'process.parent.pid': 820,
      'process.parent.name': 'svchost.exe',
      'winlog.logon.id': '0x2caa11',
      'user.name': 'n.abara',
      'user.target.name': 'n.abara',
    })
    expect(event.fields).not.toHaveProperty('user.id')
    expect(event.identities).toEqual([
      { role: 'subject', name: 'WS-ACC-07$', domain: 'CORP', sid: 'S-1-5-18' },
      { role: 'target', name: 'n.abara', domain: 'CORP', sid: null },
    ])
  })

  it('reads a logon as the account that logs on; nobody asks for it', () => {
    const event = at('Security 4624')
    expect(event.identities).toEqual([
      { role: 'target', name: 'n.abara', domain: 'CORP.EXAMPLE', sid: 'S-1-5-21-1-2-3-1105' },
    ])
    expect(event.fields).toMatchObject({
      'user.name': 'n.abara',
      'winlog.logon.type': '3',
      'source.port': 49777,
    })
    expect(event.fields).not.toHaveProperty('winlog.event_data.SubjectUserName')
  })

  it('finds the actor in the message where the header pid hides it', () => {
    const event = at('security 5156')
    expect(event.fields).toMatchObject({
      'process.pid': 6120,
      'process.name': 'excel.exe',
      'network.direction': 'egress',
      'network.transport': 'tcp',
      'destination.port': 135,
      'winlog.process.pid': 4,
    })
    expect(event.fromMessage).toEqual(
      expect.arrayContaining(['process.pid', 'winlog.event_data.ProcessId']),
    )
  })

  it('finds what a WMI consumer event says in its message only', () => {
    expect(at('Sysmon 20').fields).toMatchObject({
      'winlog.event_data.Operation': 'Created',
      'winlog.event_data.Name': '"Updater"',
      'user.name': 'n.abara',
    })
    expect(at('WMI-Activity 5861').fields).toMatchObject({
      'winlog.event_data.ESS': 'Updater_F',
      'winlog.event_data.CONSUMER': 'CommandLineEventConsumer="Updater"',
    })
  })

  it('takes the header pid for the actor in PowerShell/Operational alone', () => {
    expect(at('PowerShell 4103').fields).toMatchObject({
      'process.pid': 7040,
      'winlog.event_data.Command Name': 'Get-Process',
      'powershell.id': '386ac606-c0a1-4f18-a86e-6a28baefb9f7',
    })
    expect(at('PowerShell 4103').identities).toEqual([
      { role: 'process', name: 'n.abara', domain: 'CORP', sid: null },
    ])
    expect(at('Windows PowerShell 800').fields).not.toHaveProperty('process.pid')
  })

  it('reads the context of a classic PowerShell event and not what the script printed', () => {
    expect(at('Windows PowerShell 800').fields).toMatchObject({
      'winlog.event_data.HostApplication': 'powershell.exe -nop',
      'user.name': 'n.abara',
    })
  })

  it('reads the event type that NXLog writes under a name of its own', () => {
    expect(at('Sysmon 13').fields).toMatchObject({
      'winlog.event_data.EventType': 'SetValue',
      'registry.key': 'HKLM\\System\\ControlSet001\\Services\\upd',
      'registry.value': 'ImagePath',
      'registry.data.strings': 'C:\\Users\\Public\\upd.exe',
      'registry.hive': 'HKLM',
    })
  })

  it('undoes the escaping of a pipe name', () => {
    expect(at('Sysmon 18').fields['file.name']).toBe('<Anonymous Pipe>')
    expect(at('Sysmon 18').fields['winlog.event_data.PipeName']).toBe('&lt;Anonymous Pipe&gt;')
  })
})

describe('normalize: time', () => {
  const events = eventsOf('nxlog', { shiftUs: 4 * hour })

  it('gives a process creation one millisecond either way', () => {
    const best = us('2026-11-23T13:07:19.104Z')
    expect(pick(events, 'Sysmon 1').time).toEqual({
      best,
      early: best - 1000,
      late: best + 1000,
      source: 'UtcTime',
      written: '2026-11-23 13:07:19.104',
      shiftUs: 0,
    })
  })

  it('gives any other Sysmon event a timer tick, never early', () => {
    const { best, early, late } = pick(events, 'Sysmon 10').time
    expect([early - best, late - best]).toEqual([0, 16_000])
  })

  it('does not believe the UtcTime of Sysmon 3: the header time, shifted, up to 5 s earlier', () => {
    const best = us('2026-11-23T13:07:24Z')
    expect(pick(events, 'Sysmon 3').time).toEqual({
      best,
      early: best - 5_000_000,
      late: best + 999_999,
      source: 'EventTime',
      written: '2026-11-23 09:07:24',
      shiftUs: 4 * hour,
    })
  })

  it('takes a written whole second as a whole second', () => {
    const { best, early, late } = pick(events, 'security 4688').time
    expect(best).toBe(us('2026-11-23T13:07:19Z'))
    expect([early - best, late - best]).toEqual([0, 999_999])
  })

  it('keeps the microseconds of System.TimeCreated, written as text or as seconds', () => {
    const evtx = eventsOf('evtx')
    expect(pick(evtx, 'Security 4688').time).toMatchObject({
      best: us('2026-11-23T13:07:19Z') + 123_456,
      source: 'System.TimeCreated',
    })
    expect(pick(evtx, 'Security 1102').time.best % 1_000_000).toBe(614_493)
  })

  it('takes @timestamp last, and an arrival time never', () => {
    const document = {
      EventID: 1,
      Channel: 'System',
      Hostname: 'h',
      EventReceivedTime: '2026-11-23 09:00:00',
    }
    const context = { shape: 'flat', file: 'f', record: 1, shiftUs: 0 } as const
    expect(normalize('', document, context)).toEqual({
      ok: false,
      reason: 'no time that can be read',
    })
    const stamped = { ...document, '@timestamp': '2026-11-23T09:00:01Z' }
    expect(normalize('', stamped, context)).toMatchObject({
      ok: true,
      event: { time: { source: '@timestamp' } },
    })
  })
})

describe('normalize: other shapes', () => {
  it('names the shape of a document, and null where there is no event', () => {
    const shapes = ['nxlog', 'flat', 'winlogbeat', 'evtx', 'azure'] as const
    for (const shape of shapes) {
      for (const line of linesOf(shape)) expect(detectShape(JSON.parse(line))).toBe(shape)
    }
    expect(linesOf('other').map((line) => detectShape(JSON.parse(line)))).toEqual([
      'ecs',
      'json',
      'json',
    ])
    for (const nothing of [null, 1, 'x', [], {}, { a: 1 }, { time: 'soon' }]) {
      expect(detectShape(nothing)).toBeNull()
    }
  })

  it('reads the pid of a filtering event that a plain export calls ProcessID', () => {
    const events = eventsOf('flat')
    expect(pick(events, 'Security 5158').fields).toMatchObject({
      'process.pid': 3108,
      'network.transport': 'udp',
      'winlog.event_data.ProcessID': '3108',
    })
    expect(pick(events, 'Security 4689').fields['process.pid']).toBe(0x12d8)
    expect(pick(events, 'Sysmon 12').fields).toMatchObject({
      'registry.value': 'ThreadingModel',
      'registry.hive': '\\REGISTRY\\MACHINE',
    })
    expect(pick(events, 'Security 1102').fields).toMatchObject({
      'user.name': 'n.abara',
      'winlog.logon.id': '0x2caa11',
    })
  })

  it('reads Winlogbeat 6 and 7, nested and dotted, and tells the collector from the asset', () => {
    const events = eventsOf('winlogbeat')
    for (const event of events.values()) expect(event.asset).toBe('srv-fin-01')
    expect(pick(events, 'Sysmon 5')).toMatchObject({ identities: [], kind: 'process' })
    expect(pick(events, 'Sysmon 5').fields).toMatchObject({
      'winlog.user.name': 'SYSTEM',
      'observer.hostname': 'WEC01',
      'winlog.record_id': '5402080',
    })
    expect(pick(events, 'Security 4625').identities).toEqual([
      { role: 'target', name: 'admin', domain: 'corp.example', sid: null },
    ])
    expect(pick(events, 'Security 4625').time.source).toBe('@timestamp')
    expect(pick(events, 'Security 4634').fields['winlog.logon.id']).toBe('0x2caa11')
  })

  it('gives rendered numbers back the hexadecimal form that the manifest says', () => {
    const fields = pick(eventsOf('evtx'), 'Security 4688').fields
    expect(fields).toMatchObject({
      'winlog.event_data.TargetLogonId': '0x542957e',
      'winlog.event_data.NewProcessId': '0xda4',
      'process.pid': 3492,
      'winlog.logon.id': '0x542957e',
    })
  })

  it('reads event data however the renderer wrote it', () => {
    const events = eventsOf('evtx')
    expect(pick(events, 'Security 1102').fields).toMatchObject({
      'user.name': 'n.abara',
      'winlog.logon.id': '0x7424d',
    })
    expect(pick(events, 'Sysmon 11').fields).toMatchObject({
      'process.entity_id': '5AA13A44-D070-68FB-1A18-000000004002',
      'file.name': 'tool.exe:Zone.Identifier',
      'winlog.record_id': '26359',
    })
    expect(pick(events, 'Windows PowerShell 800').fields).toMatchObject({
      'winlog.event_data.HostApplication': 'powershell.exe',
      'user.name': 'n.abara',
    })
    expect(pick(events, 'Windows Defender 1116').fields).toMatchObject({
      'rule.name': 'HackTool:Win64/Test',
      'user.name': 'n.abara',
    })
  })

  it('reads data in a JSON text, in an XML text, and the XML of Sysmon for Linux', () => {
    const [json, xml, linux] = linesOf('azure').map((line) => eventOf(line))
    expect(json?.fields).toMatchObject({
      'process.name': 'tomcat9.exe',
      'user.name': 'LOCAL SERVICE',
    })
    expect(json?.time).toMatchObject({ best: us('2026-11-23T13:07:25.123Z'), source: 'UtcTime' })
    expect(xml?.fields['process.executable']).toBe('C:\\a & b.exe')
    expect(linux?.fields).toMatchObject({
      'process.name': 'curl',
      'process.pid': 1774,
      'user.name': 'root',
    })
    expect(linux).toMatchObject({ asset: 'ub5', channel: 'Linux-Sysmon/Operational' })
  })

  it('keeps every field of documents that are not from Windows', () => {
    const [ecs, cloud, zeek] = linesOf('other').map((line) => eventOf(line))
    expect(ecs).toMatchObject({ kind: 'process', asset: 'ub5' })
    expect(ecs?.fields).toMatchObject({ 'process.pid': 4242, 'process.parent.pid': 1 })
    expect(ecs?.identities).toEqual([
      { role: 'subject', name: 'n.abara', domain: 'corp', sid: null },
    ])
    expect(cloud?.fields).toMatchObject({
      'requestParameters.ids.id': ['i-1', 'i-2'],
      'event.action': 'DescribeInstances',
      'event.code': 'DescribeInstances',
    })
    expect(cloud?.time.source).toBe('timestamp')
    expect(zeek?.asset).toBe('(no host)')
    expect(zeek?.fields['id.orig_h']).toBe('10.20.30.7')
  })
})

describe('field types', () => {
  it('knows numbers, addresses and times; anything else is a keyword', () => {
    expect(
      ['process.pid', 'source.ip', '@timestamp', 'message', 'constructor'].map(fieldType),
    ).toEqual(['number', 'ip', 'date', 'text', 'keyword'])
    expect(fieldType('winlog.event_data.GrantedAccess')).toBe('keyword')
  })
})
