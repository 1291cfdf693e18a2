import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate, matchesWildcard } from '#queries/evaluate.ts'
import type { Fields } from '#queries/event.ts'
import type { Predicate } from '#queries/predicate.ts'
import { anyPredicate } from '#tests/support/any-predicate.ts'

const fields: Fields = {
  'process.name': 'MMC.exe',
  'process.pid': 4_711,
  'process.args': ['mmc.exe', '-Embedding', 'Ünïcode'],
  'destination.ip': ['::ffff:10.1.2.3', 'fe80::1%eth0'],
  '@timestamp': '2026-03-02T12:00:00.500000Z',
  empty: '',
  flag: false,
}

describe('evaluate: long text', () => {
  const one = `${'x'.repeat(5_000)}ABC`
  const other = `${'x'.repeat(5_000)}DEF`
  const has = (text: string, value: string): boolean =>
    evaluate({ field: 'a', op: 'contains', value }, { a: text })

  it('is told apart from the long text that was looked at before', () => {
    expect([has(one, 'abc'), has(other, 'abc'), has(other, 'def'), has(one, 'def')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('evaluate', () => {
  it.each<[string, Predicate, boolean]>([
    ['equals folds ASCII', { field: 'process.name', op: 'equals', value: 'mmc.EXE' }, true],
    [
      'equals folds no other letters',
      { field: 'process.args', op: 'equals', value: 'üNÏCODE' },
      false,
    ],
    ['a number equals its text', { field: 'process.pid', op: 'equals', value: '4711' }, true],
    ['false equals its text', { field: 'flag', op: 'equals', value: 'FALSE' }, true],
    ['an empty text is a value', { field: 'empty', op: 'equals', value: '' }, true],
    ['an empty text exists', { field: 'empty', op: 'exists' }, true],
    ['an absent field is no empty text', { field: 'absent', op: 'equals', value: '' }, false],
    ['an absent field lies in no range', { field: 'absent', op: 'range', lt: 1 }, false],
    ['an inherited name is absent', { field: 'constructor', op: 'exists' }, false],
    [
      'any value of a list will do',
      { field: 'process.args', op: 'starts_with', value: '-embed' },
      true,
    ],
    ['one_of takes any', { field: 'process.pid', op: 'one_of', value: ['x', 4_711] }, true],
    ['one_of folds ASCII', { field: 'process.name', op: 'one_of', value: ['x', 'mMC.eXe'] }, true],
    ['one_of takes the text of a value', { field: 'flag', op: 'one_of', value: ['False'] }, true],
    ['one_of takes nothing else', { field: 'process.name', op: 'one_of', value: ['mmc'] }, false],
    [
      'numbers compare as numbers',
      { field: 'process.pid', op: 'range', gt: '999', lte: 4_711 },
      true,
    ],
    ['text compares as text', { field: 'process.name', op: 'range', gte: 'MMA', lt: 'mmd' }, true],
    [
      'times compare as instants, not as text',
      { field: '@timestamp', op: 'range', gt: '2026-03-02T12:00:00Z', lt: '2026-03-02T12:00:01Z' },
      true,
    ],
    [
      'times with an offset too',
      {
        field: '@timestamp',
        op: 'range',
        gt: '2026-03-02T14:00:00+02:00',
        lt: '2026-03-02T07:00:00.6-05:00',
      },
      true,
    ],
    [
      'a mapped address is the address it carries',
      { field: 'destination.ip', op: 'cidr', value: '10.1.0.0/16' },
      true,
    ],
    ['an address with a zone', { field: 'destination.ip', op: 'cidr', value: 'fe80::/64' }, true],
    [
      'no address lies in no network',
      { field: 'process.name', op: 'cidr', value: '0.0.0.0/0' },
      false,
    ],
    ['not matches absence', { not: { field: 'absent', op: 'equals', value: 'x' } }, true],
    ['an empty all is true', { all: [] }, true],
    ['an empty any is false', { any: [] }, false],
  ])('%s', (_, predicate, expected) => {
    expect(evaluate(predicate, fields)).toBe(expected)
  })

  it.each([
    ['*\\Run\\*', 'HKLM\\Software\\Run\\x', true],
    ['*\\Run\\*', 'HKLM\\Software\\RunOnce\\x', false],
    ['a\\*', 'a\\b', true],
    ['a\\*', 'a*', false],
    ['?', '💣', true],
    ['??', '💣', false],
    ['?', '\ud83d', true],
    ['*', '', true],
    ['?', '', false],
    ['a*b*c', 'aXXbYYbZZc', true],
    ['[a-z]', 'q', false],
    ['.*', 'abc', false],
    ['%', 'abc', false],
  ])('%j covers %j: %s', (pattern, value, expected) => {
    expect(matchesWildcard(pattern, value)).toBe(expected)
  })

  it('takes a pattern of stars over a long text in no time to speak of', () => {
    expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false)
  })

  it('agrees with a regular expression on what a pattern covers', () => {
    const letters = fc.constantFrom('a', 'B', '\\', '*', '?', '.', '💣', '\n')
    const text = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''))
    const plain = fc
      .array(fc.constantFrom('a', 'b', 'B', '\\', '.', '💣', '\n'), { maxLength: 10 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, plain, (pattern, value) => {
        const source = pattern
          .replaceAll(/[\\.]/g, '\\$&')
          .replaceAll('*', '[^]*')
          .replaceAll('?', '[^]')
        expect(matchesWildcard(pattern, value)).toBe(new RegExp(`^${source}$`, 'iu').test(value))
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps the laws of all, any and not', () => {
    fc.assert(
      fc.property(anyPredicate, anyPredicate, (a, b) => {
        expect(evaluate({ not: a }, fields)).toBe(!evaluate(a, fields))
        expect(evaluate({ not: { all: [a, b] } }, fields)).toBe(
          evaluate({ any: [{ not: a }, { not: b }] }, fields),
        )
        expect(evaluate({ all: [a, { not: a }] }, fields)).toBe(false)
        expect(evaluate({ any: [a, { not: a }] }, fields)).toBe(true)
      }),
    )
  })
})
