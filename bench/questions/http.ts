import type { Figure } from '../figure.ts'
import { median, quantile, timed } from '../measure.ts'
import { huntQuestion } from '../queries.ts'
import type { BenchQuestion } from '../question.ts'
import { type ServerProcess, startServerProcess, untilEnded } from '../server-process.ts'

const runs = 10

/** From the button to the timeline: POST, polling until the run has ended, and the page. */
const askAndLook = async (server: ServerProcess, hunt: string): Promise<number> => {
  const page = await server.post(`/hunts/${hunt}/runs`)
  await untilEnded(server, hunt)
  const { status, text } = await server.get(page)
  if (status !== 200) throw new Error(`GET ${page} answered ${status}`)
  return Buffer.byteLength(text)
}

/** Technique to timeline over HTTP, and what the page weighs. */
export const http: BenchQuestion = {
  name: 'http',
  title: 'Technique to timeline over HTTP',
  async run({ corpus }) {
    await corpus.imported()
    const server = await startServerProcess(corpus.folder.root)
    try {
      const { hunt } = await server.order({ do: 'hunt', question: huntQuestion(corpus) })
      if (!hunt) throw new Error('the hunt was not started')
      await untilEnded(server, hunt)
      const times: number[] = []
      let bytes = 0
      for (let i = 0; i <= runs; i += 1) {
        const { ms, result } = await timed(() => askAndLook(server, hunt))
        bytes = result
        // The first one warms the files.
        if (i > 0) times.push(ms)
      }
      const figures: Figure[] = [
        { name: 'hunt to timeline, median', value: median(times), unit: 'ms' },
        {
          name: 'hunt to timeline, p95',
          value: quantile(times, 0.95),
          unit: 'ms',
          target: { id: 'P8', of: 'value', better: 'lower', floor: 400, goal: 150 },
        },
        { name: 'its timeline page', value: bytes / 1000, unit: 'kB' },
      ]
      for (const events of [5_000, 50_000]) figures.push(...(await largePage(server, events)))
      return figures
    } finally {
      await server.close()
    }
  },
}

const largePage = async (server: ServerProcess, events: number): Promise<readonly Figure[]> => {
  const { hunt } = await server.order({ do: 'page', events })
  if (!hunt) throw new Error('the run was not kept')
  const times: number[] = []
  let bytes = 0
  for (let i = 0; i < 6; i += 1) {
    const { ms, result } = await timed(() => server.get(`/hunts/${hunt}`))
    if (result.status !== 200) throw new Error(`the page answered ${result.status}`)
    bytes = Buffer.byteLength(result.text)
    if (i > 0) times.push(ms)
  }
  const label = `page with ${events.toLocaleString('en')} context events`
  return [
    {
      name: label,
      value: bytes / 1000,
      unit: 'kB',
      target: { id: 'P13', of: 'value', better: 'lower', floor: 500, goal: 200 },
      note: 'the document, not compressed',
    },
    {
      name: `${label}, median`,
      value: median(times),
      unit: 'ms',
      note: 'answered whole, no browser',
    },
  ]
}
