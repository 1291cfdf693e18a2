/** The server over a bench's data folder; the bench tells it what to import and when to watch its event loop. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { seedHunt } from '#tests/support/seed-hunt.ts'
import { seededRun } from '#tests/support/seeded-run.ts'
import { readConfig } from '#src/config.ts'
import { parseQuestion } from '#src/hunts/question.ts'
import { startServer } from '#src/server/serve.ts'
import { type Ordered, orderSchema } from '../server-orders.ts'

const [data = ''] = process.argv.slice(2)
const server = await startServer(readConfig({ data, port: 0 }), (line) => {
  process.stderr.write(`${line}\n`)
})
const { deps } = server
const loop = monitorEventLoopDelay({ resolution: 1 })

const follow = async (message: unknown): Promise<Ordered | null> => {
  const order = orderSchema.parse(message)
  switch (order.do) {
    case 'hunt':
      return { hunt: (await deps.runs.start(null, parseQuestion(order.question))).hunt }
    case 'page': {
      const run = await seedHunt(deps, seededRun({ events: order.events }))
      return { hunt: run.hunt }
    }
    case 'import':
      return { job: deps.imports.start(order.source, [{ path: order.path, name: order.name }]) }
    case 'imported':
      return { state: deps.imports.get(order.job)?.state ?? 'gone' }
    case 'watch':
      loop.reset()
      loop.enable()
      return {}
    case 'watched':
      loop.disable()
      return {
        delay: {
          p50: loop.percentile(50) / 1e6,
          p99: loop.percentile(99) / 1e6,
          max: loop.max / 1e6,
        },
      }
    case 'close':
      await server.close()
      process.disconnect?.()
      return null
  }
}

process.on('message', (message) => {
  void follow(message).then((answer) => {
    if (answer) process.send?.(answer)
  })
})
process.send?.({ address: server.address })
