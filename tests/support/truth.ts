import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { parseEvtxFile } from 'winevtx'
import { openPromise } from 'yauzl'
import { z } from 'zod'
import { clockSample, commonShift, createClockEstimator } from '#queries/clock.ts'
import type { LogEvent } from '#queries/event.ts'
import { predicateSchema } from '#queries/predicate.ts'
import { detectShape, normalize } from '#queries/normalize.ts'

/** Real sets with what is true of them, beside the project; absent on other machines. */
export const dataFolder = '../shared/data'
const truthFolder = `${dataFolder}/truth`

const truthSchema = z.object({
  technique: z.string(),
  hunt: z.object({
    assets: z.array(z.string()),
    window: z.object({ from: z.string(), to: z.string() }),
    predicate: z.object({ tree: predicateSchema }),
  }),
  hits: z.array(
    z.object({
      id: z.string(),
      time: z.object({ utc: z.string() }),
      locator: z.object({ file: z.string(), record: z.number() }),
    }),
  ),
  key_groups: z.array(
    z.object({
      hit: z.string(),
      rule: z.string(),
      grade: z.string(),
      key: z.record(z.string(), z.unknown()),
      members: z.array(z.object({ event_id: z.number(), records: z.array(z.number()) })),
    }),
  ),
})
export type Truth = z.infer<typeof truthSchema>

/** Names of the truth files; empty where the folder is missing. */
export const truthNames: readonly string[] = existsSync(truthFolder)
  ? readdirSync(truthFolder).filter((name) => name.endsWith('.json'))
  : []

export const readTruth = (name: string): Truth =>
  truthSchema.parse(JSON.parse(readFileSync(`${truthFolder}/${name}`, 'utf8')))

interface Original {
  readonly record: number
  readonly text: string
}

const readEvtx = (file: string): readonly Original[] =>
  [...parseEvtxFile(readFileSync(`${dataFolder}/evtx/${file}`))].map(({ event }) => {
    const text = JSON.stringify(event)
    const parsed = z
      .object({ Event: z.object({ System: z.object({ EventRecordID: z.coerce.number() }) }) })
      .parse(JSON.parse(text))
    return { record: parsed.Event.System.EventRecordID, text }
  })

const readZip = async (archive: string, member: string): Promise<readonly Original[]> => {
  const zip = await openPromise(`${dataFolder}/otrf/${archive}`, { autoClose: false })
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== member) continue
    const text = (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8')
    zip.close()
    return text
      .split('\n')
      .map((line, i) => ({ record: i + 1, text: line.trim() }))
      .filter((line) => line.text !== '')
  }
  throw new Error(`no ${member} in ${archive}`)
}

/** Every event of the set by its record, times corrected by the file's own Sysmon pairs. */
export const eventsOfSet = async (file: string): Promise<ReadonlyMap<number, LogEvent>> => {
  const [archive = '', member] = file.split('!')
  const originals = member === undefined ? readEvtx(archive) : await readZip(archive, member)
  const estimator = createClockEstimator()
  const documents = originals.map(({ record, text }) => {
    const document: unknown = JSON.parse(text)
    const shape = detectShape(document) ?? 'json'
    const sample = clockSample(document, shape)
    if (sample) estimator.add(sample)
    return { record, text, document, shape }
  })
  const clocks = estimator.finish()
  const shifts = new Map(clocks.map((clock) => [clock.asset, clock.shiftUs]))
  const common = commonShift(clocks) ?? 0
  const events = new Map<number, LogEvent>()
  for (const { record, text, document, shape } of documents) {
    const read = (shiftUs: number) => normalize(text, document, { shape, file, record, shiftUs })
    const first = read(common)
    if (!first.ok) throw new Error(`record ${record}: ${first.reason}`)
    const shift = shifts.get(first.event.asset) ?? common
    const result = shift === common ? first : read(shift)
    if (result.ok) events.set(record, result.event)
  }
  return events
}
