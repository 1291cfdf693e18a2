import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCatalog } from '#src/catalog/catalog.ts'
import { channelOf } from '#src/catalog/log-channels.ts'
import { catalogFileSchema } from '#src/catalog/schema.ts'
import { catalogFromStix, eventCodesOf } from '#src/catalog/stix.ts'

const catalog = openCatalog()
const ids = (query: string, filter = {}): readonly string[] =>
  catalog.search(query, filter).map((technique) => technique.id)

describe('the catalog', () => {
  it('holds every active Enterprise technique of ATT&CK 18.1', () => {
    expect(catalog.attackVersion).toBe('18.1')
    expect(catalog.techniques).toHaveLength(691)
    expect(catalog.techniques.filter((t) => t.parent !== null)).toHaveLength(475)
    expect(new Set(catalog.techniques.map((t) => t.id)).size).toBe(691)
  })

  it('names strategy DET0224 and its log sources for T1559.001', () => {
    const technique = catalog.technique('t1559.001')
    expect(technique).toMatchObject({
      name: 'Component Object Model',
      tactics: ['execution'],
      platforms: ['Windows'],
      parent: 'T1559',
      version: '1.2',
    })
    expect(technique?.strategies.map((strategy) => strategy.id)).toEqual(['DET0224'])
    expect(technique?.strategies[0]?.analytics).toEqual([
      {
        id: 'AN0628',
        platforms: ['Windows'],
        logSources: [
          { name: 'WinEventLog:Sysmon', codes: ['1'], component: 'Process Creation' },
          { name: 'WinEventLog:Sysmon', codes: ['7'], component: 'Module Load' },
          {
            name: 'WinEventLog:Security',
            codes: ['4663', '4670', '4656'],
            component: 'Windows Registry Key Access',
          },
        ],
      },
    ])
  })

  it('keeps only short facts: no text of ATT&CK longer than a name', () => {
    const longest = catalog.techniques
      .flatMap((t) => [t.name, ...t.strategies.flatMap((s) => s.analytics)])
      .flatMap((part) =>
        typeof part === 'string' ? [part] : part.logSources.flatMap((l) => [l.name, l.component]),
      )
      .reduce((max, text) => Math.max(max, text.length), 0)
    expect(longest).toBeLessThan(100)
  })

  it('groups by tactic in the order of the matrix, a technique under each of its tactics', () => {
    const groups = catalog.byTactic()
    expect(groups).toHaveLength(14)
    expect(groups[0]?.tactic.name).toBe('Reconnaissance')
    expect(groups.at(-1)?.tactic.name).toBe('Impact')
    const under = groups.filter((g) => g.techniques.some((t) => t.id === 'T1053.005'))
    expect(under.map((g) => g.tactic.shortName)).toEqual([
      'execution',
      'persistence',
      'privilege-escalation',
    ])
  })

  it('lists a technique’s sub-techniques', () => {
    expect(catalog.children('T1559').map((t) => t.id)).toEqual([
      'T1559.001',
      'T1559.002',
      'T1559.003',
    ])
  })
})

describe('searching as you type', () => {
  it('ranks exact id, id prefix, name prefix, word prefix, then contained', () => {
    expect(ids('T1559')[0]).toBe('T1559')
    expect(ids('T1559')).toEqual(['T1559', 'T1559.001', 'T1559.002', 'T1559.003'])
    expect(ids('t1559.0')).toEqual(['T1559.001', 'T1559.002', 'T1559.003'])
    expect(ids('powershell')[0]).toBe('T1059.001')
    const transfer = ids('transfer')
    expect(transfer[0]).toBe('T1537')
    expect(transfer).toContain('T1029')
    expect(ids('object model')).toContain('T1559.001')
  })

  it('finds words in any order, and by tactic and platform', () => {
    expect(ids('model component')).toContain('T1559.001')
    expect(ids('', { tactic: 'lateral-movement' })).toContain('T1021.003')
    expect(ids('', { tactic: 'Lateral Movement', platform: 'windows' })).toContain('T1021.003')
    expect(ids('', { tactic: 'execution', platform: 'Linux' })).not.toContain('T1559.001')
    expect(ids('lateral movement')).toContain('T1021.003')
    expect(ids('zzzz')).toEqual([])
  })

  it('answers any text without a fault, and only techniques that exist', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const id of ids(text)) expect(catalog.technique(id)?.id).toBe(id)
      }),
      { numRuns: 50 },
    )
  })
})

describe('reading ATT&CK', () => {
  it('parses event ids out of a channel and keeps no prose', () => {
    expect(eventCodesOf('EventCode=4663, 4670, 4656')).toEqual(['4663', '4670', '4656'])
    expect(eventCodesOf('EventCode=4778, EventCode=4779')).toEqual(['4778', '4779'])
    expect(eventCodesOf('EventCode=5005 (WLAN), EventCode=302 (Bluetooth)')).toEqual([
      '5005',
      '302',
    ])
    expect(eventCodesOf('Kernel-PnP 410/400 device install, disk added')).toEqual([])
  })

  it('knows which Windows channel a short log name stands for', () => {
    expect(channelOf('WinEventLog:Sysmon', '1')).toBe('Microsoft-Windows-Sysmon/Operational')
    expect(channelOf('WinEventLog:PowerShell', '4104')).toBe(
      'Microsoft-Windows-PowerShell/Operational',
    )
    expect(channelOf('WinEventLog:PowerShell', '400')).toBe('Windows PowerShell')
    expect(channelOf('WinEventLog:Microsoft-Windows-COM/Operational', null)).toBe(
      'Microsoft-Windows-COM/Operational',
    )
    expect(channelOf('NSM:Flow', null)).toBeNull()
  })

  it('leaves out what is revoked or deprecated, and refuses what is no bundle', () => {
    const pattern = (id: string, rest: object) => ({
      type: 'attack-pattern',
      id: `attack-pattern--${id}`,
      name: id,
      external_references: [{ source_name: 'mitre-attack', external_id: id }],
      kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'execution' }],
      ...rest,
    })
    const bundle = {
      type: 'bundle',
      objects: [
        { type: 'x-mitre-matrix', id: 'm', tactic_refs: ['t'] },
        {
          type: 'x-mitre-tactic',
          id: 't',
          name: 'Execution',
          x_mitre_shortname: 'execution',
          external_references: [{ source_name: 'mitre-attack', external_id: 'TA0002' }],
        },
        pattern('T0001', {}),
        pattern('T0002', { revoked: true }),
        pattern('T0003', { x_mitre_deprecated: true }),
      ],
    }
    expect(catalogFromStix(bundle, '0.0').techniques.map((t) => t.id)).toEqual(['T0001'])
    expect(() => catalogFromStix({ type: 'bundle' }, '0.0')).toThrow(/no STIX bundle/)
  })

  const bundlePath = '../shared/data/attack/enterprise-attack-18.1.stix20.json.gz'
  it.skipIf(!existsSync(bundlePath))(
    `gives the file that ships, from the bundle itself (skipped where ${bundlePath} is missing)`,
    () => {
      const bundle: unknown = JSON.parse(gunzipSync(readFileSync(bundlePath)).toString('utf8'))
      const shipped: unknown = JSON.parse(
        readFileSync('src/catalog/data/enterprise-18.1.json', 'utf8'),
      )
      expect(catalogFileSchema.parse(shipped)).toEqual(catalogFromStix(bundle, '18.1'))
    },
  )
})
