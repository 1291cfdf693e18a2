import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { valuesOf } from '#queries/event.ts'
import type { Clause, Predicate } from '#queries/predicate.ts'
import { matchesOf } from '#tests/support/reference.ts'
import { allFound, type Contract, contractCase, idsOf, questionFor, scopeFor } from '../harness.ts'

/** How many predicates are tried, and from which seed: a failure prints the predicate, shrunk. */
const runs = 300
const seed = 20_260_302

/** Values of the corpus itself, whole and in parts, so that predicates match often enough to tell. */
const predicatesOver = (contract: Contract): fc.Arbitrary<Predicate> => {
  const values = new Map<string, string[]>()
  for (const { fields } of contract.events) {
    for (const name of Object.keys(fields)) {
      if (name.length > 200) continue
      const known = values.get(name) ?? []
      known.push(...valuesOf(fields, name).map(String))
      values.set(name, known)
    }
  }
  const text = (name: string): fc.Arbitrary<string> =>
    fc.constantFrom(...(values.get(name) ?? ['']))
  const part = (name: string): fc.Arbitrary<string> =>
    fc
      .tuple(text(name), fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.boolean())
      .map(([value, from, length, upper]) => {
        const cut = value.slice(from % Math.max(1, value.length)).slice(0, length) || 'x'
        return upper ? cut.toUpperCase() : cut
      })
  const pattern = (name: string): fc.Arbitrary<string> =>
    fc
      .tuple(part(name), fc.constantFrom('*', '?', '**', '*?'), fc.boolean())
      .map(([value, wild, isWide]) => (isWide ? `*${value}${wild}` : `${value}${wild}`))
  // Names that matter often, and any name now and then.
  const names = [...values.keys()]
  const name = fc.oneof(
    fc.constantFrom(
      'process.name',
      'process.command_line',
      'process.parent.name',
      'event.code',
      'winlog.channel',
      'registry.path',
      'destination.ip',
      'user.name',
    ),
    fc.constantFrom(...names),
  )
  const clause = name.chain((field): fc.Arbitrary<Clause> =>
    fc.oneof(
      text(field).map((value): Clause => ({ field, op: 'equals', value })),
      fc
        .array(fc.oneof(text(field), part(field)), { minLength: 1, maxLength: 5 })
        .map((value): Clause => ({ field, op: 'one_of', value })),
      part(field).map((value): Clause => ({ field, op: 'starts_with', value })),
      part(field).map((value): Clause => ({ field, op: 'ends_with', value })),
      part(field).map((value): Clause => ({ field, op: 'contains', value })),
      pattern(field).map((value): Clause => ({ field, op: 'matches', value })),
      fc.constant<Clause>({ field, op: 'exists' }),
      fc
        .oneof(fc.integer({ min: 0, max: 60_000 }), part(field))
        .map((gte): Clause => ({ field, op: 'range', gte })),
      fc
        .constantFrom('10.0.0.0/8', '192.0.2.0/30', 'fe80::/64')
        .map((value): Clause => ({ field, op: 'cidr', value })),
    ),
  )
  return fc.letrec<{ node: Predicate }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      clause,
      tie('node').map((not): Predicate => ({ not })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all): Predicate => ({ all })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any): Predicate => ({ any })),
    ),
  })).node
}

export const describeOracle = (contract: Contract): void => {
  describe(`${contract.harness.name}: oracle`, () => {
    contractCase(
      contract,
      `${runs} random predicates find what the reference evaluator finds`,
      async () => {
        const connector = contract.connector()
        const wide = await scopeFor(connector)
        const narrow = await scopeFor(connector, {
          assets: { list: ['alpha', 'charlie'] },
          identities: { list: ['CORP\\n.abara', 'CORP\\svc-deploy'] },
        })
        await fc.assert(
          fc.asyncProperty(
            predicatesOver(contract),
            fc.boolean(),
            fc.constantFrom(40, 500),
            async (predicate, isWide, size) => {
              const within = isWide ? wide : narrow
              const found = await allFound(
                connector,
                await questionFor(connector, predicate, within),
                size,
              )
              expect(idsOf(found)).toEqual(idsOf(matchesOf(contract.events, predicate, within)))
            },
          ),
          { seed, numRuns: runs },
        )
      },
    )
  })
}
