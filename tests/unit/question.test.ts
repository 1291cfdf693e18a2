import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#queries/errors.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { findAsked } from '#src/hunts/asked.ts'
import { bucketEdges } from '#src/hunts/buckets.ts'
import { parseQuestion, type Question } from '#src/hunts/question.ts'
import { huntWindows } from '#src/hunts/windows.ts'
import { linkRules } from '#queries/links/rules.ts'

const good = {
  technique: 'T1559.001',
  source: 'lab',
  behavior: {
    kind: 'stated',
    predicate: { field: 'process.name', op: 'equals', value: 'EXCEL.EXE' },
  },
  scope: {
    assets: { list: ['WS-07'] },
    identities: { list: ['CORP\\n.abara'] },
    window: { from: '2026-11-23T06:00:00Z', to: '2026-11-24T06:00:00Z' },
  },
}

const faultsOf = (run: () => unknown): Record<string, string> => {
  try {
    run()
  } catch (error) {
    if (isAppError(error) && error.details.faults)
      return Object.fromEntries(error.details.faults.map((f) => [f.field, f.message]))
    throw error
  }
  return {}
}

describe('a question', () => {
  it('is read as it was asked', () => {
    expect(parseQuestion(good)).toEqual(good)
  })

  it.each([
    ['technique', { technique: '1559' }],
    ['source', { source: '../other' }],
    ['source', { source: 'a/b' }],
    ['behavior', { behavior: undefined }],
    ['behavior.id', { behavior: { kind: 'documented' } }],
    [
      'behavior.predicate.op',
      { behavior: { kind: 'stated', predicate: { field: 'a', op: 'is' } } },
    ],
    ['behavior.predicate.all', { behavior: { kind: 'stated', predicate: { all: [] } } }],
    ['behavior.from.event', { behavior: { ...good.behavior, from: { event: 'x' } } }],
    ['scope.assets.list', { scope: { ...good.scope, assets: { list: [] } } }],
    ['scope.assets.any', { scope: { ...good.scope, assets: { any: 'no' } } }],
    [
      'scope.window.from',
      { scope: { ...good.scope, window: { ...good.scope.window, from: '2026-11-23' } } },
    ],
    [
      'scope.window.to',
      { scope: { ...good.scope, window: { ...good.scope.window, to: '2026-11-23T06:00:00Z' } } },
    ],
    ['windows.beforeUs', { windows: { beforeUs: -1 } }],
    ['question', { where: '1=1' }],
  ])('names the fault in %s', (field, change) => {
    expect(faultsOf(() => parseQuestion({ ...good, ...change }))).toHaveProperty([field])
  })

  it('refuses any asset together with any identity', () => {
    const any = { any: 'everything there is' }
    const scope = { ...good.scope, assets: any, identities: any }
    expect(faultsOf(() => parseQuestion({ ...good, scope }))).toHaveProperty(['scope.identities'])
  })

  it('names all faults at once', () => {
    const faults = faultsOf(() => parseQuestion({ technique: 'x', source: '', behavior: 1 }))
    expect(Object.keys(faults).toSorted()).toEqual(['behavior', 'scope', 'source', 'technique'])
  })

  it('refuses anything that is no question, and with nothing but a sentence', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          parseQuestion(input)
          return false
        } catch (error) {
          return isAppError(error) && error.code === 'invalid_request'
        }
      }),
    )
  })

  it('reads itself again from JSON', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 })
    const name = text.filter((t) => t.trim() !== '').map((t) => t.trim())
    fc.assert(
      fc.property(
        fc.record({
          assets: fc.array(name, { minLength: 1, maxLength: 5 }),
          value: text,
          from: fc.integer({ min: 0, max: 4_000_000_000 }),
          length: fc.integer({ min: 1, max: 31_000_000 }),
          before: fc.nat(86_400_000_000),
        }),
        ({ assets, value, from, length, before }) => {
          const at = (seconds: number): string => new Date(seconds * 1000).toISOString()
          const question = {
            ...good,
            behavior: {
              kind: 'captured',
              predicate: { all: [{ field: 'process.command_line', op: 'contains', value }] },
            },
            scope: {
              ...good.scope,
              assets: { list: assets },
              window: { from: at(from), to: at(from + length) },
            },
            windows: { beforeUs: before },
          }
          const once = parseQuestion(question)
          expect(parseQuestion(JSON.parse(JSON.stringify(once)))).toEqual(once)
        },
      ),
    )
  })
})

describe('what a question names', () => {
  const guides = loadGuides()
  const known = { catalog: openCatalog(), guides, sources: ['lab', 'prod-dc'] }
  const ask = (change: object) => findAsked(parseQuestion({ ...good, ...change }), known)
  const errorOf = (change: object) => {
    try {
      ask(change)
    } catch (error) {
      if (isAppError(error)) return error
    }
    throw new Error('nothing was refused')
  }
  const documented = guides.all.flatMap((guide) =>
    guide.behaviors.map((behavior) => ({ technique: guide.technique, behavior })),
  )

  it('is found: technique, title and the log sources its clauses name', () => {
    const predicate = {
      all: [
        { field: 'winlog.channel', op: 'equals', value: 'Security' },
        { field: 'event.code', op: 'one_of', value: ['4688', '4624'] },
      ],
    }
    const asked = ask({ behavior: { kind: 'stated', predicate } })
    expect(asked.technique.name).toBe('Component Object Model')
    expect(asked.title).toBe('Component Object Model: stated behavior')
    expect(asked.needs).toEqual([
      { channel: 'Security', code: '4688' },
      { channel: 'Security', code: '4624' },
    ])
  })

  it('is refused with near names when there is no such technique or source', () => {
    expect(errorOf({ technique: 'T1559.009' })).toMatchObject({ code: 'not_found' })
    expect(errorOf({ technique: 'T1559.009' }).details.next).toContain('T1559.001')
    expect(errorOf({ source: 'prod-dcc' }).details.next).toBe('Did you mean prod-dc?')
  })

  it('is refused for a behavior of another technique', () => {
    const [first] = documented
    const other = documented.find((one) => one.technique !== first?.technique)
    const error = errorOf({
      technique: first?.technique,
      behavior: { kind: 'documented', id: other?.behavior.id },
    })
    expect(error.code).toBe('invalid_request')
    expect(error.details.next).toContain(other?.technique)
  })

  it('names near behaviors for one that does not exist', () => {
    const error = errorOf({ behavior: { kind: 'documented', id: 'no-such-behavior' } })
    expect(error.code).toBe('not_found')
    expect(error.details.faults?.[0]?.field).toBe('behavior.id')
  })

  it('names a value that the behavior does not ask for', () => {
    const [first] = documented
    const error = errorOf({
      technique: first?.technique,
      behavior: { kind: 'documented', id: first?.behavior.id, values: { no_such_value: 'x' } },
    })
    expect(error.details.faults?.map((f) => f.field)).toContain('behavior.values.no_such_value')
  })
})

describe('the windows of a hunt', () => {
  const rule = linkRules.find((one) => !one.lookup)
  const windowOf = (asked: Question['windows'], behavior = {}) =>
    huntWindows(asked, behavior).get(rule?.id ?? '')

  it("are each rule's own unless something is set", () => {
    expect(windowOf(undefined)).toEqual(rule?.window)
  })

  it('take the behavior over the rule, all over the behavior, one rule over all', () => {
    const ofBehavior = { [rule?.grade ?? 'exact']: { beforeUs: 1, afterUs: 2 } }
    expect(windowOf(undefined, ofBehavior)).toEqual({ beforeUs: 1, afterUs: 2 })
    expect(windowOf({ beforeUs: 10 }, ofBehavior)).toEqual({ beforeUs: 10, afterUs: 2 })
    const rules = { [rule?.id ?? '']: { afterUs: 99 } }
    expect(windowOf({ beforeUs: 10, rules }, ofBehavior)).toEqual({ beforeUs: 10, afterUs: 99 })
  })

  it('leave a lookup by exact id its reach back', () => {
    const lookup = linkRules.find((one) => one.lookup)
    expect(huntWindows({ beforeUs: 1 }, {}).get(lookup?.id ?? '')).toEqual(lookup?.window)
  })

  it('refuse a rule that does not exist', () => {
    expect(() => huntWindows({ rules: { proces: { afterUs: 1 } } }, {})).toThrow(
      'There is no link rule proces.',
    )
  })
})

describe('bucket edges', () => {
  it('cut any window into at most so many buckets, without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.integer({ min: 1, max: 366 * 86_400_000_000 }),
        fc.integer({ min: 2, max: 200 }),
        (from, length, most) => {
          const edges = bucketEdges({ from, to: from + length }, most)
          expect(edges[0]).toBe(from)
          expect(edges.at(-1)).toBe(from + length)
          expect(edges.length - 1).toBeLessThanOrEqual(Math.max(most, 54))
          expect(edges).toEqual([...new Set(edges)].toSorted((a, b) => a - b))
        },
      ),
    )
  })
})
