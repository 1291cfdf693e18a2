import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { importFiles } from '#connectors/local/import/import-files.ts'
import type { ImportProgress } from '#connectors/local/import/results.ts'
import { evtxFile } from '#tests/support/evtx-file.ts'
import { importHere, onlyFile } from '#tests/support/import-here.ts'
import { isoTime, logFolder, ndjson, someEvents, zipOf } from '#tests/support/log-files.ts'
import { dumpStore } from '#tests/support/store-dump.ts'

const folder = logFolder()
afterAll(folder.remove)

let stores = 0
const newStore = (): string => folder.path(`store-${(stores += 1)}.db`)

/** What an import into a store gives, without the files it came from. */
const contents = (store: string) => {
  const { events, keys, processes, hours, totals, days, fields, accounts } = dumpStore(store)
  return {
    keys,
    processes,
    hours,
    totals,
    days,
    fields: fields?.map((row) => ({ ...row, sample: '' })),
    accounts,
    events: events?.map((row) => ({ ...row, file: '', record: 0 })),
  }
}

describe('what is there already is not added twice', () => {
  it('the same file twice changes nothing at all', async () => {
    const store = newStore()
    const file = folder.write('a.json', ndjson(someEvents(300)))
    await importHere(store, [file])
    const once = dumpStore(store)
    const again = await importHere(store, [file])
    expect(onlyFile(again).members).toMatchObject([{ events: 0, duplicates: 300, known: true }])
    expect(again.whole).toBe(true)
    expect(dumpStore(store)).toEqual(once)
  })

  it('the same log under another name or packed adds no event', async () => {
    const store = newStore()
    const log = ndjson(someEvents(300))
    await importHere(store, [folder.write('a.json', log)])
    const once = contents(store)
    const summary = await importHere(store, [
      folder.write('copy.json', log),
      folder.write('a.json.gz', gzipSync(log)),
      folder.write('array.json', JSON.stringify(someEvents(300))),
    ])
    expect(summary).toMatchObject({ events: 0, duplicates: 900 })
    expect(contents(store)).toEqual(once)
  })

  it('exports that overlap add only what is new, in either order', async () => {
    const first = folder.write('first.json', ndjson(someEvents(200)))
    const second = folder.write('second.json', ndjson(someEvents(200, 150)))
    const forth = newStore()
    const summary = await importHere(forth, [first, second])
    expect(summary.files.map((file) => file.members[0]?.events)).toEqual([200, 150])
    expect(summary.duplicates).toBe(50)
    const back = newStore()
    await importHere(back, [second])
    await importHere(back, [first])
    const atOnce = newStore()
    await importHere(atOnce, [folder.write('all.json', ndjson(someEvents(350)))])
    expect(contents(forth)).toEqual(contents(atOnce))
    expect(contents(back)).toEqual(contents(atOnce))
  })
})

describe('a large log is typed in threads of its own', () => {
  it('and gives what it gives in small pieces', async () => {
    const large = newStore()
    const log = ndjson(someEvents(10_800))
    // More than is typed without threads.
    expect(log.length).toBeGreaterThan(4 * 1024 * 1024)
    await importHere(large, [folder.write('large.json', log)])
    const small = newStore()
    const parts = [0, 1, 2, 3].map((i) =>
      folder.write(`part-${i}.json`, ndjson(someEvents(2700, i * 2700))),
    )
    await importHere(small, parts)
    expect(contents(large)).toEqual(contents(small))
  })
})

describe('an import that was interrupted goes on and ends with the same store', () => {
  const evtx = evtxFile(
    Array.from({ length: 90 }, (_, i) => ({
      recordId: 900 + i,
      time: isoTime(i * 1000),
      provider: 'Microsoft-Windows-Security-Auditing',
      eventId: 4634,
      channel: 'Security',
      computer: 'DC-01.corp.example',
      data: { TargetUserName: 'ada', TargetDomainName: 'CORP', TargetLogonId: `0x${5000 + i}` },
    })),
    10,
  )
  const withRejects = Buffer.concat([
    ndjson(someEvents(150)),
    Buffer.from('{"cut":\n\n'),
    ndjson(someEvents(150, 150)),
  ])
  const logs: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
    'lines.json': () => withRejects,
    'array.json': () => Buffer.from(JSON.stringify(someEvents(300), null, 2)),
    'packed.zip': () =>
      zipOf(
        { name: 'a.json', bytes: withRejects },
        { name: 'b.json', bytes: ndjson(someEvents(200, 900)) },
      ),
    'log.evtx': () => evtx,
  }

  it.each(Object.keys(logs))('stopped after every batch: %s', async (name) => {
    const file = folder.write(name, (await logs[name]?.()) ?? '')
    const whole = newStore()
    await importHere(whole, [file], { transactionEvents: 40 })
    const store = newStore()
    for (let stop = 1; stop < 20; stop += 1) {
      // Cancelled as soon as a transaction of this run has been committed.
      const before = eventsIn(store)
      const summary = await importHere(
        store,
        [file],
        { transactionEvents: 40 },
        () => eventsIn(store) > before,
      )
      if (!summary.cancelled) break
    }
    expect(dumpStore(store)).toEqual(dumpStore(whole))
  })

  it('killed in the middle', async () => {
    const data = folder.path('data')
    const file = folder.write('big.json', ndjson(someEvents(70_000)))
    const store = folder.path('data/stores/lab.db')
    const args = [
      '--import',
      'tsx',
      'src/main.ts',
      'import',
      '--data',
      data,
      '--source',
      'lab',
      file.path,
    ]
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.on('exit', (_, signal) => resolve(signal))
    })
    while (child.exitCode === null && eventsIn(store) === 0)
      await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    // How many batches were committed before the signal came is the machine's affair.
    const committed = eventsIn(store)
    expect(committed).toBeGreaterThan(0)
    expect(committed).toBeLessThan(70_000)
    const summary = await importFiles({
      storeFile: store,
      files: [file],
      signal: new AbortController().signal,
    })
    expect(onlyFile(summary).members).toMatchObject([{ events: 70_000, duplicates: 0 }])
    const whole = newStore()
    await importHere(whole, [file])
    expect(dumpStore(store)).toEqual(dumpStore(whole))
  })
})

const eventsIn = (store: string): number => {
  if (!existsSync(store) || statSync(store).size === 0) return 0
  const db = new Database(store, { readonly: true })
  try {
    return Number(db.prepare('SELECT count(*) FROM ev').pluck().get())
  } catch {
    // The tables are not there yet.
    return 0
  } finally {
    db.close()
  }
}

describe('an import runs in a thread of its own', () => {
  it('tells progress that is true, up to the end', async () => {
    const file = folder.write('progress.json', ndjson(someEvents(4000)))
    const told: ImportProgress[] = []
    const summary = await importFiles({
      storeFile: newStore(),
      files: [file],
      signal: new AbortController().signal,
      onProgress: (progress) => told.push(progress),
    })
    expect(summary).toMatchObject({ events: 4000, whole: true })
    const size = statSync(file.path).size
    expect(told.at(-1)).toMatchObject({
      step: 'finishing',
      bytesDone: 2 * size,
      bytesTotal: 2 * size,
      events: 4000,
    })
    expect(told.map((p) => p.bytesDone)).toEqual(
      told.map((p) => p.bytesDone).toSorted((a, b) => a - b),
    )
  })

  it('answers a cancelled import with what it had, and leaves the store free', async () => {
    const file = folder.write('cancelled.json', ndjson(someEvents(4000)))
    const store = newStore()
    const summary = await importFiles({
      storeFile: store,
      files: [file],
      signal: AbortSignal.abort(),
    })
    expect(summary).toMatchObject({ cancelled: true, whole: false, events: 0 })
    expect(
      await importFiles({ storeFile: store, files: [file], signal: new AbortController().signal }),
    ).toMatchObject({ events: 4000 })
  })
})
