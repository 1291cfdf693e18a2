import { join } from 'node:path'
import { z } from 'zod'
import { grades } from '#queries/links/rule.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { openDataFolder } from '#src/data-folder.ts'
import { makeDemo } from '#src/demo/make-demo.ts'
import { answerChunks } from '#src/hunts/answer.ts'
import { findAsked } from '#src/hunts/asked.ts'
import { runHunt } from '#src/hunts/run.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import type { LabOptions } from '#src/lab/lab.ts'
import { openSource, sourceNames } from '#src/sources.ts'

const linkSchema = z.object({
  hit: z.string(),
  rule: z.string(),
  grade: z.enum(grades),
  direction: z.enum(['before', 'after', 'unknown']),
})
const rowSchema = z.object({
  id: z.string(),
  episode: z.string(),
  locator: z.object({ file: z.string(), record: z.number() }),
  links: z.array(linkSchema),
})
const answerSchema = z.object({ hits: z.array(rowSchema), context: z.array(rowSchema) })

export type LabLink = z.infer<typeof linkSchema>
export type LabRow = z.infer<typeof rowSchema>
export type LabAnswer = z.infer<typeof answerSchema>

/** Makes the demo in a folder and asks its hunt: the machine's answer, as far as the lab's truth speaks of it. */
export const huntTheLab = async (root: string, options: LabOptions): Promise<LabAnswer> => {
  const folder = openDataFolder(root)
  const { signal } = new AbortController()
  const { question } = await makeDemo(folder, options, signal, () => undefined)
  const asked = findAsked(question, {
    catalog: openCatalog(),
    guides: loadGuides(),
    sources: sourceNames(folder),
  })
  const file = join(root, 'demo.db')
  const connector = await openSource(folder, question.source, { threads: 0 })
  try {
    await runHunt(connector, {
      run: 'run000000001',
      hunt: 'hunt00000001',
      asked,
      file,
      signal,
      onProgress: () => undefined,
    })
  } finally {
    await connector.close()
  }
  const snapshot = openSnapshot(file)
  try {
    return answerSchema.parse(JSON.parse([...answerChunks(snapshot)].join('')))
  } finally {
    snapshot.close()
  }
}
