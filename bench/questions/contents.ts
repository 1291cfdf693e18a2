import { browse } from '#queries/scoped-query.ts'
import { bucketEdges } from '#src/hunts/buckets.ts'
import { median, quantile, sample } from '../measure.ts'
import { never, planOf, scopedQuestions } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'

const typed = ['w', 'ws', 'ws-01', 'srv', 'dc'] as const
const names = ['a', 'd.', 'svc', 'corp\\e', 'n'] as const

/** What the pages ask as a hunter looks around: coverage, pickers, histogram. */
export const contents: BenchQuestion = {
  name: 'contents',
  title: 'Coverage, pickers, histogram',
  async run({ corpus }) {
    const connector = await corpus.open()
    try {
      const plans = await Promise.all(
        scopedQuestions(corpus).map((question) => planOf(connector, question)),
      )
      const coverage = await sample(plans, 3, (plan) =>
        connector.coverage(plan.scope, plan.asked.needs, plan.coverageEdges, never),
      )
      const pickers = await sample(
        [
          ...typed.map((prefix) => ({ prefix, kind: 'asset' as const })),
          ...names.map((prefix) => ({ prefix, kind: 'identity' as const })),
        ],
        5,
        ({ prefix, kind }) => connector.entities(prefix, kind, null, never),
      )
      const histogram = await sample(plans, 3, (plan) =>
        connector.histogram(
          browse(plan.binding, plan.scope),
          bucketEdges(plan.scope.window, 160),
          never,
        ),
      )
      return [
        {
          name: 'coverage of a scope, median',
          value: median(coverage),
          unit: 'ms',
          target: { id: 'P9', of: 'value', better: 'lower', floor: 5, goal: 1 },
        },
        {
          name: 'picker as one types, p95',
          value: quantile(pickers, 0.95),
          unit: 'ms',
          target: { id: 'P9', of: 'value', better: 'lower', floor: 20, goal: 5 },
        },
        {
          name: 'histogram of a scope, median',
          value: median(histogram),
          unit: 'ms',
          target: { id: 'P9', of: 'value', better: 'lower', floor: 10, goal: 4 },
        },
      ]
    } finally {
      await connector.close()
    }
  },
}
