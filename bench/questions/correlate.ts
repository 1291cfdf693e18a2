import type { FoundEvent } from '#connectors/contract.ts'
import { correlate } from '#src/hunts/correlate/correlate.ts'
import { maxContext } from '#src/hunts/run.ts'
import type { Figure } from '../figure.ts'
import { median, sample } from '../measure.ts'
import { hitsOf, never, planOf, wideQuestion } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'

/** How many hits, of how many samples, each how often; and the target of P7. */
const sizes = [
  { hits: 1, samples: 12, rounds: 2, floor: 5, goal: 1 },
  { hits: 50, samples: 3, rounds: 2, floor: 150, goal: 30 },
  { hits: 1_000, samples: 1, rounds: 2, floor: 1_000, goal: 300 },
] as const

/** `n` of the hits, spread over all of them, the i-th such choice of `of`. */
const spread = (hits: readonly FoundEvent[], n: number, i: number, of: number) =>
  Array.from({ length: n }, (_, j) => hits[Math.floor(((j + i / of) * hits.length) / n)]).flatMap(
    (hit) => hit ?? [],
  )

/** What comes before and after: every rule and path, for one hit and for many. */
export const correlateHits: BenchQuestion = {
  name: 'correlate',
  title: 'Correlation',
  async run({ corpus }) {
    const connector = await corpus.open()
    try {
      const plan = await planOf(connector, wideQuestion(corpus))
      const hits = await hitsOf(connector, plan)
      const figures: Figure[] = []
      for (const { hits: n, samples, rounds, floor, goal } of sizes) {
        if (hits.length < n) continue
        const choices = Array.from({ length: samples }, (_, i) => spread(hits, n, i, samples))
        let context = 0
        let queries = 0
        const times = await sample(choices, rounds, async (some) => {
          const found = await correlate({
            connector,
            query: plan.query,
            hits: some,
            windows: plan.windows,
            maxContext,
            signal: never,
          })
          context += found.context.length
          queries = Math.max(queries, found.queries)
        })
        figures.push({
          name: `correlation of ${n} ${n === 1 ? 'hit' : 'hits'}, median`,
          value: median(times),
          unit: 'ms',
          target: { id: 'P7', of: 'value', better: 'lower', floor, goal },
          note: `${Math.round(context / (times.length + samples))} events linked, ${queries} link queries`,
        })
      }
      return figures
    } finally {
      await connector.close()
    }
  },
}
