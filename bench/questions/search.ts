import { spawnSync } from 'node:child_process'
import { median, quantile, sample, timed } from '../measure.ts'
import { hitsOf, planOf, scopedQuestions } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'

const peerRuns = 5
/** What ripgrep is asked: the plainest part of the same question, over the whole log. */
const needle = '/automation -Embedding'

/** The primary question of a hunt: one day, five machines, all hits read and decoded. */
export const search: BenchQuestion = {
  name: 'search',
  title: 'Scoped hunt',
  async run({ corpus, ripgrep }) {
    const connector = await corpus.open()
    try {
      const plans = await Promise.all(
        scopedQuestions(corpus).map((question) => planOf(connector, question)),
      )
      let hits = 0
      const times = await sample(plans, 5, async (plan) => {
        hits += (await hitsOf(connector, plan)).length
      })
      const peers: number[] = []
      for (let i = 0; ripgrep !== null && i < peerRuns; i += 1) {
        const ran = await timed(() =>
          spawnSync('rg', ['--no-mmap', '--count', '--fixed-strings', needle, corpus.log]),
        )
        peers.push(ran.ms)
      }
      const peer =
        ripgrep === null
          ? {}
          : {
              peer: { name: 'rg --no-mmap over the log, one string', value: median(peers) },
              ratio: median(peers) / median(times),
            }
      return [
        {
          name: 'primary question, median',
          value: median(times),
          unit: 'ms',
          target: { id: 'P6', of: 'ratio', better: 'higher', floor: 50, goal: 200 },
          ...peer,
          note: `${plans.length} scopes, ${Math.round(hits / (times.length + plans.length))} hits each${ripgrep === null ? '; ripgrep is not installed' : ''}`,
        },
        {
          name: 'primary question, p95',
          value: quantile(times, 0.95),
          unit: 'ms',
          target: { id: 'P6', of: 'value', better: 'lower', floor: 25, goal: 10 },
        },
      ]
    } finally {
      await connector.close()
    }
  },
}
