import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { episodeStrip } from '#src/hunts/timeline/episode-strip.ts'
import { seededRun } from '#tests/support/seeded-run.ts'
import { type SeededSnapshot, seededSnapshot } from '#tests/support/seeded-frame.ts'

describe('the strip of a run with more episodes than it shows', () => {
  let run: SeededSnapshot
  beforeAll(() => {
    run = seededSnapshot(seededRun({ events: 200, moreHits: 19 }))
  })
  afterAll(() => run.close())

  const numbersAt = async (episode: number): Promise<readonly number[]> =>
    episodeStrip(await run.frame({ episode })).cards.map((card) => card.n)

  it('holds what reaches over several assets, wherever the reader stands', async () => {
    const all = run.snapshot.episodes()
    const reaching = all.filter((one) => one.assets.length > 1).map((one) => one.n)
    expect(all.length).toBeGreaterThan(9)
    expect(reaching.length).toBeGreaterThan(0)
    for (const { n } of all) {
      expect(await numbersAt(n)).toEqual(expect.arrayContaining(reaching.slice(0, 4)))
    }
  })

  it('holds the episode that is read and its neighbors, in order, nine at most', async () => {
    const all = run.snapshot.episodes().map((one) => one.n)
    for (const [i, n] of all.entries()) {
      const shown = await numbersAt(n)
      expect(shown.length).toBe(9)
      expect(shown).toEqual(all.filter((one) => shown.includes(one)))
      expect(shown).toEqual(expect.arrayContaining(all.slice(Math.max(0, i - 1), i + 2)))
    }
  })
})
