import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPredicate } from '#tests/support/any-predicate.ts'
import { clausesOf, fieldsOf, type Predicate, predicateSchema } from '#queries/predicate.ts'

const parse = (value: unknown): boolean => predicateSchema.safeParse(value).success
const clause = { field: 'process.name', op: 'equals', value: 'mmc.exe' } as const

/** `{"not": …}` so many times around a clause. */
const nested = (depth: number): unknown => {
  let node: unknown = clause
  for (let i = 0; i < depth; i += 1) node = { not: node }
  return node
}

describe('predicate', () => {
  it.each([
    { all: [clause] },
    { any: [clause, { not: clause }] },
    { field: 'destination.port', op: 'range', gte: 135, lt: 446 },
    { field: 'destination.ip', op: 'cidr', value: 'fe80::/10' },
    { field: 'flag', op: 'equals', value: true },
    { field: 'tags', op: 'exists' },
    { field: 'process.name', op: 'one_of', value: ['a', 1, false] },
  ])('takes %j', (value) => {
    expect(predicateSchema.parse(value)).toEqual(value)
  })

  it.each([
    ['an empty group', { all: [] }],
    ['a group with a second key', { all: [clause], any: [clause] }],
    ['a clause with a key too many', { ...clause, boost: 2 }],
    ['an unknown operator', { ...clause, op: 'regex' }],
    ['an empty list', { field: 'x', op: 'one_of', value: [] }],
    ['a range without an end', { field: 'x', op: 'range' }],
    ['a network that is none', { field: 'x', op: 'cidr', value: '10.0.0.1' }],
    [
      'an empty pattern, which would match nothing or all',
      { ...clause, op: 'contains', value: '' },
    ],
    ['a field name that is a piece of SQL', { ...clause, field: "x' OR 1=1 --" }],
    ['a field name with a control character', { ...clause, field: 'x\u0000y' }],
    ['a list', [clause]],
    ['a text', 'process.name = mmc.exe'],
    ['nothing', null],
  ])('refuses %s', (_, value) => {
    expect(parse(value)).toBe(false)
  })

  it('takes 32 levels and refuses more, however deep, without recursing', () => {
    expect(parse(nested(32))).toBe(true)
    expect(parse(nested(33))).toBe(false)
    expect(parse(nested(100_000))).toBe(false)
  })

  it('refuses more than 2,000 nodes', () => {
    const group = (n: number) => ({ any: Array.from({ length: n }, () => clause) })
    expect(parse(group(1_999))).toBe(true)
    expect(parse(group(2_000))).toBe(false)
  })

  it('names a fault where it stands, in the words of what was written', () => {
    const faults = (value: unknown): readonly string[] =>
      (predicateSchema.safeParse(value).error?.issues ?? []).map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      )
    const clause = { field: 'event.code', op: 'one_of', values: ['1'] }
    expect(faults({ all: [{ field: 'event.code', op: 'exists' }, { not: clause }] })).toEqual([
      'all.1.not.value: Invalid input: expected array, received undefined',
      'all.1.not: Unrecognized key: "values"',
    ])
    expect(faults({ field: 'event.code', op: 'is', value: '1' })[0]).toMatch(/^op: /)
    expect(faults('4688')[0]).toMatch(/expected object/)
    expect(faults({ all: [] })[0]).toMatch(/^all: /)
  })

  it('is its own JSON form: what is written is read again', () => {
    fc.assert(
      fc.property(anyPredicate, (predicate) => {
        expect(predicateSchema.parse(JSON.parse(JSON.stringify(predicate)))).toEqual(predicate)
      }),
    )
  })

  it('names every field once, in order', () => {
    const tree: Predicate = {
      all: [
        clause,
        { not: { field: 'a', op: 'exists' } },
        { any: [clause, { field: 'b', op: 'exists' }] },
      ],
    }
    expect(fieldsOf(tree)).toEqual(['process.name', 'a', 'b'])
    expect(clausesOf(tree)).toHaveLength(4)
  })
})
