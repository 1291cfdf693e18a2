import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from '#src/cli/main.ts'
import { contractDocuments } from '#tests/support/contract-corpus.ts'
import { importDocuments, scratchFolder } from '#tests/support/import-store.ts'
import { captureTerminal } from '#tests/support/terminal.ts'

const folder = scratchFolder()
const documents = contractDocuments()
const terminal = captureTerminal()

beforeAll(async () => {
  mkdirSync(join(folder.path, 'stores'))
  await importDocuments(folder.path, join(folder.path, 'stores', 'lab.db'), documents)
})
afterAll(() => folder.remove())

const run = (...args: readonly string[]): Promise<number> =>
  runCli(['sources', '--data', folder.path, ...args])

describe('attacktrace sources', () => {
  it('lists every source in one line', async () => {
    expect(await run()).toBe(0)
    const line = terminal.out.split('\n').find((text) => text.startsWith('lab '))
    expect(line?.split(/ {2,}/)).toEqual([
      'lab',
      String(documents.length),
      '2026-03-02T08:00:00Z',
      '2026-03-02T12:40:00Z',
      '2026-03-02T12:40:00Z',
      '3',
      '5',
      '8',
      '0',
      'ok',
    ])
  })

  it('says what is inside one of them', async () => {
    expect(await run('lab')).toBe(0)
    expect(terminal.out).toMatch(
      /^Microsoft-Windows-Sysmon\/Operational +1 +54 +3 +2026-03-02T08:00:00Z/m,
    )
    expect(terminal.out).toMatch(/^ALPHA\.corp\.example .*10\.20\.0\.1/m)
    expect(terminal.out).toMatch(/^CORP\\n\.abara /m)
  })

  it('speaks JSON, with times as text', async () => {
    expect(await run('lab', '--json')).toBe(0)
    const answer = z
      .object({
        format: z.literal(1),
        source: z.object({
          id: z.literal('lab'),
          range: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
          logSources: z.array(z.object({ code: z.string(), last: z.iso.datetime() })),
          assetList: z.array(z.object({ key: z.string(), lastSeen: z.iso.datetime() })),
        }),
      })
      .parse(JSON.parse(terminal.out))
    expect(answer.source.assetList).toHaveLength(3)
  })

  it('names what there is when the name is wrong, with exit code 2', async () => {
    expect(await run('lba')).toBe(2)
    expect(terminal.err).toContain('There is no source lba.')
    expect(terminal.err).toContain('Did you mean lab?')
    expect(await run('../lab')).toBe(2)
  })

  it('lists the others beside a file that is no store, and exits 3', async () => {
    const stores = join(folder.path, 'stores')
    writeFileSync(join(stores, 'garbage.db'), Buffer.alloc(9_000, 7))
    writeFileSync(join(stores, 'nothing.db'), '')
    writeFileSync(join(stores, 'no <b>name.db'), '')
    mkdirSync(join(stores, 'folder.db'))
    expect(await run('--json')).toBe(3)
    const answer = z
      .object({ sources: z.array(z.object({ id: z.string(), health: z.string() })) })
      .parse(JSON.parse(terminal.out))
    expect(answer.sources.map(({ id, health }) => `${id} ${health}`)).toEqual([
      'lab ok',
      'garbage unreachable',
      'nothing unreachable',
    ])
    expect(await run()).toBe(3)
    expect(terminal.out).toContain('nothing: nothing.db is damaged or no store of this program.')
    for (const name of ['garbage.db', 'nothing.db', 'no <b>name.db', 'folder.db'])
      rmSync(join(stores, name), { recursive: true })
  })
})
