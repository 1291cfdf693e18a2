import { spawn } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { openDataFolder } from '../../src/data-folder.ts'
import { createImportJobs, type ImportJob, type ImportJobs } from '../../src/imports/import-jobs.ts'
import { logFolder, ndjson, someEvents } from '#tests/support/log-files.ts'

const folder = logFolder()
afterAll(folder.remove)

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const run = (args: readonly string[], node: readonly string[] = []): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [
      ...node,
      '--import',
      'tsx',
      'src/main.ts',
      'import',
      ...args,
    ])
    const said = { out: '', err: '' }
    child.stdout.on('data', (piece) => void (said.out += String(piece)))
    child.stderr.on('data', (piece) => void (said.err += String(piece)))
    child.on('close', (code) => resolve({ code, ...said }))
  })

const data = folder.path('data')
const into = (source: string): readonly string[] => ['--data', data, '--source', source]

const good = folder.write('good.json', ndjson(someEvents(50)))
const odd = folder.write(
  'odd.json',
  Buffer.concat([ndjson(someEvents(50)), Buffer.from('{"cut":\n')]),
)
const text = folder.write('notes.txt', 'no log')

describe('attacktrace import', () => {
  it('prints a table and ends with 0 when all was read', async () => {
    const { code, out } = await run([...into('whole'), good.path])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^file +shape +events +known +rejected\n[- ]+\ngood\.json +nxlog +50 +0 +0\n/,
    )
    expect(out).toMatch(/50 events added, 0 known already, 0 rejected/)
  })

  it('ends with 3 when a line was rejected, and says it as JSON', async () => {
    const { code, out } = await run([...into('odd'), odd.path, '--json'])
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      source: 'odd',
      events: 50,
      rejects: 1,
      whole: false,
      files: [
        {
          name: 'odd.json',
          fault: null,
          members: [{ name: 'odd.json', shape: 'nxlog', rejects: 1 }],
        },
      ],
    })
  })

  it('ends with 2 for a file that is no log, and imports the others', async () => {
    const one = await run([...into('none'), text.path])
    expect(one).toMatchObject({
      code: 2,
      err: expect.stringMatching(/not_a_log: notes\.txt looks like plain text/),
    })
    const both = await run([...into('both'), text.path, good.path])
    expect(both).toMatchObject({ code: 2, out: expect.stringMatching(/not imported: notes\.txt/) })
    expect(both.out).toMatch(/50 events added/)
  })

  it('ends with 2 and the same error as JSON where nothing was imported', async () => {
    const { code, out } = await run([...into('gone'), folder.path('gone.json'), '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await run(['--data', data, '--source', '../out', good.path])).toMatchObject({ code: 2 })
  })

  it('says in its help how it is used and what its exit codes mean', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/Example:\n +attacktrace import --source/)
    expect(out).toMatch(/Exit codes: 0 .*3 .*\n2 .*1 /s)
  })

  it('holds little of a log in memory, however large it is', async () => {
    const big = folder.write(
      'big.json',
      JSON.stringify(someEvents(22_000).map((d) => ({ ...d, Message: 'm'.repeat(2000) }))),
    )
    // Far less than the log: what is not streamed does not fit.
    const { code, err } = await run([...into('big'), big.path], ['--max-old-space-size=48'])
    expect(err).toBe('')
    expect(code).toBe(0)
  })
})

describe('imports of the server', () => {
  const ended = async (jobs: ImportJobs, id: string): Promise<ImportJob> => {
    for (;;) {
      const job = jobs.get(id)
      if (job && job.endedAt !== null) return job
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('run one after another in one source, and are kept with what came of them', async () => {
    const jobs = createImportJobs(openDataFolder(folder.path('jobs')))
    const freed: string[] = []
    const first = jobs.start('lab', [good], async () => void freed.push('first'))
    const second = jobs.start('lab', [odd, text], async () => void freed.push('second'))
    const third = jobs.start('other', [text])
    expect(jobs.get(second)?.state).toBe('queued')
    expect(await ended(jobs, second)).toMatchObject({
      state: 'partial',
      summary: { events: 0, duplicates: 50, rejects: 1 },
    })
    expect(await ended(jobs, first)).toMatchObject({
      state: 'whole',
      files: ['good.json'],
      summary: { events: 50 },
    })
    expect(await ended(jobs, third)).toMatchObject({
      state: 'failed',
      summary: { files: [{ fault: { code: 'not_a_log' } }] },
    })
    expect(jobs.list('lab').map((job) => job.id)).toEqual([second, first])
    expect(jobs.list().length).toBe(3)
    await jobs.close()
    expect(freed).toEqual(['first', 'second'])
  })

  it('can be stopped while they wait or run, and go on when they are started again', async () => {
    const many = folder.write('many.json', ndjson(someEvents(3000)))
    const jobs = createImportJobs(openDataFolder(folder.path('stopped')))
    const running = jobs.start('lab', [many])
    const waiting = jobs.start('lab', [many])
    expect(jobs.stop(running)).toBe(true)
    expect(jobs.stop(waiting)).toBe(true)
    expect(await ended(jobs, waiting)).toMatchObject({ state: 'stopped' })
    expect(await ended(jobs, running)).toMatchObject({ state: 'stopped' })
    expect(jobs.stop(running)).toBe(false)
    const again = jobs.start('lab', [many])
    expect(await ended(jobs, again)).toMatchObject({ state: 'whole', summary: { events: 3000 } })
    await jobs.close()
  })

  it('refuse a name that is none at once', () => {
    const jobs = createImportJobs(openDataFolder(folder.path('names')))
    expect(() => jobs.start('../x', [good])).toThrow(/source name/)
    expect(jobs.get('nothing')).toBeNull()
  })
})
