import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout } from 'node:timers/promises'
import { type Order, type Ordered, orderedSchema } from './server-orders.ts'

/** The server in a process of its own, as a hunter has it. */
export interface ServerProcess {
  readonly address: string
  /** One at a time: answers come back in order. */
  order(order: Order): Promise<Ordered>
  get(
    path: string,
  ): Promise<{ readonly status: number; readonly text: string; readonly url: string }>
  /** Posts an empty form, as a button of a page does. Answers where it leads. */
  post(path: string): Promise<string>
  close(): Promise<void>
}

export const startServerProcess = async (data: string): Promise<ServerProcess> => {
  const file = fileURLToPath(new URL('./children/server.ts', import.meta.url))
  const child = fork(file, [data], { execArgv: ['--import', 'tsx'] })
  const next = async (): Promise<Ordered> => {
    const [answer] = await once(child, 'message')
    return orderedSchema.parse(answer)
  }
  const { address } = await next()
  if (!address) throw new Error('the server did not say where it is')
  const url = (path: string): string => new URL(path, address).href
  return {
    address,
    order(order) {
      const answer = next()
      child.send(order)
      return answer
    },
    async get(path) {
      const answer = await fetch(url(path))
      return { status: answer.status, text: await answer.text(), url: answer.url }
    },
    async post(path) {
      const answer = await fetch(url(path), {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: new URL(address).origin,
        },
      })
      await answer.arrayBuffer()
      const to = answer.headers.get('location')
      if (!to) throw new Error(`POST ${path} answered ${answer.status}`)
      return to
    },
    async close() {
      const order: Order = { do: 'close' }
      child.send(order)
      await once(child, 'exit')
    },
  }
}

/** Polls as a page does, only more often, until the run is no longer under way. */
export const untilEnded = async (server: ServerProcess, hunt: string): Promise<void> => {
  for (;;) {
    const { text } = await server.get(`/hunts/${hunt}/progress`)
    if (!text.includes('id="run-progress"')) return
    await setTimeout(5)
  }
}
