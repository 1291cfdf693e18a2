import { describe, expect } from 'vitest'
import type { Predicate } from '#queries/predicate.ts'
import { matchesOf } from '#tests/support/reference.ts'
import {
  allFound,
  anywhere,
  browseIn,
  type Contract,
  contractCase,
  idsOf,
  questionFor,
  scopeFor,
  signal,
} from '../harness.ts'

const registry: Predicate = { field: 'event.code', op: 'equals', value: '13' }

export const describeIdentity = (contract: Contract): void => {
  const { harness, events } = contract

  describe(`${harness.name}: identity`, () => {
    contractCase(contract, 'named, by owner and undetermined are told apart', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, { identities: { list: ['CORP\\n.abara'] } })
      const found = await allFound(connector, await browseIn(connector, within))
      expect(idsOf(found)).toEqual(idsOf(matchesOf(events, { all: [] }, within)))
      const standings = new Set(found.map((one) => one.identity))
      expect(standings).toEqual(new Set(['named', 'owner', 'undetermined']))
    })

    contractCase(
      contract,
      'an event that names nobody is of the owner of its process',
      async () => {
        const connector = contract.connector()
        const query = await questionFor(
          connector,
          registry,
          await scopeFor(connector, { identities: { list: ['corp\\J.LI'] } }),
        )
        const found = await allFound(connector, query)
        const owned = found.filter((one) => one.identity === 'owner')
        expect(owned.length).toBeGreaterThan(0)
        expect(found.filter((one) => one.identity === 'undetermined')).toHaveLength(12)
        expect(await connector.count(query, signal)).toEqual({
          named: { value: 0, relation: 'exact' },
          owner: { value: owned.length, relation: 'exact' },
          undetermined: { value: 12, relation: 'exact' },
        })
      },
    )

    contractCase(contract, 'under any identity every event counts as named', async () => {
      const connector = contract.connector()
      const query = await questionFor(connector, registry, await scopeFor(connector))
      const found = await allFound(connector, query)
      expect(new Set(found.map((one) => one.identity))).toEqual(new Set(['named']))
    })

    contractCase(
      contract,
      'name, domain and name, address form and SID find the same person',
      async () => {
        const connector = contract.connector()
        const answers: (readonly string[])[] = []
        for (const spelling of [
          'n.abara',
          'CORP\\n.abara',
          'corp.example\\N.ABARA',
          'n.abara@corp.example',
          's-1-5-21-10-20-30-1001',
        ]) {
          const within = await scopeFor(connector, {
            assets: anywhere,
            identities: { list: [spelling] },
          })
          const found = await allFound(connector, await browseIn(connector, within))
          answers.push(idsOf(found.filter((one) => one.identity === 'named')))
        }
        expect(answers[0]?.length).toBeGreaterThan(20)
        for (const answer of answers) expect(answer).toEqual(answers[0])
      },
    )

    contractCase(contract, 'a person nobody knows is named nowhere', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, {
        identities: { list: ["x' OR 1=1 --", 'CORP\\%'] },
      })
      const counts = await connector.count(await browseIn(connector, within), signal)
      expect(counts.named.value).toBe(0)
      expect(counts.owner.value).toBe(0)
    })

    contractCase(contract, 'the name of the logging service is nobody', async () => {
      const connector = contract.connector()
      const within = await scopeFor(connector, { identities: { list: ['NT AUTHORITY\\SYSTEM'] } })
      const found = await allFound(connector, await questionFor(connector, registry, within))
      expect(idsOf(found)).toEqual(idsOf(matchesOf(events, registry, within)))
      expect(found.filter((one) => one.identity === 'named')).toEqual([])
    })
  })
}
