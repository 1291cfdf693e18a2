import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultLimits } from '#connectors/local/import/limits.ts'
import { runImport } from '#connectors/local/import/run-import.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { openDataFolder, storeFile } from '#src/data-folder.ts'
import { answerChunks } from '#src/hunts/answer.ts'
import { findAsked } from '#src/hunts/asked.ts'
import { parseQuestion } from '#src/hunts/question.ts'
import { runHunt } from '#src/hunts/run.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import { openSource } from '#src/sources.ts'
import { scratchFolder } from '#tests/support/import-store.ts'
import {
  type Answer,
  answerSchema,
  compare,
  type WholeTruth,
  wholeTruthSchema,
} from '#tests/support/truth-compare.ts'

/*
 * Real sets with what is true of them, beside the project and not part of it: read, never copied. Where
 * they are missing these tests are skipped, and say so.
 */
const data = '../shared/data'
const truths = existsSync(`${data}/truth`)
  ? readdirSync(`${data}/truth`).filter((name) => name.endsWith('.json'))
  : []
if (truths.length === 0)
  process.stdout.write(`skipped: the truth sets are not here (${data}/truth is missing)\n`)

const scratch = scratchFolder()
afterAll(() => scratch.remove())

const tenMinutes = 600_000_000

const fileOf = (truth: WholeTruth): string =>
  ['otrf', 'evtx'].map((folder) => `${data}/${folder}/${truth.file}`).find(existsSync) ?? truth.file

const namesOf = (names: WholeTruth['hunt']['assets']) =>
  Array.isArray(names) ? { list: names } : names

/** The whole way: the real importer, a real run, and the answer a machine reads. */
const huntFor = async (truth: WholeTruth): Promise<Answer> => {
  const folder = openDataFolder(join(scratch.path, truth.set))
  const path = fileOf(truth)
  await runImport({
    storeFile: storeFile(folder, 'lab'),
    files: [{ path, name: basename(path) }],
    limits: defaultLimits,
    isCancelled: () => false,
    onProgress: () => {},
  })
  const question = parseQuestion({
    technique: truth.technique,
    source: 'lab',
    behavior: { kind: 'stated', predicate: truth.hunt.predicate.tree },
    scope: {
      assets: namesOf(truth.hunt.assets),
      identities: namesOf(truth.hunt.identities),
      window: truth.hunt.window,
    },
    windows: { beforeUs: tenMinutes, afterUs: tenMinutes },
  })
  const asked = findAsked(question, {
    catalog: openCatalog(),
    guides: loadGuides(),
    sources: ['lab'],
  })
  const connector = await openSource(folder, 'lab', { threads: 0 })
  try {
    const file = join(folder.runsDir, 'truth.db')
    const signal = new AbortController().signal
    await runHunt(connector, {
      run: 'truth',
      hunt: 'truth',
      asked,
      file,
      signal,
      onProgress: () => {},
    })
    const snapshot = openSnapshot(file)
    try {
      return answerSchema.parse(JSON.parse([...answerChunks(snapshot)].join('')))
    } finally {
      snapshot.close()
    }
  } finally {
    await connector.close()
  }
}

describe.skipIf(truths.length === 0)('a hunt on a real set', () => {
  for (const name of truths) {
    it(`finds what is true of ${name} and nothing that is not`, async () => {
      const truth = wholeTruthSchema.parse(
        JSON.parse(readFileSync(`${data}/truth/${name}`, 'utf8')),
      )
      const answer = await huntFor(truth)
      expect(compare(truth, answer)).toEqual({
        hits: [],
        must: [],
        forbidden: [],
        groups: [],
        unexplained: [],
      })
    })
  }

  it.skipIf(!truths.includes('schtask_create.json'))(
    'makes one episode of a task and of the command that made it on another host',
    async () => {
      const truth = wholeTruthSchema.parse(
        JSON.parse(readFileSync(`${data}/truth/schtask_create.json`, 'utf8')),
      )
      const answer = await huntFor({ ...truth, set: 'one-episode' })
      expect(new Set(answer.hits.map((hit) => hit.episode)).size).toBe(1)
    },
  )
})
