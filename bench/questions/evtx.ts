import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type EvtxEvent, evtxFile } from '#tests/support/evtx-file.ts'
import { runChild } from '../child.ts'
import { median } from '../measure.ts'
import type { BenchQuestion } from '../question.ts'

const records = 12_000
const rounds = 3
const ranSchema = z.object({ ms: z.number(), events: z.number() })

const eventOf = (i: number): EvtxEvent => ({
  recordId: 5_000 + i,
  time: new Date(Date.UTC(2026, 10, 18) + i * 37).toISOString(),
  provider: 'Microsoft-Windows-Security-Auditing',
  eventId: 4688,
  channel: 'Security',
  computer: `WS-${100 + (i % 9)}.corp.example`,
  data: {
    SubjectUserName: `user${i % 31}`,
    SubjectDomainName: 'CORP',
    SubjectLogonId: `0x${(90_000 + (i % 200)).toString(16)}`,
    NewProcessId: `0x${(4 * (300 + (i % 2_000))).toString(16)}`,
    NewProcessName: `C:\\Windows\\System32\\tool${i % 40}.exe`,
    ProcessId: '0x2b4',
    CommandLine: `tool${i % 40}.exe /run ${i}`,
    ParentProcessName: 'C:\\Windows\\explorer.exe',
  },
})

/** EVTX against the reader alone: what the rest of an import costs. */
export const importEvtx: BenchQuestion = {
  name: 'evtx',
  title: 'Import EVTX',
  async run({ corpus }) {
    const path = join(corpus.folder.root, 'bench.evtx')
    writeFileSync(
      path,
      evtxFile(
        Array.from({ length: records }, (_, i) => eventOf(i)),
        40,
      ),
    )
    const rates: number[] = []
    const peers: number[] = []
    const ratios: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const peer = ranSchema.parse(await runChild('parse-evtx', [path]))
      const store = join(corpus.folder.root, 'evtx.db')
      const one = ranSchema.parse(await runChild('import', [store, path]))
      for (const end of ['', '-wal', '-shm', '.lock']) rmSync(store + end, { force: true })
      rates.push(one.events / (one.ms / 1000))
      peers.push(peer.events / (peer.ms / 1000))
      ratios.push(peer.ms / one.ms)
    }
    rmSync(path)
    return [
      {
        name: 'import, everything done',
        value: median(rates),
        unit: 'events/s',
        target: { id: 'P3', of: 'ratio', better: 'higher', floor: 0.5, goal: 0.8 },
        peer: { name: 'winevtx parsing alone', value: median(peers) },
        ratio: median(ratios),
        note: `${records} records without templates, made for this`,
      },
    ]
  },
}
