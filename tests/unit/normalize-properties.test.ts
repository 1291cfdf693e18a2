import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockSample } from '#queries/clock.ts'
import { textOf } from '#queries/event.ts'
import { keysOf } from '#queries/links/keys-of.ts'
import { detectShape, normalize, type Shape } from '#queries/normalize.ts'
import { sentenceOf } from '#queries/sentence.ts'
import { eventOf, linesOf } from '../support/normalize-lines.ts'

const shapes: readonly Shape[] = ['nxlog', 'flat', 'winlogbeat', 'ecs', 'evtx', 'azure', 'json']
const context = { file: 'f', record: 1, shiftUs: 0 }
const fixtures = ['nxlog', 'flat', 'winlogbeat', 'evtx', 'azure', 'other'].flatMap(linesOf)

/** Text as an attacker would write it: quotes, wildcards, escapes, control and bidirectional characters. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    "'; DROP TABLE ev; --",
    '<script>alert(1)</script>',
    '\u202Egnp.exe',
    '../../etc/passwd',
    '{"$ne":1}',
    '\u0000\u0007',
    'Process Information:\r\n\tProcess ID:\t0x4',
    '='.repeat(500),
  ),
)

const windowsNames = [
  'UtcTime',
  'ProcessGuid',
  'ProcessId',
  'Image',
  'CommandLine',
  'User',
  'Hashes',
  'SubjectUserName',
  'SubjectUserSid',
  'SubjectLogonId',
  'TargetUserName',
  'TargetLogonId',
  'IpAddress',
  'IpPort',
  'SourceIp',
  'DestinationIp',
  'TargetObject',
  'TargetFilename',
  'PipeName',
  'ContextInfo',
  'TaskName',
  'ServiceName',
  'ObjectName',
  'ObjectType',
  'ShareName',
  'RelativeTargetName',
  'Message',
  'Consumer',
  'Filter',
]

/** A Windows event of any id whose every field is hostile. */
const hostileEvent = fc
  .record({
    EventID: fc.oneof(
      fc.integer({ min: 1, max: 29 }),
      fc.constantFrom(4624, 4688, 4663, 5145, 5156, 4103, 800, 5861, 7045, 129),
    ),
    SourceName: fc.constantFrom(
      'Microsoft-Windows-Sysmon',
      'Microsoft-Windows-Security-Auditing',
      'Microsoft-Windows-PowerShell',
      'PowerShell',
      'Microsoft-Windows-WMI-Activity',
      'Service Control Manager',
      'Microsoft-Windows-TaskScheduler',
      'toString',
    ),
    Channel: fc.constantFrom(
      'Security',
      'System',
      'Microsoft-Windows-Sysmon/Operational',
      '__proto__',
    ),
    Hostname: hostile,
    EventTime: fc.constant('2026-11-23 09:07:20'),
  })
  .chain((head) =>
    fc
      .dictionary(
        fc.oneof(fc.constantFrom(...windowsNames), hostile),
        fc.oneof(hostile, fc.integer(), fc.constant(null), fc.boolean()),
      )
      .map((data) => ({ ...data, ...head })),
  )

/** Keys in another order, at every level. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([k, v]) => [k, turned(v)])
      .toReversed(),
  )
}

describe('normalize', () => {
  it('never throws, whatever the document and the shape it is said to have', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.json({ maxDepth: 5 })),
        fc.constantFrom(...shapes),
        (text, shape) => {
          const document: unknown = JSON.parse(text)
          detectShape(document)
          clockSample(document, shape)
          expect(typeof normalize(text, document, { ...context, shape }).ok).toBe('boolean')
        },
      ),
      { numRuns: 400 },
    )
  })

  it('reads hostile events, their keys and their sentence without throwing, and keeps each value as it is', () => {
    fc.assert(
      fc.property(hostileEvent, (document) => {
        const text = JSON.stringify(document)
        const result = normalize(text, JSON.parse(text), { ...context, shape: 'nxlog' })
        if (!result.ok) return
        const { event } = result
        expect(Array.isArray(keysOf(event))).toBe(true)
        expect(sentenceOf(event).length).toBeGreaterThan(0)
        for (const name of ['CommandLine', 'Image', 'TargetFilename'] as const) {
          const value: unknown = Reflect.get(document, name)
          if (typeof value !== 'string' || value.trim() === '' || value.trim() === '-') continue
          expect(textOf(event.fields, `winlog.event_data.${name}`)).toBe(value)
        }
        expect(event.original).toBe(text)
      }),
      { numRuns: 400 },
    )
  })

  it('gives the same id to the same document in another order, file and shift, and another to another', () => {
    const ids = new Set<string>()
    for (const line of fixtures) {
      const event = eventOf(line)
      const again = eventOf(JSON.stringify(turned(JSON.parse(line))), {
        file: 'b.json',
        record: 'x',
        shiftUs: 3_600_000_000,
      })
      expect(again.id).toBe(event.id)
      expect(event.id).toMatch(/^[0-9a-f]{32}$/)
      ids.add(event.id)
    }
    expect(ids.size).toBe(fixtures.length)
  })

  it('refuses what is too deep before it recurses into it', () => {
    const deep: unknown = JSON.parse(
      `{"@timestamp":"2026-11-23T13:07:19Z","a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    )
    expect(normalize('', deep, { ...context, shape: 'json' })).toEqual({
      ok: false,
      reason: 'nested deeper than 64 levels',
    })
  })

  it('keeps a field named __proto__', () => {
    const line = '{"time":"2026-11-23T13:07:19Z","__proto__":"x","a":{"__proto__":"y"}}'
    const fields = eventOf(line).fields
    expect([textOf(fields, '__proto__'), textOf(fields, 'a.__proto__')]).toEqual(['x', 'y'])
  })
})
