import { setTimeout } from 'node:timers/promises'
import { isAppError } from '#queries/errors.ts'
import { openSource } from '#src/sources.ts'
import { source } from '../corpus.ts'
import { quantile } from '../measure.ts'
import { planOf, wideQuestion } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'

const rounds = 15

/** A heavy search is stopped; the one reading thread it had must answer the next question. */
export const cancel: BenchQuestion = {
  name: 'cancel',
  title: 'Cancel',
  async run({ corpus }) {
    await corpus.imported()
    const connector = await openSource(corpus.folder, source, { threads: 1 })
    try {
      const question = wideQuestion(corpus)
      const plan = await planOf(connector, {
        ...question,
        behavior: {
          kind: 'stated',
          predicate: {
            field: 'process.command_line',
            op: 'contains',
            value: 'nowhere to be found',
          },
        },
      })
      const times: number[] = []
      let late = 0
      for (let i = 0; i < rounds; i += 1) {
        const controller = new AbortController()
        const searching = (async () => {
          const page = { size: 500, cursor: null }
          for await (const found of connector.search(plan.query, page, controller.signal))
            void found
        })()
        await setTimeout(2 + i)
        const from = performance.now()
        controller.abort()
        try {
          await searching
          late += 1
        } catch (error) {
          if (!isAppError(error) || error.code !== 'cancelled') throw error
          await connector.entities('w', 'asset', null, new AbortController().signal)
          times.push(performance.now() - from)
        }
      }
      return [
        {
          name: 'until the connection is free, p95',
          value: quantile(times, 0.95),
          unit: 'ms',
          target: { id: 'P12', of: 'value', better: 'lower', floor: 100, goal: 5 },
          note: `${times.length} searches stopped${late > 0 ? `, ${late} were over before` : ''}; the next answer included`,
        },
      ]
    } finally {
      await connector.close()
    }
  },
}
