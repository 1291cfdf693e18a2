import { describe, expect } from 'vitest'
import type { Predicate } from '#queries/predicate.ts'
import { formatInstant } from '#queries/scope.ts'
import { at, hour, second } from '#tests/support/documents.ts'
import { inOrder, matchesOf } from '#tests/support/reference.ts'
import {
  allFound,
  allPages,
  browseIn,
  type Contract,
  contractCase,
  expectFailure,
  idsOf,
  questionFor,
  scopeFor,
  signal,
} from '../harness.ts'

const creations: Predicate = { field: 'event.code', op: 'equals', value: '1' }

export const describePaging = (contract: Contract): void => {
  const { harness, events } = contract

  describe(`${harness.name}: time and paging`, () => {
    contractCase(contract, 'the window holds its beginning and not its end', async () => {
      const connector = contract.connector()
      const first = at(3 * hour)
      for (const [from, to, count] of [
        [first, first + 1, 25],
        [first - 1, first, 0],
        [first + 1, first + second, 0],
      ] as const) {
        const within = await scopeFor(connector, {
          assets: { list: ['bravo'] },
          window: { from: formatInstant(from), to: formatInstant(to) },
        })
        expect(await allFound(connector, await browseIn(connector, within))).toHaveLength(count)
      }
    })

    contractCase(contract, 'times with an offset mean the same instant', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, {
        window: { from: '2026-03-02T16:00:00+05:00', to: '2026-03-02T06:00:00.000001-05:00' },
      })
      const found = await allFound(connector, await browseIn(connector, within))
      expect(idsOf(found)).toEqual(idsOf(matchesOf(events, { all: [] }, within)))
      expect(found.length).toBeGreaterThanOrEqual(25)
    })

    for (const size of [1, 7, 24, 25, 1_000]) {
      contractCase(contract, `pages of ${size} hold every event once, in order`, async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector)
        const pages = await allPages(connector, await browseIn(connector, within), size)
        expect(pages.every((page) => page.events.length <= size)).toBe(true)
        expect(pages.flatMap((page) => page.events.map((found) => found.event.id))).toEqual(
          inOrder(events).map((event) => event.id),
        )
        expect(pages.at(-1)?.next).toBeNull()
      })
    }

    contractCase(contract, 'descending is ascending turned round', async () => {
      const connector = contract.connector()
      const query = await questionFor(connector, creations, await scopeFor(connector))
      const up = (await allPages(connector, query, 10)).flatMap((page) => page.events)
      const down = (await allPages(connector, query, 10, 'descending')).flatMap((p) => p.events)
      expect(idsOf(down)).toEqual(idsOf(up.toReversed()))
    })

    contractCase(contract, 'a page goes on from its cursor', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      const [first, second] = await allPages(connector, query, 30)
      const again: string[] = []
      for await (const page of connector.search(
        query,
        { size: 30, cursor: first?.next ?? null },
        signal,
      )) {
        again.push(...page.events.map((found) => found.event.id))
        break
      }
      expect(again).toEqual(second?.events.map((found) => found.event.id))
    })

    contractCase(
      contract,
      'a cursor of another question, and one that is none, are refused',
      async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector)
        const [page] = await allPages(connector, await browseIn(connector, within), 3)
        const other = await questionFor(connector, creations, within)
        for (const cursor of [
          page?.next ?? 'x',
          'x',
          '',
          '{"ts":1}',
          `${'0'.repeat(16)}.1.${'0'.repeat(32)}`,
        ]) {
          const pages = connector.search(other, { size: 3, cursor }, signal)
          await expectFailure(pages[Symbol.asyncIterator]().next(), 'invalid_request')
        }
      },
    )

    contractCase(contract, 'a page of no events or of too many is refused', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      for (const size of [0, -1, 1.5, Number.NaN, connector.capabilities.maxPageSize + 1]) {
        const pages = connector.search(query, { size, cursor: null }, signal)
        await expectFailure(pages[Symbol.asyncIterator]().next(), 'invalid_request')
      }
    })

    contractCase(contract, 'progress rises to its total and not beyond', async () => {
      const connector = contract.connector()
      const pages = await allPages(
        connector,
        await browseIn(connector, await scopeFor(connector)),
        20,
      )
      const done = pages.map((page) => page.progress.done)
      expect(done).toEqual(done.toSorted((a, b) => a - b))
      expect(pages.every((page) => page.progress.done <= page.progress.total)).toBe(true)
      expect(pages.at(-1)?.progress.done).toBe(pages.at(-1)?.progress.total)
    })
  })
}
