import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { lockStore } from '#connectors/local/import/lock.ts'
import { importHere, onlyFile } from '#tests/support/import-here.ts'
import { logFolder, ndjson, someEvents, tarOf, zipOf } from '#tests/support/log-files.ts'
import { dumpStore } from '#tests/support/store-dump.ts'

const folder = logFolder()
afterAll(folder.remove)

let stores = 0
const newStore = (): string => folder.path(`store-${(stores += 1)}.db`)
const log = ndjson(someEvents(200))

const faultOf = async (store: string, name: string, bytes: Buffer | string) =>
  onlyFile(await importHere(store, [folder.write(name, bytes)])).fault

describe('a file that is no log costs a clear message and changes nothing', () => {
  const files: Readonly<Record<string, readonly [Buffer | string, string, RegExp]>> = {
    'notes.txt': ['These are notes.\nNothing else.\n', 'not_a_log', /plain text/],
    'picture.json': [
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'not_a_log',
      /PNG image/,
    ],
    'conn.log': ['#separator \\x09\n#fields\tts\tuid\n1\t2\n', 'not_a_log', /Zeek log/],
    'audit.log': [
      'type=SYSCALL msg=audit(1604990892.123:1): arch=c000003e\n',
      'not_a_log',
      /Linux audit/,
    ],
    'page.html': ['<html><body>{}</body></html>', 'not_a_log', /XML or HTML/],
    'wide.json': [Buffer.from('\ufeff{"a":1}', 'utf16le'), 'not_a_log', /UTF-16/],
    'package.json': [
      '{\n  "name": "x",\n  "version": "1.0.0"\n}\n',
      'not_a_log',
      /no line of it is a JSON object/,
    ],
    'config.json': ['{"name":"x"}\n{"name":"y"}\n', 'not_a_log', /no log events/],
    'empty.json': ['', 'not_a_log', /is empty/],
    'blank.json': ['\n\n  \n', 'not_a_log', /is empty/],
    'nothing.json': ['[]', 'not_a_log', /no line/],
  }

  it.each(Object.keys(files))('%s', async (name) => {
    const [bytes, code, message] = files[name] ?? ['', '', /./]
    const store = newStore()
    const fault = await faultOf(store, name, bytes)
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(fault?.next).toMatch(/Read are/)
    expect(existsSync(store)).toBe(false)
  })

  it('an archive without logs says what is in it', async () => {
    const zip = await zipOf(
      { name: 'a.txt', bytes: Buffer.from('text') },
      { name: 'b.txt', bytes: Buffer.from('text') },
    )
    const fault = await faultOf(newStore(), 'texts.zip', zip)
    expect(fault).toMatchObject({
      code: 'not_a_log',
      message: expect.stringMatching(/2 members, none of them a log \(a\.txt/),
    })
  })
})

describe('a damaged archive changes nothing', () => {
  const damaged: Readonly<Record<string, () => Promise<Buffer>>> = {
    'cut.gz': async () => gzipSync(log).subarray(0, -200),
    'cut behind its data.gz': async () => gzipSync(log).subarray(0, -6),
    'flipped.gz': async () => flip(gzipSync(log), 2000),
    'cut.zip': async () => (await zipOf({ name: 'a.json', bytes: log })).subarray(0, -300),
    'flipped.zip': async () => flip(await zipOf({ name: 'a.json', bytes: log }), 2000),
    'cut.tar.gz': async () =>
      gzipSync(await tarOf({ name: 'a.json', bytes: log })).subarray(0, -500),
    'cut.tar': async () => (await tarOf({ name: 'a.json', bytes: log })).subarray(0, 9000),
  }

  it.each(Object.keys(damaged))('%s', async (name) => {
    const store = newStore()
    await importHere(store, [folder.write('before.json', ndjson(someEvents(10, 500)))])
    const before = dumpStore(store)
    const fault = await faultOf(store, name, (await damaged[name]?.()) ?? '')
    expect(fault).toMatchObject({ code: 'damaged_file', where: name })
    expect(dumpStore(store)).toEqual(before)
  })
})

const flip = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}

describe('one bad file keeps no other out', () => {
  it('imports the others and tells each fault', async () => {
    const store = newStore()
    mkdirSync(folder.path('a folder'))
    const summary = await importHere(store, [
      { path: folder.path('gone.json'), name: 'gone.json' },
      folder.write('good.json', log),
      { path: folder.path('a folder'), name: 'a folder' },
      folder.write('text.txt', 'text'),
    ])
    expect(summary.files.map((file) => file.fault?.code ?? null)).toEqual([
      'not_found',
      null,
      'invalid_request',
      'not_a_log',
    ])
    expect(summary).toMatchObject({ events: 200, whole: false })
  })
})

describe('a store that cannot be written', () => {
  it('is busy while another import holds it, and says what to do', async () => {
    const store = newStore()
    const lock = lockStore(store)
    try {
      const fault = await faultOf(store, 'a.json', log)
      expect(fault).toMatchObject({ code: 'source_busy', next: expect.stringMatching(/stop it/) })
      expect(existsSync(store)).toBe(false)
    } finally {
      lock.release()
    }
    expect(await faultOf(store, 'a.json', log)).toBeNull()
  })

  it('is busy while another program holds a lock on its database', async () => {
    const store = newStore()
    await importHere(store, [folder.write('first.json', ndjson(someEvents(5, 900)))])
    const before = dumpStore(store)
    const other = new Database(store)
    try {
      other.exec('BEGIN EXCLUSIVE')
      expect(await faultOf(store, 'a.json', log)).toMatchObject({ code: 'source_busy' })
    } finally {
      other.close()
    }
    expect(dumpStore(store)).toEqual(before)
  })

  it('is refused when it is no store, or one of another layout', async () => {
    const store = newStore()
    writeFileSync(
      store,
      'this is no database, but some text that is long enough to be taken for one'.repeat(20),
    )
    expect(await faultOf(store, 'a.json', log)).toMatchObject({ code: 'source_rejected' })
    const other = newStore()
    const db = new Database(other)
    db.exec(
      "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL); INSERT INTO meta VALUES ('version', '999')",
    )
    db.close()
    expect(await faultOf(other, 'a.json', log)).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/layout 999/),
    })
  })

  it('tells a full disk, leaves whole events only, and goes on from them when there is room', async () => {
    const many = folder.write('many.json', ndjson(someEvents(6000)))
    const store = newStore()
    const summary = await importHere(store, [many], {
      storeBytes: 1_600_000,
      transactionEvents: 1000,
    })
    expect(onlyFile(summary).fault).toMatchObject({
      code: 'source_full',
      next: expect.stringMatching(/goes on where it stopped/),
    })
    const [file] = dumpStore(store)['files'] ?? []
    expect(file).toMatchObject({ state: 'stopped' })
    expect(Number(file?.['events'])).toBeGreaterThan(0)
    expect(Number(file?.['events']) % 1000).toBe(0)
    const again = await importHere(store, [many])
    expect(onlyFile(again)).toMatchObject({
      fault: null,
      members: [{ events: 6000, duplicates: 0 }],
    })
    const whole = newStore()
    await importHere(whole, [many])
    expect(dumpStore(store)).toEqual(dumpStore(whole))
  })
})
