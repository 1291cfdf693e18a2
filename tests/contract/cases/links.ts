import { describe, expect } from 'vitest'
import { keysOf } from '#queries/links/keys-of.ts'
import { type KeyKind, keyKinds } from '#queries/links/keys.ts'
import type { LinkRule } from '#queries/links/rule.ts'
import type { LinkTarget } from '#queries/scoped-query.ts'
import { at, hour, second } from '#tests/support/documents.ts'
import { inOrder } from '#tests/support/reference.ts'
import {
  allKeys,
  browseIn,
  type Contract,
  contractCase,
  expectFailure,
  scopeFor,
  signal,
} from '../harness.ts'

const ruleTo = (to: KeyKind, rest: Partial<LinkRule> = {}): LinkRule => ({
  id: 'contract',
  title: 'contract',
  reason: 'the contract asks',
  grade: 'exact',
  from: to,
  to,
  window: { beforeUs: 0, afterUs: 0 },
  limit: 50,
  lookup: false,
  within: null,
  cause: null,
  codes: null,
  ...rest,
})

export const describeLinks = (contract: Contract): void => {
  const { harness, events } = contract

  /** The reference: events that hold the key, in the window, of the rule's event ids. */
  const linkedTo = (rule: LinkRule, target: LinkTarget): readonly string[] =>
    inOrder(events)
      .filter(
        (event) =>
          event.time.best >= target.from &&
          event.time.best < target.to &&
          (keyKinds[rule.to] === 'anywhere' || event.asset === target.asset) &&
          (rule.codes === null || rule.codes.includes(event.code)) &&
          keysOf(event).some((key) => key.kind === rule.to && key.value === target.value),
      )
      .map((event) => event.id)

  /** A target for every key of a kind in the corpus. */
  const targetsOf = (kind: KeyKind, from = at(-hour), to = at(6 * hour)): readonly LinkTarget[] => {
    const keys = new Map(
      events.flatMap((event) =>
        keysOf(event)
          .filter((key) => key.kind === kind)
          .map((key): [string, LinkTarget] => [
            `${key.asset ?? ''} ${key.value}`,
            { asset: key.asset, value: key.value, from, to, origins: [event.id] },
          ]),
      ),
    )
    return [...keys.values()]
  }

  describe(`${harness.name}: links`, () => {
    for (const kind of [
      'entity',
      'pid',
      'logon',
      'parent-entity',
      'registry',
      'service-endpoint',
    ] as const) {
      contractCase(
        contract,
        `every ${kind} key gives its events and their exact number`,
        async () => {
          const connector = contract.connector()
          const query = await browseIn(connector, await scopeFor(connector))
          const rule = ruleTo(kind)
          const targets = targetsOf(kind)
          expect(targets.length).toBeGreaterThan(0)
          const keys = await allKeys(connector, query.link(rule, targets))
          expect(keys).toHaveLength(targets.length)
          for (const { target, fanOut, events: linked, key } of keys) {
            const wanted = linkedTo(rule, target)
            expect(fanOut).toBe(wanted.length)
            if (wanted.length > rule.limit) expect(linked).toEqual([])
            else {
              expect(linked.map((event) => event.id)).toEqual(wanted)
              expect(key?.value).toBe(target.value)
            }
          }
        },
      )
    }

    contractCase(
      contract,
      'a key over the limit folds: its number is exact, its events stay',
      async () => {
        const connector = contract.connector()
        const query = await browseIn(connector, await scopeFor(connector))
        const rule = ruleTo('entity', { limit: 12 })
        const [target] = targetsOf('entity').filter((t) => linkedTo(rule, t).length === 25)
        const keys = await allKeys(connector, query.link(rule, target ? [target] : []))
        expect(keys).toMatchObject([{ fanOut: 25, events: [], key: null }])
      },
    )

    contractCase(contract, 'only event ids the rule means are counted', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      const rule = ruleTo('entity', { codes: ['13', '3'], limit: 12 })
      const targets = targetsOf('entity')
      for (const { target, fanOut, events: linked } of await allKeys(
        connector,
        query.link(rule, targets),
      )) {
        expect(linked.map((event) => event.id)).toEqual(linkedTo(rule, target))
        expect(fanOut).toBe(linked.length)
      }
    })

    contractCase(
      contract,
      'a link reaches outside the scope window, inside its own only',
      async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector, {
          window: { from: '2026-03-02T20:00:00Z', to: '2026-03-02T21:00:00Z' },
        })
        const query = await browseIn(connector, within)
        const rule = ruleTo('entity')
        const start = at(7 * 60 * second)
        const targets = targetsOf('entity', start, start + 2 * second)
        const keys = await allKeys(connector, query.link(rule, targets))
        expect(keys.some((key) => key.events.length > 0)).toBe(true)
        for (const { target, events: linked } of keys)
          expect(linked.map((event) => event.id)).toEqual(linkedTo(rule, target))
      },
    )

    contractCase(contract, 'keys nobody holds, and hostile ones, answer nothing', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      const values = ['no such key', "' OR 1=1 --", '%', '*', '\u0000', '💣', '{"a":1}']
      const targets = values.map((value): LinkTarget => ({
        asset: 'alpha',
        value,
        from: at(-hour),
        to: at(6 * hour),
        origins: [],
      }))
      const keys = await allKeys(connector, query.link(ruleTo('entity'), targets))
      expect(keys.map((key) => key.target.value).toSorted()).toEqual(values.toSorted())
      expect(keys.every((key) => key.fanOut === 0 && key.events.length === 0)).toBe(true)
    })

    contractCase(
      contract,
      'the number of queries does not grow with the events, and by one for 256 keys',
      async () => {
        const connector = contract.connector()
        const query = await browseIn(connector, await scopeFor(connector))
        const costOf = async (targets: readonly LinkTarget[]): Promise<number> => {
          const before = connector.queries.sent
          await allKeys(connector, query.link(ruleTo('entity'), targets))
          return connector.queries.sent - before
        }
        const targets = targetsOf('entity')
        expect(targets.length).toBeGreaterThan(50)
        const one = await costOf(targets.slice(0, 1))
        expect(await costOf(targets)).toBe(one)
        const many = Array.from({ length: 600 }, (_, i): LinkTarget => ({
          asset: 'alpha',
          value: `none ${i}`,
          from: at(0),
          to: at(hour),
          origins: [],
        }))
        expect(await costOf(many)).toBeLessThanOrEqual(one * 3)
      },
    )

    contractCase(contract, 'no keys ask nothing, and a stopped link says so', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      const before = connector.queries.sent
      expect(await allKeys(connector, query.link(ruleTo('entity'), []))).toEqual([])
      expect(connector.queries.sent).toBe(before)
      const pages = connector.link(
        query.link(ruleTo('entity'), targetsOf('entity')),
        AbortSignal.abort(),
      )
      await expectFailure(pages[Symbol.asyncIterator]().next(), 'cancelled')
      expect(signal.aborted).toBe(false)
    })
  })
}
