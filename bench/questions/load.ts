import { setTimeout } from 'node:timers/promises'
import { huntQuestion } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'
import { startServerProcess, untilEnded } from '../server-process.ts'

const seconds = 10

/** Whether the server answers while it imports and hunts at once: the delay of its event loop. */
export const load: BenchQuestion = {
  name: 'load',
  title: 'Importing and hunting at once',
  async run({ corpus }) {
    await corpus.imported()
    const server = await startServerProcess(corpus.folder.root)
    try {
      const { hunt } = await server.order({ do: 'hunt', question: huntQuestion(corpus) })
      if (!hunt) throw new Error('the hunt was not started')
      await untilEnded(server, hunt)
      const { job = '' } = await server.order({
        do: 'import',
        source: 'other',
        path: corpus.log,
        name: 'lab.ndjson',
      })
      await setTimeout(500)
      await server.order({ do: 'watch' })
      const until = performance.now() + seconds * 1000
      let hunts = 0
      let state = 'running'
      while (performance.now() < until && state === 'running') {
        const page = await server.post(`/hunts/${hunt}/runs`)
        await untilEnded(server, hunt)
        await server.get(page)
        hunts += 1
        state = (await server.order({ do: 'imported', job })).state ?? 'gone'
      }
      const { delay } = await server.order({ do: 'watched' })
      if (!delay) throw new Error('the event loop was not watched')
      return [
        {
          name: 'event-loop delay, p99',
          value: delay.p99,
          unit: 'ms',
          target: { id: 'P11', of: 'value', better: 'lower', floor: 20, goal: 5 },
          note: `p50 ${delay.p50.toFixed(1)}, max ${delay.max.toFixed(0)} ms; ${hunts} hunts with their pages beside one import`,
        },
      ]
    } finally {
      await server.close()
    }
  },
}
