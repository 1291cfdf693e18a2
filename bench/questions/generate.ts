import type { BenchQuestion } from '../question.ts'

/** How fast the lab grows: whether five million events are a matter of a minute. */
export const generate: BenchQuestion = {
  name: 'generate',
  title: 'Make the log',
  run: async ({ corpus }) => [
    {
      name: 'lab written',
      value: corpus.events / corpus.madeIn,
      unit: 'events/s',
      note: `5,000,000 would take ${Math.round(5_000_000 / (corpus.events / corpus.madeIn))} s`,
    },
    { name: 'log', value: corpus.bytes / corpus.events, unit: 'bytes/event' },
  ],
}
