import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#queries/errors.ts'
import type { LogEvent } from '#queries/event.ts'
import { evaluate } from '#queries/evaluate.ts'
import { captured, emptyRow, rowsOf } from '#src/hunts/draft/clauses.ts'
import {
  type DraftContent,
  type DraftSide,
  draftSchema,
  emptyDraft,
  isDone,
  nextStep,
  openStepBefore,
  withTechnique,
} from '#src/hunts/draft/draft.ts'
import { draftOf } from '#src/hunts/draft/from-question.ts'
import { behaviorOf, questionOf, scopeInputOf, windowsOf } from '#src/hunts/draft/to-question.ts'
import { readTime, typedTime, wholeWindow, windowOf } from '#src/hunts/draft/window.ts'
import { parseQuestion, type Question } from '#src/hunts/question.ts'
import { editedText, fromForm } from '#src/server/form-text.ts'
import { formText } from '#views/safe-text.ts'
import { smallEvent, smallQuestion } from '../support/small-run.ts'

const at = (text: string): number => Date.parse(text) * 1000
const hour = 3_600_000_000
const reach = {
  range: { from: at('2026-11-20T00:00:12Z'), to: at('2026-11-23T12:00:30Z') },
  watermark: at('2026-11-23T12:00:30Z'),
}

/** Field and message of everything that was refused. */
const faultsOf = (act: () => unknown): Readonly<Record<string, string>> => {
  try {
    act()
  } catch (error) {
    if (!isAppError(error)) throw error
    return Object.fromEntries((error.details.faults ?? []).map((f) => [f.field, f.message]))
  }
  return {}
}

/** A behavior, its predicate as rows: one clause and all of one clause mean the same. */
const meaningOf = (behavior: Question['behavior']): unknown =>
  behavior.kind === 'documented'
    ? behavior
    : { ...behavior, predicate: rowsOf(behavior.predicate) ?? behavior.predicate }

const finished: DraftContent = {
  ...emptyDraft,
  technique: 'T1559.001',
  source: 'lab',
  assets: { mode: 'list', list: ['WS-07'], reason: '' },
  identities: { mode: 'any', list: ['kept'], reason: 'a shared kiosk account' },
  behavior: {
    kind: 'clauses',
    rows: [{ ...emptyRow, field: 'process.name', value: 'mmc.exe' }],
    event: null,
  },
}

describe('the window of a draft', () => {
  it('counts back from what the source has read, with its newest event inside', () => {
    expect(windowOf({ mode: 'last', hours: 24 }, reach)).toEqual({
      from: at('2026-11-22T12:01:00Z'),
      to: at('2026-11-23T12:01:00Z'),
    })
  })

  it('is whole minutes around everything, where that is at most 366 days', () => {
    expect(wholeWindow(reach)).toEqual({
      from: at('2026-11-20T00:00:00Z'),
      to: at('2026-11-23T12:01:00Z'),
    })
    const years = { range: { from: 0, to: 400 * 24 * hour }, watermark: null }
    expect(wholeWindow(years)).toBeNull()
    expect(faultsOf(() => windowOf({ mode: 'all' }, years))).toHaveProperty('window')
  })

  it.each([
    ['2026-11-23 06:00:00', '2026-11-23T06:00:00Z'],
    ['2026-11-23 06:00', '2026-11-23T06:00:00Z'],
    [' 2026-11-23T06:00:00Z ', '2026-11-23T06:00:00Z'],
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23 07:00+01:00', '2026-11-23T06:00:00Z'],
    ['2026-11-23T07:00:00+01:00', '2026-11-23T06:00:00Z'],
  ])('reads %s', (typed, meant) => {
    expect(readTime(typed)).toBe(at(meant))
  })

  it.each(['', 'yesterday', '23.11.2026', '2026-13-01', '2026-02-30 00:00', '06:00', '1764000000'])(
    'does not guess at "%s"',
    (typed) => {
      expect(readTime(typed)).toBeUndefined()
    },
  )

  it('shows every time in a spelling that it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000_000 }), (time) => {
        expect(readTime(typedTime(time))).toBe(time)
      }),
    )
  })

  it('says beside each field what is wrong, both at once', () => {
    const typed = { mode: 'between', from: 'soon', to: 'later' } as const
    expect(Object.keys(faultsOf(() => windowOf(typed, reach)))).toEqual([
      'window.from',
      'window.to',
    ])
    const none = { range: null, watermark: null }
    expect(faultsOf(() => windowOf({ mode: 'last', hours: 24 }, none))).toHaveProperty('window')
  })
})

describe('the scope of a draft', () => {
  it('refuses what is missing beside its field, all at once', () => {
    const draft = { ...emptyDraft, window: { mode: 'between', from: 'x', to: '' } } as const
    expect(Object.keys(faultsOf(() => scopeInputOf(draft, reach)))).toEqual([
      'assets',
      'identities',
      'window.from',
      'window.to',
    ])
  })

  it('wants a reason for "any", and never takes both', () => {
    const any = (reason: string): DraftSide => ({ mode: 'any', list: [], reason })
    expect(
      Object.keys(faultsOf(() => scopeInputOf({ ...finished, identities: any('short') }, reach))),
    ).toEqual(['identities.reason'])
    const both = { ...finished, assets: any('all of them, please') }
    expect(faultsOf(() => scopeInputOf(both, reach))).toEqual({
      identities: 'Any asset and any identity together is no scope: name one of them.',
    })
    expect(isDone(both, 'scope')).toBe(false)
  })

  it('refuses a window that ends before it begins, and one longer than 366 days', () => {
    const between = (from: string, to: string) =>
      faultsOf(() => scopeInputOf({ ...finished, window: { mode: 'between', from, to } }, reach))
    expect(Object.keys(between('2026-11-23', '2026-11-23'))).toEqual(['window.to'])
    expect(Object.keys(between('2020-01-01', '2026-11-23'))).toEqual(['window.to'])
  })

  it('checks the window even while the sides are open', () => {
    const draft = {
      ...emptyDraft,
      window: { mode: 'between', from: '2026-11-23', to: '2026-11-22' },
    } as const
    expect(faultsOf(() => scopeInputOf(draft, reach))).toHaveProperty('window.to')
  })
})

describe('the clauses of a draft', () => {
  it('become a predicate of what is kept, turned round where it says not', () => {
    const rows = [
      { ...emptyRow, field: 'process.name', value: 'mmc.exe' },
      { ...emptyRow, field: 'user.name', value: 'svc', keep: false },
      { ...emptyRow, field: 'process.args', op: 'one_of' as const, value: 'a\r\n b \n\n' },
      { ...emptyRow, field: 'file.path', op: 'exists' as const, value: 'left over', not: true },
    ]
    expect(behaviorOf({ kind: 'clauses', rows, event: null })).toEqual({
      kind: 'stated',
      predicate: {
        all: [
          { field: 'process.name', op: 'equals', value: 'mmc.exe' },
          { field: 'process.args', op: 'one_of', value: ['a', 'b'] },
          { not: { field: 'file.path', op: 'exists' } },
        ],
      },
    })
  })

  it('are refused each beside its own row', () => {
    const rows = [
      { ...emptyRow, field: '', value: 'x' },
      { ...emptyRow, field: 'process.name', value: 'fine.exe' },
      { ...emptyRow, field: 'source.ip', op: 'cidr' as const, value: 'ten' },
      { ...emptyRow, field: 'process.name', op: 'contains' as const, value: '' },
    ]
    const faults = faultsOf(() => behaviorOf({ kind: 'clauses', rows, event: null }))
    expect(Object.keys(faults)).toEqual(['clauses.0', 'clauses.2', 'clauses.3'])
    const none = [{ ...emptyRow, field: 'process.name', value: 'x', keep: false }]
    expect(faultsOf(() => behaviorOf({ kind: 'clauses', rows: none, event: null }))).toHaveProperty(
      'clauses',
    )
  })

  it('of a captured event find that event again, and say what it lacks', () => {
    const event: LogEvent = smallEvent(7, 0, {
      fields: {
        'host.name': 'WS-07.corp.example',
        'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
        'event.code': '1',
        'process.name': 'mmc.exe',
        'process.command_line': 'mmc.exe "a  b"\r\n\u202Ec',
        '@timestamp': '2026-11-23T12:00:00.000000Z',
      },
    })
    const behavior = captured(event)
    const asked = behaviorOf(behavior)
    if (asked.kind === 'documented' || behavior?.kind !== 'clauses') throw new Error('no clauses')
    expect(asked.kind).toBe('captured')
    expect(asked.from).toEqual({ event: event.id })
    expect(evaluate(asked.predicate, event.fields)).toBe(true)
    expect(behavior.event?.lacks.join(' ')).toMatch(/parent process.*account/s)
    expect(draftSchema.parse({ ...finished, behavior })).toEqual({ ...finished, behavior })
  })

  it('that no rows can show stay as they are', () => {
    const tree = {
      any: [
        { field: 'a', op: 'exists' },
        { field: 'b', op: 'range', gt: 4 },
      ],
    } as const
    expect(rowsOf(tree)).toBeUndefined()
    const question = parseQuestion({
      ...smallQuestion,
      behavior: { kind: 'stated', predicate: tree },
    })
    expect(questionOf(draftOf(question, 'hunt00000001'), reach).behavior).toEqual(question.behavior)
  })
})

describe('a draft that changes a hunt', () => {
  it('asks what the hunt asked until something is changed', () => {
    const questions = [
      smallQuestion,
      {
        ...smallQuestion,
        title: 'Office over COM',
        behavior: { kind: 'documented', id: 'com-x', values: { programs: ['a,b', 'c'], n: '1' } },
        scope: {
          ...smallQuestion.scope,
          identities: { any: 'a shared kiosk account' },
          window: { from: '2026-11-23T11:00:00.000001Z', to: '2026-11-23T15:00:00+01:00' },
        },
        windows: { beforeUs: 90_000_000, rules: { parent: { afterUs: 5 } } },
      },
      {
        ...smallQuestion,
        behavior: {
          kind: 'captured',
          predicate: { all: [{ not: { field: 'user.name', op: 'equals', value: 'svc' } }] },
          from: { event: '0'.repeat(32) },
        },
      },
    ]
    for (const asked of questions.map(parseQuestion)) {
      const again = questionOf(draftOf(asked, 'hunt00000001'), reach)
      const { scope, behavior, ...rest } = again
      const { scope: scopeBefore, behavior: behaviorBefore, ...restBefore } = asked
      expect(rest).toEqual(restBefore)
      expect([scope.assets, scope.identities]).toEqual([scopeBefore.assets, scopeBefore.identities])
      expect([scope.window.from, scope.window.to].map(readTime)).toEqual(
        [scopeBefore.window.from, scopeBefore.window.to].map(readTime),
      )
      expect(meaningOf(behavior)).toEqual(meaningOf(behaviorBefore))
    }
  })
})

describe('the steps', () => {
  it('are open one after the other', () => {
    expect(nextStep(emptyDraft)).toBe('technique')
    expect(openStepBefore(emptyDraft, 'technique')).toBeNull()
    expect(openStepBefore(finished, 'preview')).toBeNull()
    expect(openStepBefore({ ...finished, source: null }, 'preview')).toBe('source')
    const out = [{ ...emptyRow, field: 'a', keep: false }]
    const open = { ...finished, behavior: { kind: 'clauses', rows: out, event: null } } as const
    expect(openStepBefore(open, 'preview')).toBe('behavior')
  })

  it('drop a documented behavior with its technique, and nothing else', () => {
    const documented = {
      ...finished,
      behavior: { kind: 'documented', id: 'com-x', values: {} },
    } as const
    expect(withTechnique(documented, 'T1559.001').behavior).toEqual(documented.behavior)
    expect(withTechnique(documented, 'T1047')).toEqual({
      ...documented,
      technique: 'T1047',
      behavior: null,
    })
    expect(withTechnique(finished, 'T1047').behavior).toEqual(finished.behavior)
  })

  it('take link windows as lengths of time', () => {
    expect(windowsOf({ ...finished, before: '90s', after: '' })).toEqual({ beforeUs: 90_000_000 })
    expect(windowsOf(finished)).toBeUndefined()
    expect(
      Object.keys(faultsOf(() => windowsOf({ ...finished, before: 'long', after: '-1h' }))),
    ).toEqual(['before', 'after'])
  })
})

describe('text in a form field', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u202E', '\u200B', '\u0007', '\r\n', '\n', '\t', '<', 'U+202E>', 'é', '😀'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  })

  it('is the very same where it was not touched', () => {
    fc.assert(
      fc.property(odd, (value) => {
        // A browser sends every line break as CR LF, and drops the first of a textarea.
        const sent = formText(value).replaceAll('\n', '\r\n')
        expect(editedText(sent, value)).toBe(value)
        expect(editedText(sent.replace(/^\r\n/, ''), value)).toBe(value)
      }),
    )
  })

  it('shows nothing that cannot be seen, and reads it back', () => {
    expect(formText('a\u202Eb\r\nc')).toBe('a<U+202E>b\nc')
    expect(fromForm('a<U+202E>b\r\nc <U+0041>')).toBe('a\u202Eb\nc <U+0041>')
    expect(editedText('two\r\nlines<U+200B>', 'two\r\nline')).toBe('two\r\nlines\u200B')
  })
})
