import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createLab, type LabOptions, labDefaults } from '#src/lab/lab.ts'
import { writeLab } from '#src/lab/write.ts'
import { scratchFolder } from '../support/import-store.ts'

const folder = scratchFolder()
afterAll(() => folder.remove())

const options: LabOptions = { ...labDefaults, days: 1, assets: 4, identities: 5, events: 3_000 }

it('writes the lines of the lab, one a line, and what is true of them beside', async () => {
  const file = join(folder.path, 'lab.ndjson')
  const truthFile = join(folder.path, 'truth.json')
  const written = await writeLab(options, file, truthFile)
  const lab = createLab(options)
  const lines = [...lab.lines()]
  expect(readFileSync(file, 'utf8')).toBe(lines.map((line) => `${line.text}\n`).join(''))
  expect(written.events).toBe(lines.length)
  expect(written.truth).toEqual(lines.flatMap((line) => line.truth ?? []))
  expect(JSON.parse(readFileSync(truthFile, 'utf8'))).toEqual({
    plan: lab.plan,
    options,
    steps: written.truth,
  })
})

it('writes no truth where no file is named for it, and none into the log', async () => {
  const file = join(folder.path, 'quiet.ndjson')
  await writeLab(options, file, null)
  const text = readFileSync(file, 'utf8')
  const steps = [...createLab(options).lines()].flatMap((line) => line.truth?.step ?? [])
  expect(steps.filter((step) => text.includes(`"${step}"`))).toEqual([])
  expect(steps).toContain('hit')
})

it('rejects where the file cannot be written', async () => {
  await expect(
    writeLab(options, join(folder.path, 'no', 'such', 'lab.ndjson'), null),
  ).rejects.toThrow(/ENOENT/)
})
