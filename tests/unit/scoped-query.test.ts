import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Connector } from '#connectors/contract.ts'
import { bindingDigest, type Binding } from '#queries/binding.ts'
import { isAppError } from '#queries/errors.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import type { Predicate } from '#queries/predicate.ts'
import { parseScope, type Scope } from '#queries/scope.ts'
import {
  browse,
  isLinkQuery,
  isScopedQuery,
  type LinkQuery,
  type LinkTarget,
  scope,
  type ScopedQuery,
} from '#queries/scoped-query.ts'

const within = parseScope({
  assets: { list: ['ws-07'] },
  identities: { list: ['n.abara'] },
  window: { from: '2026-03-02T06:00:00Z', to: '2026-03-02T18:00:00Z' },
})
const clause: Predicate = { field: 'process.name', op: 'equals', value: 'mmc.exe' }
const binding: Binding = {
  source: 'lab',
  mappingVersion: 1,
  digest: bindingDigest(1, []),
  fields: [
    {
      field: 'process.name',
      status: 'bound',
      paths: ['process.name'],
      type: 'keyword',
      answeredBy: 'index',
      seen: 3,
      sample: 'mmc.exe',
    },
    {
      field: 'dns.question.name',
      status: 'missing',
      reason: 'No event of lab holds dns.question.name.',
    },
  ],
}
const rule: LinkRule = {
  id: 'process',
  title: 'Process',
  reason: 'The same process.',
  grade: 'exact',
  from: 'entity',
  to: 'entity',
  window: { beforeUs: 0, afterUs: 0 },
  limit: 50,
  lookup: false,
  within: null,
  cause: null,
  codes: null,
}

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return isAppError(error) ? error.code : 'another error'
  }
}

describe('a scoped query', () => {
  it('holds its predicate, binding and scope, and cannot be changed', () => {
    const query = scope(clause, binding, within)
    expect(query).toMatchObject({
      purpose: 'hunt',
      source: 'lab',
      predicate: clause,
      scope: within,
    })
    expect(Object.isFrozen(query)).toBe(true)
    expect(isScopedQuery(query)).toBe(true)
  })

  it('refuses a field the source does not hold, whatever stands around it', () => {
    const missing: Predicate = { field: 'dns.question.name', op: 'exists' }
    const unasked: Predicate = { field: 'file.path', op: 'exists' }
    for (const part of [missing, unasked]) {
      for (const predicate of [part, { not: part }, { any: [clause, part] }] satisfies Predicate[])
        expect(codeOf(() => scope(predicate, binding, within))).toBe('unsupported')
    }
  })

  it('refuses a hunt for everything; browsing is for that and is no hunt', () => {
    expect(codeOf(() => scope({ all: [] }, binding, within))).toBe('invalid_request')
    expect(browse(binding, within)).toMatchObject({ purpose: 'browse', predicate: { all: [] } })
  })

  it('is not made by copying one', () => {
    const query = scope(clause, binding, within)
    for (const forged of [
      Object.assign({}, query),
      Object.create(query),
      structuredClone(Object.assign({}, query)),
      null,
      'x',
    ])
      expect(isScopedQuery(forged)).toBe(false)
    const link = query.link(rule, [])
    expect(isLinkQuery(link)).toBe(true)
    expect(isLinkQuery(Object.assign({}, link))).toBe(false)
  })
})

describe('a link query', () => {
  const query = scope(clause, binding, within)
  const target = (
    value: string,
    from: number,
    to: number,
    origin = 'o',
    asset: string | null = 'ws-07',
  ): LinkTarget => ({ asset, value, from, to, origins: [origin] })

  it('asks for each key once where its windows touch', () => {
    const { targets } = query.link(rule, [
      target('a', 0, 10, 'one'),
      target('a', 20, 30, 'three'),
      target('a', 10, 15, 'two'),
      target('b', 5, 6),
      target('a', 0, 10, 'four', 'ws-08'),
    ])
    expect(targets).toHaveLength(4)
    expect(
      targets.find((t) => t.value === 'a' && t.from === 0 && t.asset === 'ws-07'),
    ).toMatchObject({ to: 15, origins: ['one', 'two'] })
  })

  it('refuses a key of one asset that names none, and drops the asset of a key that joins anywhere', () => {
    expect(codeOf(() => query.link(rule, [target('a', 0, 1, 'o', null)]))).toBe('unsupported')
    const anywhere = query.link({ ...rule, to: 'tuple' }, [
      target('a', 0, 1),
      target('a', 1, 2, 'p', 'ws-08'),
    ])
    expect(anywhere.targets).toEqual([
      { asset: null, value: 'a', from: 0, to: 2, origins: ['o', 'p'] },
    ])
  })

  it('knows which assets lie outside the scope', () => {
    expect(query.link(rule, []).isExtension('ws-07')).toBe(false)
    expect(query.link(rule, []).isExtension('ws-08')).toBe(true)
  })

  it('covers every instant that was asked for and no other, with windows of one key apart', () => {
    const windows = fc.array(
      fc.record({ from: fc.nat(60), length: fc.integer({ min: 1, max: 12 }) }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(windows, (asked) => {
        const { targets } = query.link(
          rule,
          asked.map(({ from, length }, i) => target('a', from, from + length, `o${i}`)),
        )
        const covers = (list: readonly { from: number; to: number }[], at: number): number =>
          list.filter((t) => at >= t.from && at < t.to).length
        for (let at = 0; at < 80; at += 1) {
          const isAsked = asked.some(({ from, length }) => at >= from && at < from + length)
          expect(covers(targets, at)).toBe(isAsked ? 1 : 0)
        }
      }),
    )
  })
})

describe('types', () => {
  it('let nothing but a scoped query reach a source', () => {
    type Asked<
      M extends 'search' | 'count' | 'read' | 'estimate' | 'histogram' | 'stack' | 'explain',
    > = Parameters<Connector[M]>[0]
    expectTypeOf<Asked<'search'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'count'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'read'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'estimate'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'histogram'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'stack'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Asked<'explain'>>().toEqualTypeOf<ScopedQuery>()
    expectTypeOf<Parameters<Connector['link']>[0]>().toEqualTypeOf<LinkQuery>()
    expectTypeOf<Parameters<Connector['coverage']>[0]>().toEqualTypeOf<Scope>()
  })

  it('do not take what only looks like one', () => {
    const query = scope(clause, binding, within)
    const ask: (query: Parameters<Connector['count']>[0]) => void = () => {}
    ask(query)
    // oxlint-disable-next-line typescript/no-misused-spread -- that a copy is no query is what is shown
    const copy = { ...query }
    // @ts-expect-error -- a copy has lost what makes it one
    ask(copy)
    // @ts-expect-error -- a predicate is no query
    ask(clause)
    // @ts-expect-error -- the parts of a query are no query
    ask({
      purpose: 'hunt',
      source: 'lab',
      predicate: clause,
      binding,
      scope: within,
      link: () => query.link(rule, []),
    })
    // @ts-expect-error -- nor is text
    ask('process.name = mmc.exe')
    // @ts-expect-error -- a link query is no scoped query
    ask(query.link(rule, []))
    // @ts-expect-error -- a scope must have been checked
    browse(binding, { assets: within.assets, identities: within.identities, window: within.window })
    const follow: (query: Parameters<Connector['link']>[0]) => void = () => {}
    follow(query.link(rule, []))
    // @ts-expect-error -- a link query is made by a scoped query only
    follow({ query, rule, targets: [], isExtension: () => false })
    expect(isScopedQuery(query)).toBe(true)
  })
})
