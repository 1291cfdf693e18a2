import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createLab, type LabOptions, type LabTruthRecord } from './lab.ts'

export interface LabFiles {
  readonly events: number
  readonly truth: readonly LabTruthRecord[]
}

/** Writes the lab as NDJSON and, where a file is named for it, its truth as JSON. */
export const writeLab = async (
  options: LabOptions,
  file: string,
  truthFile: string | null,
): Promise<LabFiles> => {
  const lab = createLab(options)
  const out = createWriteStream(file)
  const truth: LabTruthRecord[] = []
  let events = 0
  let chunk: string[] = []
  const flush = async (): Promise<void> => {
    if (!out.write(`${chunk.join('\n')}\n`)) await once(out, 'drain')
    chunk = []
  }
  for (const line of lab.lines()) {
    events += 1
    chunk.push(line.text)
    if (line.truth) truth.push(line.truth)
    if (chunk.length >= 2000) await flush()
  }
  if (chunk.length > 0) await flush()
  out.end()
  await once(out, 'finish')
  if (truthFile)
    await writeFile(
      truthFile,
      `${JSON.stringify({ plan: lab.plan, options, steps: truth }, null, 1)}\n`,
    )
  return { events, truth }
}
