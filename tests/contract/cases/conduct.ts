import { describe, expect } from 'vitest'
import type { Predicate } from '#queries/predicate.ts'
import { hostileTexts } from '#tests/support/contract-corpus.ts'
import { at, hour } from '#tests/support/documents.ts'
import { matchesOf } from '#tests/support/reference.ts'
import {
  allFound,
  anyone,
  anywhere,
  browseIn,
  type Contract,
  contractCase,
  expectFailure,
  idsOf,
  questionFor,
  scopeFor,
  signal,
} from '../harness.ts'
import { bindingDigest } from '#queries/binding.ts'
import { parseScope } from '#queries/scope.ts'
import { browse } from '#queries/scoped-query.ts'

const heavy: Predicate = {
  not: { field: 'winlog.event_data.Details', op: 'matches', value: '*nothing*like*this*' },
}

export const describeConduct = (contract: Contract): void => {
  const { harness, events } = contract

  describe(`${harness.name}: cancellation`, () => {
    contractCase(contract, 'a signal that is aborted already asks nothing', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector)
      const query = await questionFor(connector, heavy, within)
      const before = connector.queries.sent
      const stopped = AbortSignal.abort()
      const search = connector.search(query, { size: 10, cursor: null }, stopped)
      await expectFailure(search[Symbol.asyncIterator]().next(), 'cancelled')
      await expectFailure(connector.count(query, stopped), 'cancelled')
      await expectFailure(connector.histogram(query, [1, 2], stopped), 'cancelled')
      await expectFailure(connector.stack(query, ['event.code'], 'most', stopped), 'cancelled')
      await expectFailure(connector.coverage(within, [], [1, 2], stopped), 'cancelled')
      await expectFailure(connector.describe(stopped), 'cancelled')
      await expectFailure(connector.entities('', 'asset', null, stopped), 'cancelled')
      expect(connector.queries.sent).toBe(before)
    })

    contractCase(
      contract,
      'work that is stopped half way rejects, and the source answers the next',
      async () => {
        const connector = contract.connector()
        const query = await questionFor(connector, heavy, await scopeFor(connector))
        for (let i = 0; i < 4; i += 1) {
          const stop = new AbortController()
          const work = connector.stack(query, ['event.code'], 'most', stop.signal)
          queueMicrotask(() => stop.abort())
          await expectFailure(work, 'cancelled')
        }
        const all = await connector.stack(query, ['event.code'], 'most', signal)
        expect(all.rows.length).toBeGreaterThan(4)
      },
    )

    contractCase(contract, 'a reader that stops reading holds nothing up', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      for (let i = 0; i < 6; i += 1) {
        for await (const page of connector.search(query, { size: 1, cursor: null }, signal)) {
          expect(page.events).toHaveLength(1)
          break
        }
      }
      expect((await connector.count(query, signal)).named.value).toBe(events.length)
    })
  })

  describe(`${harness.name}: hygiene`, () => {
    contractCase(contract, 'twenty searches at once do not mix', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector)
      const asked = await Promise.all(
        Array.from({ length: 20 }, async (_, i) => {
          const predicate: Predicate = {
            all: [
              {
                field: 'process.command_line',
                op: 'contains',
                value: hostileTexts[i % hostileTexts.length]?.slice(0, 6) ?? 'x',
              },
              { field: 'event.code', op: i % 2 === 0 ? 'equals' : 'starts_with', value: '1' },
            ],
          }
          const found = await allFound(
            connector,
            await questionFor(connector, predicate, within),
            1 + i,
          )
          return { predicate, found }
        }),
      )
      for (const { predicate, found } of asked)
        expect(idsOf(found)).toEqual(idsOf(matchesOf(events, predicate, within)))
    })

    contractCase(contract, 'a query for another source is refused', async () => {
      const connector = contract.connector()
      const within = parseScope({
        assets: { list: ['alpha'] },
        identities: anyone,
        window: { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' },
      })
      const foreign = browse(
        { source: 'another', fields: [], mappingVersion: 1, digest: bindingDigest(1, []) },
        within,
      )
      await expectFailure(connector.count(foreign, signal), 'invalid_request')
    })

    contractCase(contract, 'it closes twice, and says that it is closed', async () => {
      const own = await harness.open([])
      const query = await browseIn(own, await scopeFor(own))
      await own.close()
      await own.close()
      await expectFailure(own.count(query, signal), 'source_unreachable')
      await expectFailure(own.describe(signal), 'source_unreachable')
    })

    contractCase(contract, 'a source without events answers everything, with nothing', async () => {
      const own = await harness.open([])
      const within = await scopeFor(own)
      const query = await browseIn(own, within)
      expect(await allFound(own, query)).toEqual([])
      expect((await own.count(query, signal)).named).toEqual({ value: 0, relation: 'exact' })
      expect(await own.describe(signal)).toMatchObject({
        events: { value: 0 },
        range: null,
        watermark: null,
        logSources: [],
      })
      expect(await own.entities('', 'asset', null, signal)).toEqual([])
      expect((await own.bind(['process.name'], signal)).fields).toMatchObject([
        { status: 'missing' },
      ])
      expect((await own.stack(query, ['process.name'], 'most', signal)).rows).toEqual([])
      expect(
        (
          await own.coverage(
            within,
            [{ channel: 'Security', code: '4688' }],
            [at(0), at(hour)],
            signal,
          )
        ).cells.map((cell) => cell.states),
      ).toEqual([['blind'], ['blind'], ['blind']])
      await own.close()
    })
  })

  describe(`${harness.name}: explain`, () => {
    contractCase(contract, 'the same question has the same text, its scope marked', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, {
        assets: anywhere,
        identities: { list: ['n.abara'] },
      })
      const query = await questionFor(connector, heavy, within)
      const first = connector.explain(query)
      expect(connector.explain(query)).toEqual(first)
      expect(first.parts.some((part) => part.scope)).toBe(true)
      expect(first.decidedAfter.join()).toContain('winlog.event_data.Details')
    })

    contractCase(contract, 'values are parameters and never text', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector)
      for (const value of hostileTexts) {
        const query = await questionFor(
          connector,
          { field: 'process.command_line', op: 'contains', value },
          within,
        )
        const { parts, parameters } = connector.explain(query)
        expect(parts.map((part) => part.text).join('')).not.toContain(value)
        expect(parameters.join('\n')).toContain(JSON.stringify(value).slice(1, -1))
      }
    })
  })
}
