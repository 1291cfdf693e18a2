import { describe, expect } from 'vitest'
import { formatInstant } from '#queries/scope.ts'
import { at, hour, minute } from '#tests/support/documents.ts'
import { type Contract, contractCase, scopeFor, signal } from '../harness.ts'

export const describeNames = (contract: Contract): void => {
  const { harness, events } = contract

  describe(`${harness.name}: names`, () => {
    contractCase(contract, 'assets are found by the beginning of any of their names', async () => {
      const connector = contract.connector()
      for (const prefix of ['alp', 'ALPHA.corp', '10.20.0.1', ' alpha ']) {
        const found = await connector.entities(prefix, 'asset', null, signal)
        expect(found.map((entity) => entity.key)).toEqual(['alpha'])
        expect(found[0]?.events).toBe(events.filter((event) => event.asset === 'alpha').length)
        expect(found[0]?.lastSeen).toBe(
          Math.max(...events.filter((e) => e.asset === 'alpha').map((e) => e.time.best)),
        )
      }
      const all = await connector.entities('', 'asset', null, signal)
      expect(all.map((entity) => entity.lastSeen)).toEqual(
        all.map((entity) => entity.lastSeen).toSorted((a, b) => b - a),
      )
      expect(all).toHaveLength(3)
    })

    contractCase(contract, 'identities are one entry each, with their spellings', async () => {
      const connector = contract.connector()
      for (const prefix of ['n.ab', 'CORP\\N.', 'S-1-5-21-10-20-30-1001']) {
        const found = await connector.entities(prefix, 'identity', null, signal)
        expect(found).toHaveLength(1)
        const names = [found[0]?.key, found[0]?.label, ...(found[0]?.aliases ?? [])].join(' ')
        expect(names.toLowerCase()).toContain('corp\\n.abara')
        expect(names).toContain('S-1-5-21-10-20-30-1001')
      }
    })

    contractCase(contract, 'what is picked can be asked for', async () => {
      const connector = contract.connector()
      for (const entity of await connector.entities('', 'identity', null, signal)) {
        const within = await scopeFor(connector, { identities: { list: [entity.key] } })
        expect(within.identities.kind === 'list' && within.identities.identities).toHaveLength(1)
      }
    })

    contractCase(contract, 'a window counts what lies in it', async () => {
      const connector = contract.connector()
      const window = { from: at(3 * hour), to: at(4 * hour) }
      const found = await connector.entities('', 'asset', window, signal)
      const inside = events.filter(
        (event) => event.time.best >= window.from && event.time.best < window.to,
      )
      expect(new Set(found.map((entity) => entity.key))).toEqual(
        new Set(inside.map((event) => event.asset)),
      )
      expect(found.reduce((sum, entity) => sum + entity.events, 0)).toBe(inside.length)
    })

    contractCase(contract, 'hostile prefixes find nothing and break nothing', async () => {
      const connector = contract.connector()
      for (const prefix of ["' OR 1=1 --", '%', '_', '*', '[', '\u0000', '💣', 'x'.repeat(5_000)]) {
        expect(await connector.entities(prefix, 'asset', null, signal)).toEqual([])
        expect(await connector.entities(prefix, 'identity', null, signal)).toEqual([])
      }
    })

    contractCase(contract, 'an address and a long name are resolved to their asset', async () => {
      const connector = contract.connector()
      for (const name of ['10.20.0.2', 'BRAVO', 'bravo.corp.example']) {
        const within = await scopeFor(connector, { assets: { list: [name] } })
        expect(within.assets).toMatchObject({ kind: 'list', assets: [{ key: 'bravo' }] })
      }
      const unknown = await scopeFor(connector, { assets: { list: ['nobody.else'] } })
      expect(unknown.assets).toMatchObject({ assets: [{ key: 'nobody' }] })
    })
  })

  describe(`${harness.name}: coverage`, () => {
    const sysmon = 'Microsoft-Windows-Sysmon/Operational'
    const stateOf = async (
      code: string,
      channel: string,
      asset: string,
      edges: readonly number[],
    ) => {
      const connector = contract.connector()
      const within = await scopeFor(connector, { assets: { list: [asset] } })
      const coverage = await connector.coverage(within, [{ channel, code }], edges, signal)
      expect(coverage.edges).toEqual(edges)
      expect(coverage.cells).toHaveLength(1)
      return coverage.cells[0]
    }

    contractCase(contract, 'counts are exact for buckets of any size', async () => {
      for (const step of [hour, 11 * minute + 7, 999]) {
        const edges = Array.from({ length: 6 }, (_, i) => at(0) + i * step)
        const cell = await stateOf('1', sysmon, 'alpha', edges)
        const own = events.filter((event) => event.asset === 'alpha' && event.code === '1')
        expect(cell?.counts).toEqual(
          edges
            .slice(0, -1)
            .map(
              (from, i) =>
                own.filter((e) => e.time.best >= from && e.time.best < (edges[i + 1] ?? 0)).length,
            ),
        )
      }
    })

    contractCase(contract, 'seen, quiet and blind are told apart', async () => {
      const creation = await stateOf('1', sysmon, 'alpha', [
        at(-2 * hour),
        at(-hour),
        at(0),
        at(minute),
      ])
      expect(creation?.states).toEqual(['blind', 'blind', 'seen'])
      // Between two starts the channel delivered on both sides.
      const between = await stateOf('1', sysmon, 'alpha', [at(3 * minute), at(4 * minute)])
      expect(between?.states).toEqual(['quiet'])
      // The same channel, but an event id that was never seen there.
      const never = await stateOf('22', sysmon, 'alpha', [at(3 * minute), at(4 * minute)])
      expect(never?.states).toEqual(['blind'])
      const otherCase = await stateOf('1', sysmon.toUpperCase(), 'alpha', [at(0), at(minute)])
      expect(otherCase?.states).toEqual(['seen'])
    })

    contractCase(contract, 'a log is truncated where it was cleared', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, { assets: { list: ['charlie'] } })
      const edges = [at(4 * hour + 39 * minute), at(4 * hour + 41 * minute)]
      const coverage = await connector.coverage(
        within,
        [{ channel: 'Security', code: '4624' }],
        edges,
        signal,
      )
      expect(coverage.cells[0]?.states).toEqual(['truncated'])
      expect(coverage.gaps.map((gap) => gap.kind)).toContain('truncated')
    })

    contractCase(contract, 'the watermark is the oldest of what was asked for', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector)
      const coverage = await connector.coverage(
        within,
        [{ channel: 'Security', code: '4624' }],
        [at(0), at(hour)],
        signal,
      )
      const newest = ['alpha', 'bravo', 'charlie'].map((asset) =>
        Math.max(
          ...events
            .filter((event) => event.asset === asset && event.channel === 'Security')
            .map((event) => event.time.best),
        ),
      )
      expect(coverage.watermark).toBe(Math.min(...newest))
      expect(formatInstant(coverage.watermark ?? 0)).toMatch(/Z$/)
    })
  })
}
