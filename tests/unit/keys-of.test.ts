import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEvent } from '#queries/event.ts'
import {
  canonicalGuid,
  canonicalLogon,
  canonicalPath,
  canonicalPid,
  canonicalPipe,
  canonicalRegistry,
  canonicalTask,
} from '#queries/links/canonical.ts'
import { encodeKey, keysOf } from '#queries/links/keys-of.ts'
import { keyKinds, type KeyKind } from '#queries/links/keys.ts'
import { eventOf, eventsOf, linesOf, pick } from '../support/normalize-lines.ts'

const values = (event: LogEvent, kind: KeyKind): readonly string[] =>
  keysOf(event)
    .filter((key) => key.kind === kind)
    .map((key) => key.value)

const nxlog = eventsOf('nxlog')
const changed = (name: string, at: number, change: Record<string, unknown>): LogEvent =>
  eventOf(JSON.stringify({ ...JSON.parse(linesOf(name)[at] ?? '{}'), ...change }))

describe('process keys', () => {
  it('are the process a creation made, its parent, and that it began', () => {
    const event = pick(nxlog, 'Sysmon 1')
    expect(values(event, 'entity')).toEqual(['5b1f0a2c-9d17-6921-0a0b-000000001200'])
    expect(values(event, 'entity-start')).toEqual(['5b1f0a2c-9d17-6921-0a0b-000000001200'])
    expect(values(event, 'parent-entity')).toEqual(['5b1f0a2c-1111-6921-0c00-000000001200'])
    expect(values(event, 'pid')).toEqual([])
    expect(values(event, 'parent-pid')).toEqual(['820'])
  })

  it('keep the target of an access apart from its actor', () => {
    const event = pick(nxlog, 'Sysmon 10')
    expect([values(event, 'pid'), values(event, 'target-pid')]).toEqual([['6120'], ['700']])
    expect(values(event, 'target-entity')).toEqual(['5b1f0a2c-0001-6921-0c00-000000001200'])
  })

  it('do not make a creator the actor of its child', () => {
    const event = pick(nxlog, 'security 4688')
    expect([values(event, 'pid'), values(event, 'pid-start'), values(event, 'parent-pid')]).toEqual(
      [['6120'], ['6120'], ['820']],
    )
  })

  it('are never the zero GUID, pid 0 or pid 4', () => {
    expect(values(pick(nxlog, 'Sysmon 3'), 'entity')).toEqual([])
    expect(values(pick(nxlog, 'Security 4624'), 'pid')).toEqual([])
    expect(values(changed('nxlog', 1, { SourceProcessId: '4' }), 'pid')).toEqual([])
  })

  it('say when they stand in the message only', () => {
    const [key] = keysOf(pick(nxlog, 'security 5156')).filter((k) => k.kind === 'pid')
    expect(key).toEqual({
      kind: 'pid',
      asset: 'ws-acc-07',
      value: '6120',
      shown: { 'process.pid': '6120' },
      fromMessage: true,
    })
    expect(keysOf(pick(nxlog, 'security 4688')).some((k) => k.fromMessage)).toBe(false)
  })
})

describe('session keys', () => {
  it('are subject and target, in one spelling', () => {
    expect(values(pick(nxlog, 'security 4688'), 'logon').toSorted()).toEqual(['2927121', '999'])
    expect(values(pick(eventsOf('evtx'), 'Security 4688'), 'logon').toSorted()).toEqual([
      '88249726',
      '999',
    ])
  })

  it('know what opens and what ends a session, and its linked half', () => {
    const event = pick(nxlog, 'Security 4624')
    expect(values(event, 'logon')).toEqual(['2927121', '2927138'])
    expect(values(event, 'logon-start')).toEqual(['2927121', '2927138'])
    expect(values(event, 'logon-guid')).toEqual(['8f1016d1-63c0-0055-c89f-9de782254fd0'])
    expect(values(pick(eventsOf('winlogbeat'), 'Security 4634'), 'logon-end')).toEqual(['2927121'])
  })
})

describe('network keys', () => {
  it('are one tuple for both ends and both directions', () => {
    const tuple = '10.20.30.7|50321|10.20.30.9|135'
    expect(values(pick(nxlog, 'Sysmon 3'), 'tuple')).toEqual([tuple])
    expect(values(pick(nxlog, 'security 5156'), 'tuple')).toEqual([tuple])
    const turned = changed('nxlog', 6, {
      SourceAddress: '10.20.30.9',
      SourcePort: '135',
      DestAddress: '::ffff:10.20.30.7',
      DestPort: '50321',
    })
    expect(values(turned, 'tuple')).toEqual([tuple])
  })

  it('join a logon to the connection that carried it', () => {
    expect(values(pick(nxlog, 'Security 4624'), 'logon-endpoint')).toEqual(['10.20.30.5|49777'])
    expect(values(pick(nxlog, 'Sysmon 3'), 'source-endpoint')).toEqual(['10.20.30.7|50321'])
  })

  it('stay on the asset for a loopback address, and are none for an unspecified one', () => {
    const local = changed('nxlog', 6, { SourceAddress: '::1', DestAddress: '127.0.0.1' })
    expect(values(local, 'tuple')).toEqual([
      '0:0:0:0:0:0:0:1@ws-acc-07|50321|127.0.0.1@ws-acc-07|135',
    ])
    expect(values(changed('nxlog', 6, { SourceAddress: '::' }), 'source-endpoint')).toEqual([])
    expect(values(changed('nxlog', 5, { IpAddress: '-', IpPort: '-' }), 'source-endpoint')).toEqual(
      [],
    )
  })
})

describe('object keys', () => {
  it('are registry keys by one name, with the service and the class they are about', () => {
    const event = pick(nxlog, 'Sysmon 13')
    expect(values(event, 'registry')).toEqual(['hklm\\system\\currentcontrolset\\services\\upd'])
    expect(values(event, 'service')).toEqual(['upd'])
    expect(values(pick(eventsOf('flat'), 'Sysmon 12'), 'clsid')).toEqual([
      '0a1b2c3d-0001-0002-0003-000000000004',
    ])
  })

  it('join a WMI consumer to its binding by name', () => {
    expect(values(pick(nxlog, 'Sysmon 20'), 'wmi')).toEqual(['updater'])
    expect(values(pick(nxlog, 'WMI-Activity 5861'), 'wmi')).toEqual(['updater_f', 'updater'])
    const binding = changed('nxlog', 7, {
      EventID: 21,
      Message: '',
      Consumer: ' "ActiveScriptEventConsumer.Name=\\"Updater\\""',
      Filter: '\\\\.\\ROOT\\subscription:__EventFilter.Name="Updater_F"',
    })
    expect(values(binding, 'wmi')).toEqual(['updater_f', 'updater'])
  })

  it('are the file written, without its stream, and the files a command line names', () => {
    expect(values(pick(eventsOf('evtx'), 'Sysmon 11'), 'file-written')).toEqual([
      '\\users\\n.abara\\downloads\\tool.exe',
    ])
    const run = changed('nxlog', 0, {
      CommandLine:
        'rundll32.exe "C:\\Users\\Public\\a b.dll",Run .\\next.ps1 %%SystemRoot%%\\x.exe',
      CurrentDirectory: 'C:\\work\\',
    })
    expect(values(run, 'file-used')).toEqual([
      '\\program files\\office\\excel.exe',
      '\\users\\public\\a b.dll',
      '\\windows\\x.exe',
      '\\work\\next.ps1',
    ])
  })

  it('are the task by one name wherever it stands', () => {
    const named = (event: LogEvent) => values(event, 'task')
    expect(
      named(changed('nxlog', 0, { CommandLine: 'schtasks /create /tn "My\\Task" /tr x' })),
    ).toEqual(['\\my\\task'])
    expect(named(changed('nxlog', 4, { EventID: 4698, TaskName: '\\My\\Task' }))).toEqual([
      '\\my\\task',
    ])
    const file = { EventID: 11, TargetFilename: 'C:\\Windows\\System32\\Tasks\\My\\Task' }
    expect(named(changed('nxlog', 3, file))).toEqual(['\\my\\task'])
    const tree =
      'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree\\My\\Task\\Id'
    expect(named(changed('nxlog', 3, { TargetObject: tree }))).toEqual(['\\my\\task'])
  })

  it('are pipes by bare name; an anonymous pipe is none', () => {
    expect(values(pick(nxlog, 'Sysmon 18'), 'pipe')).toEqual([])
    expect(values(changed('nxlog', 11, { PipeName: '\\Spoolss' }), 'pipe')).toEqual(['spoolss'])
  })

  it('never take the service of a Kerberos ticket for a Windows service', () => {
    const ticket = changed('nxlog', 5, { EventID: 4769, ServiceName: 'krbtgt' })
    expect(values(ticket, 'service')).toEqual([])
  })
})

describe('account keys', () => {
  it('are people and not services or machines', () => {
    expect(values(pick(nxlog, 'security 4688'), 'identity')).toEqual(['n.abara'])
    expect(values(changed('nxlog', 0, { User: 'NT AUTHORITY\\SYSTEM' }), 'identity')).toEqual([])
  })
})

describe('canonical values', () => {
  it('are one for every spelling', () => {
    fc.assert(
      fc.property(fc.uuid(), (guid) => {
        const all = new Set(encodeKey('entity', guid.toLowerCase()).map(canonicalGuid))
        expect(all.size).toBe(1)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 2 ** 31 }), (n) => {
        expect(new Set(encodeKey('pid', String(n)).map(canonicalPid))).toEqual(new Set([String(n)]))
        expect(new Set(encodeKey('logon', String(n)).map(canonicalLogon))).toEqual(
          new Set([String(n)]),
        )
      }),
    )
    const key = 'hklm\\system\\currentcontrolset\\services\\x'
    expect(new Set(encodeKey('registry', key).map(canonicalRegistry))).toEqual(new Set([key]))
  })

  it('unite device, namespace and drive paths, and leave other hosts apart', () => {
    const spellings = [
      'C:\\Windows\\Temp\\A.exe',
      '\\??\\C:\\Windows\\Temp\\A.exe',
      '\\\\?\\C:\\Windows\\Temp\\A.exe',
      '\\Device\\HarddiskVolume3\\Windows\\Temp\\A.exe',
      '%SystemRoot%\\Temp\\A.exe',
      '\\SystemRoot\\Temp\\A.exe',
      'C:/Windows/Temp/A.exe',
    ]
    expect(new Set(spellings.map(canonicalPath))).toEqual(new Set(['\\windows\\temp\\a.exe']))
    expect(canonicalPath('\\\\srv\\c$\\a.exe')).toBe('\\\\srv\\c$\\a.exe')
    expect([canonicalPath('a.exe'), canonicalPath('-'), canonicalPath('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are nothing for what is no key', () => {
    expect(['', '-', '0x0', '0', 'x'].map(canonicalLogon)).toEqual(Array.from({ length: 5 }))
    expect(canonicalGuid('{00000000-0000-0000-0000-000000000000}')).toBeUndefined()
    expect([canonicalTask('-'), canonicalPipe(''), canonicalRegistry('Software\\x')]).toEqual(
      Array.from({ length: 3 }),
    )
  })

  it('have a spelling for every kind of key', () => {
    const samples: Partial<Record<KeyKind, string>> = {
      logon: '999',
      'logon-start': '999',
      'logon-end': '999',
    }
    const kinds = Object.keys(keyKinds).filter((kind): kind is KeyKind => kind in keyKinds)
    for (const kind of kinds) {
      expect(encodeKey(kind, samples[kind] ?? '10')).toContain(samples[kind] ?? '10')
    }
  })
})
