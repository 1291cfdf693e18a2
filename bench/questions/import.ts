import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runChild } from '../child.ts'
import type { Imported } from '../corpus.ts'
import { median } from '../measure.ts'
import type { BenchQuestion } from '../question.ts'

const rounds = 3
const parsedSchema = z.object({ ms: z.number(), events: z.number() })

/** Import and the peer in turn, each in a process of its own; the last store is the one others ask. */
export const importLog: BenchQuestion = {
  name: 'import',
  title: 'Import NDJSON',
  async run({ corpus }) {
    const imported: Imported[] = []
    const parsed: number[] = []
    const ratios: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const peer = parsedSchema.parse(await runChild('parse', [corpus.log]))
      const store = round === rounds ? corpus.store : join(corpus.folder.root, 'round.db')
      const one = await corpus.importInto(store)
      imported.push(one)
      parsed.push(peer.events / (peer.ms / 1000))
      ratios.push(peer.ms / one.ms)
      if (round === rounds) continue
      for (const end of ['', '-wal', '-shm', '.lock']) rmSync(store + end, { force: true })
    }
    return [
      {
        name: 'import, everything done',
        value: median(imported.map((one) => one.events / (one.ms / 1000))),
        unit: 'events/s',
        target: { id: 'P2', of: 'ratio', better: 'higher', floor: 0.25, goal: 1 },
        peer: { name: 'JSON.parse of every line, one thread', value: median(parsed) },
        ratio: median(ratios),
        note: `median of ${rounds} interleaved rounds`,
      },
      {
        name: 'store against log',
        value: statSync(corpus.store).size / corpus.bytes,
        unit: 'of the log',
        target: { id: 'P4', of: 'value', better: 'lower', floor: 0.3, goal: 0.15 },
        note: `${Math.round(statSync(corpus.store).size / corpus.events)} bytes/event`,
      },
      {
        name: 'resident memory at most',
        value: Math.max(...imported.map((one) => one.peakKb)) / 1024,
        unit: 'MB',
        target: { id: 'P5', of: 'value', better: 'lower', floor: 512, goal: 256 },
        note: 'whole process; the target speaks of 5 GB',
      },
    ]
  },
}
