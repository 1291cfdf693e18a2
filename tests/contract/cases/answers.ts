import { describe, expect } from 'vitest'
import type { Predicate } from '#queries/predicate.ts'
import { formatInstant } from '#queries/scope.ts'
import { hosts } from '#tests/support/contract-corpus.ts'
import { at, hour, minute } from '#tests/support/documents.ts'
import { matchesOf } from '#tests/support/reference.ts'
import {
  allFound,
  allPages,
  browseIn,
  type Contract,
  contractCase,
  expectFailure,
  questionFor,
  scopeFor,
  signal,
} from '../harness.ts'

const persons = { list: ['CORP\\n.abara'] }
const predicates: readonly Predicate[] = [
  { field: 'event.code', op: 'one_of', value: ['1', '13'] },
  { field: 'process.command_line', op: 'contains', value: 'e' },
  { not: { field: 'registry.path', op: 'matches', value: '*contract*' } },
]

export const describeAnswers = (contract: Contract): void => {
  const { harness, events } = contract

  describe(`${harness.name}: counts and summaries`, () => {
    for (const identities of [{ any: 'every identity counts here' }, persons]) {
      const whose = 'list' in identities ? 'one identity' : 'any identity'
      contractCase(contract, `count says of ${whose} what search finds, exactly`, async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector, { identities })
        for (const predicate of predicates) {
          const query = await questionFor(connector, predicate, within)
          const found = matchesOf(events, predicate, within)
          const of = (standing: string) => ({
            value: found.filter((match) => match.identity === standing).length,
            relation: 'exact',
          })
          expect(await connector.count(query, signal)).toEqual({
            named: of('named'),
            owner: of('owner'),
            undetermined: of('undetermined'),
          })
        }
      })

      contractCase(contract, `a histogram for ${whose} adds up to the rows of search`, async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector, { identities })
        for (const step of [hour, 37 * minute + 1]) {
          const edges = Array.from({ length: 9 }, (_, i) => at(-hour) + i * step)
          for (const query of [
            await browseIn(connector, within),
            await questionFor(connector, predicates[1] ?? { all: [] }, within),
          ]) {
            const found = matchesOf(events, query.predicate, within)
            expect(await connector.histogram(query, edges, signal)).toEqual(
              edges.slice(0, -1).map((from, i) => ({
                from,
                to: edges[i + 1],
                count: found.filter(
                  ({ event }) => event.time.best >= from && event.time.best < (edges[i + 1] ?? 0),
                ).length,
              })),
            )
          }
        }
      })
    }

    contractCase(contract, 'whole answers carry no gaps', async () => {
      const connector = contract.connector()
      const pages = await allPages(connector, await browseIn(connector, await scopeFor(connector)))
      expect(pages.flatMap((page) => page.gaps)).toEqual([])
    })

    contractCase(contract, 'an estimate is the number of events in the scope', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, {
        assets: { list: ['alpha'] },
        window: { from: formatInstant(at(minute)), to: formatInstant(at(3 * hour + minute)) },
      })
      const query = await questionFor(connector, predicates[0] ?? { all: [] }, within)
      const cost = await connector.estimate(query, signal)
      expect(cost.events).toEqual({
        value: matchesOf(events, { all: [] }, within).length,
        relation: 'exact',
      })
      expect(cost.sentence).toMatch(/^The scope holds \d+ events/)
    })

    contractCase(contract, 'a stack counts each combination of values', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector)
      const query = await questionFor(
        connector,
        { field: 'event.code', op: 'equals', value: '1' },
        within,
      )
      const most = await connector.stack(query, ['process.name', 'user.name'], 'most', signal)
      const least = await connector.stack(query, ['process.name', 'user.name'], 'least', signal)
      const starts = matchesOf(events, query.predicate, within)
      expect(most.rows.reduce((sum, row) => sum + row.count, 0)).toBe(starts.length)
      expect(most.rows.map((row) => row.count)).toEqual(
        most.rows.map((row) => row.count).toSorted((a, b) => b - a),
      )
      expect(least.rows.map((row) => row.count)).toEqual(
        most.rows.map((row) => row.count).toReversed(),
      )
      expect(most.distinct).toEqual({ value: most.rows.length, relation: 'exact' })
      const one = most.rows.find((row) => row.values.join() === 'mmc.exe,n.abara')
      const same = starts.filter(
        ({ event }) =>
          event.fields['process.name'] === 'mmc.exe' && event.fields['user.name'] === 'n.abara',
      )
      expect(one).toEqual({
        values: ['mmc.exe', 'n.abara'],
        count: same.length,
        assets: new Set(same.map(({ event }) => event.asset)).size,
        identities: 1,
      })
    })

    contractCase(contract, 'the description counts what is there', async () => {
      const connector = contract.connector()
      const description = await connector.describe(signal)
      const times = events.map((event) => event.time.best)
      expect(description).toMatchObject({
        id: connector.id,
        kind: connector.kind,
        events: { value: events.length, relation: 'exact' },
        health: 'ok',
        assets: hosts.length,
        rejects: 0,
      })
      expect(description.range).toEqual({ from: Math.min(...times), to: Math.max(...times) + 1 })
      const creations = description.logSources.find((source) => source.code === '1')
      const own = events.filter((event) => event.code === '1')
      expect(creations).toEqual({
        channel: 'Microsoft-Windows-Sysmon/Operational',
        code: '1',
        events: own.length,
        first: Math.min(...own.map((event) => event.time.best)),
        last: Math.max(...own.map((event) => event.time.best)),
        assets: 3,
      })
    })

    contractCase(
      contract,
      'a binding says what was observed and why the rest is missing',
      async () => {
        const connector = contract.connector()
        const binding = await connector.bind(
          ['process.name', 'dns.question.name', 'Process.Name', 'destination.ip'],
          signal,
        )
        expect(binding.fields.map((field) => field.status)).toEqual([
          'bound',
          'missing',
          'missing',
          'bound',
        ])
        expect(binding.fields[0]).toMatchObject({
          type: 'keyword',
          seen: events.filter((event) => event.fields['process.name'] !== undefined).length,
        })
        expect(binding.fields[1]).toMatchObject({
          reason: expect.stringContaining('dns.question.name'),
        })
        expect(binding.fields[2]).toMatchObject({ reason: expect.stringContaining('process.name') })
        expect(binding.fields[3]).toMatchObject({ type: 'ip' })
        const again = await connector.bind(
          ['destination.ip', 'process.name', 'Process.Name', 'dns.question.name'],
          signal,
        )
        expect(again.digest).toBe(binding.digest)
      },
    )

    contractCase(
      contract,
      'single events are read again by id, inside the scope only',
      async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector, {
          assets: { list: ['alpha'] },
          identities: persons,
        })
        const query = await browseIn(connector, within)
        const inside = await allFound(connector, query)
        const ids = inside.map((found) => found.event.id)
        const outside = events.filter((event) => !ids.includes(event.id)).map((event) => event.id)
        const wanted = [...ids.slice(0, 5).toReversed(), ...outside, 'no id', "' OR 1=1"]
        const read = await connector.read(query, wanted, signal)
        expect(read.map((found) => found.event.id)).toEqual(ids.slice(0, 5).toReversed())
        expect(read.map((found) => found.identity)).toEqual(
          inside
            .slice(0, 5)
            .map((found) => found.identity)
            .toReversed(),
        )
        expect(read[0]?.event.original).toBe(
          events.find((event) => event.id === read[0]?.event.id)?.original,
        )
      },
    )

    contractCase(contract, 'edges that do not rise are refused', async () => {
      const connector = contract.connector()
      const query = await browseIn(connector, await scopeFor(connector))
      for (const edges of [[], [1], [2, 2], [3, 2]])
        await expectFailure(connector.histogram(query, edges, signal), 'invalid_request')
    })
  })
}
