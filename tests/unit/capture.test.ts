import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captureFrom, captureParts, missingParts, predicateOf } from '#queries/capture.ts'
import { AppError } from '#queries/errors.ts'
import type { Fields, LogEvent } from '#queries/event.ts'
import { evaluate } from '#queries/evaluate.ts'

const eventOf = (fields: Fields, rest: Partial<LogEvent> = {}): LogEvent => ({
  id: '0'.repeat(32),
  asset: 'ws-07',
  channel: String(fields['winlog.channel'] ?? ''),
  code: String(fields['event.code'] ?? ''),
  kind: 'process',
  time: { best: 0, early: 0, late: 0, source: 'UtcTime', written: '', shiftUs: 0 },
  fields,
  identities: [],
  locator: { file: 'a.json', record: 1 },
  original: '{}',
  ...rest,
})

const start = eventOf({
  '@timestamp': '2026-11-23T13:07:19.100000Z',
  'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
  'event.code': '1',
  'host.name': 'ws-07.corp.example',
  'user.name': 'n.abara',
  'user.domain': 'CORP',
  'process.name': 'cmd.exe',
  'process.executable': 'C:\\Windows\\System32\\cmd.exe',
  'process.command_line': 'cmd.exe /c "echo *.txt & whoami"',
  'process.args': ['cmd.exe', '/c', 'echo *.txt & whoami'],
  'process.parent.name': 'mmc.exe',
  'process.parent.executable': 'C:\\Windows\\System32\\mmc.exe',
  'process.parent.command_line': 'mmc.exe -Embedding',
})

describe('capturing from an event', () => {
  it('takes its exact values, and each of the six parts', () => {
    const clauses = captureFrom(start)
    expect(clauses.find((clause) => clause.field === 'process.command_line')).toEqual({
      field: 'process.command_line',
      op: 'equals',
      value: 'cmd.exe /c "echo *.txt & whoami"',
      label: 'Command line',
      part: 'command-line',
      chosen: true,
    })
    expect(new Set(clauses.map((clause) => clause.part))).toEqual(
      new Set([...captureParts, 'log-source', 'process']),
    )
    expect(clauses.filter((clause) => clause.part === 'arguments').map((c) => c.value)).toEqual([
      '/c',
      'echo *.txt & whoami',
    ])
    expect(missingParts(start)).toEqual([])
  })

  it('leaves account, host and time to the scope until they are chosen', () => {
    const chosen = captureFrom(start).filter((clause) => clause.chosen)
    expect(chosen.map((clause) => clause.field)).toEqual([
      'winlog.channel',
      'event.code',
      'process.command_line',
      'process.name',
      'process.parent.name',
    ])
  })

  it('gives a predicate that finds the event again, and not the same with another command line', () => {
    const predicate = predicateOf(captureFrom(start))
    expect(evaluate(predicate, start.fields)).toBe(true)
    expect(evaluate(predicate, { ...start.fields, 'process.command_line': 'cmd.exe /c dir' })).toBe(
      false,
    )
    const all = predicateOf(captureFrom(start).map((clause) => ({ ...clause, chosen: true })))
    expect(evaluate(all, start.fields)).toBe(true)
  })

  it('takes what another kind of event is about', () => {
    const clauses = captureFrom(
      eventOf({
        'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
        'event.code': '13',
        'process.name': 'powershell.exe',
        'registry.path': 'HKLM\\Software\\Run\\Upkeep',
        'registry.data.strings': 'c:\\u.cmd',
      }),
    )
    expect(clauses.filter((clause) => clause.part === 'about').map((c) => c.field)).toEqual([
      'registry.path',
      'registry.data.strings',
    ])
  })

  it('holds very long text by its beginning', () => {
    const event = eventOf({
      'event.code': '4104',
      'powershell.file.script_block_text': `${'x'.repeat(50_000)}end`,
    })
    const clause = captureFrom(event).find((c) => c.label === 'Script')
    expect(clause?.op).toBe('starts_with')
    expect(evaluate(predicateOf(captureFrom(event)), event.fields)).toBe(true)
  })

  it('says in words which of the six an event lacks', () => {
    const audit = eventOf({
      '@timestamp': '2026-11-23T13:07:19.000000Z',
      'winlog.channel': 'Security',
      'event.code': '4688',
      'host.name': 'ws-07',
      'user.name': 'n.abara',
      'process.name': 'cmd.exe',
    })
    const missing = missingParts(audit)
    expect(missing.map(({ part }) => part)).toEqual(['command-line', 'arguments', 'parent-process'])
    expect(missing[0]?.words).toBe(
      'This Security 4688 event holds no command line. Command line auditing was off when it was written.',
    )
  })

  it('finds any event again by any values it holds', () => {
    const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean())
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('process.command_line', 'process.name', 'user.name', 'file.path'),
          fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 })),
          { minKeys: 1 },
        ),
        (fields) => {
          const clauses = captureFrom(eventOf(fields)).map((c) => ({ ...c, chosen: true }))
          expect(clauses.length === 0 || evaluate(predicateOf(clauses), fields)).toBe(true)
        },
      ),
    )
  })
})

describe('edited clauses', () => {
  const clause = { field: 'process.name', op: 'equals', value: 'a.exe', chosen: true }

  it('take any operator', () => {
    expect(predicateOf([{ ...clause, op: 'contains', value: 'a' }])).toEqual({
      all: [{ field: 'process.name', op: 'contains', value: 'a' }],
    })
    expect(predicateOf([{ ...clause, op: 'exists' }])).toEqual({
      all: [{ field: 'process.name', op: 'exists' }],
    })
  })

  it('are refused one fault a clause, and when nothing is chosen', () => {
    const faultsOf = (...clauses: Parameters<typeof predicateOf>[0]): readonly string[] => {
      try {
        predicateOf(clauses)
        return []
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return (error.details.faults ?? []).map((fault) => fault.field)
      }
    }
    expect(
      faultsOf(clause, { ...clause, op: 'smells' }, { ...clause, value: { any: [] } }, clause),
    ).toEqual(['clauses.1', 'clauses.2'])
    expect(faultsOf({ ...clause, chosen: false })).toEqual(['clauses'])
    expect(faultsOf()).toEqual(['clauses'])
  })
})
