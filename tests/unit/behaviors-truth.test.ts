import { describe, expect, it } from 'vitest'
import { fill } from '#queries/behaviors/bind.ts'
import { evaluate } from '#queries/evaluate.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { eventsOfSet, readTruth, truthNames, dataFolder } from '../support/truth.ts'

/** One name stands for all where the sets are missing, so that what is skipped is counted and says why. */
const names = truthNames.length > 0 ? truthNames : ['all sets']

describe('documented behaviors with their defaults alone', () => {
  it.skipIf(truthNames.length === 0).each(names)(
    `find every hit of %s (skipped where ${dataFolder}/truth is missing)`,
    async (name) => {
      const truth = readTruth(name)
      const [first] = truth.hits
      const events = await eventsOfSet(first?.locator.file ?? '')
      const behaviors = loadGuides().guide(truth.technique)?.behaviors ?? []
      const foundBy = truth.hits.map((hit) => {
        const fields = events.get(hit.locator.record)?.fields ?? {}
        return behaviors.filter((behavior) => evaluate(fill(behavior), fields)).length
      })
      expect(foundBy).not.toContain(0)
      expect(foundBy).not.toEqual([])
    },
  )
})
