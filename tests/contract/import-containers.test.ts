import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { evtxFile } from '#tests/support/evtx-file.ts'
import { importHere, onlyFile } from '#tests/support/import-here.ts'
import { isoTime, logFolder, ndjson, someEvents, tarOf, zipOf } from '#tests/support/log-files.ts'
import { dumpStore } from '#tests/support/store-dump.ts'

const folder = logFolder()
afterAll(folder.remove)

let stores = 0
const newStore = (): string => folder.path(`store-${(stores += 1)}.db`)

const log = ndjson(someEvents(60))
const array = Buffer.from(JSON.stringify(someEvents(60), null, 1))
const evtx = evtxFile(
  Array.from({ length: 12 }, (_, i) => ({
    recordId: 400 + i,
    time: isoTime(i * 1000),
    provider: 'Microsoft-Windows-Security-Auditing',
    eventId: 4634,
    channel: 'Security',
    computer: 'DC-01.corp.example',
    data: { TargetUserName: 'ada', TargetDomainName: 'CORP', TargetLogonId: `0x${5000 + i}` },
  })),
  5,
)

describe('a log is read from whatever it is packed in, told by its content', () => {
  const forms: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
    'plain lines under a foreign name.jpg': () => log,
    'array.txt': () => array,
    'lines.gz': () => gzipSync(log),
    'two members of one gzip.gz': () =>
      Buffer.concat([gzipSync(log.subarray(0, 5000)), gzipSync(log.subarray(5000))]),
    'lines.zip': () => zipOf({ name: 'a/b.json', bytes: log }),
    'gzip in zip.zip': () => zipOf({ name: 'b.json.gz', bytes: gzipSync(log) }),
    'lines.tar': () => tarOf({ name: 'b.json', bytes: log }),
    'lines.tar.gz': async () => gzipSync(await tarOf({ name: 'b.json', bytes: log })),
    'gzip in tar.tgz': async () =>
      gzipSync(await tarOf({ name: 'b.json.gz', bytes: gzipSync(log) })),
  }

  it.each(Object.keys(forms))('%s', async (name) => {
    const file = folder.write(name, (await forms[name]?.()) ?? '')
    const store = newStore()
    const summary = await importHere(store, [file])
    expect(onlyFile(summary).fault).toBeNull()
    expect(summary).toMatchObject({ events: 60, duplicates: 0, rejects: 0, whole: true })
    const plain = newStore()
    await importHere(plain, [folder.write('plain.json', log)])
    const ids = (of: string) => dumpStore(of)['events']?.map((row) => row['digest'])
    expect(ids(store)).toEqual(ids(plain))
  })

  it.each(['evtx.evtx', 'evtx.zip', 'evtx.tar.gz', 'evtx.gz'])('EVTX: %s', async (name) => {
    const packed: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
      'evtx.evtx': () => evtx,
      'evtx.zip': () => zipOf({ name: 'Security.evtx', bytes: evtx }),
      'evtx.tar.gz': async () => gzipSync(await tarOf({ name: 'Security.evtx', bytes: evtx })),
      'evtx.gz': () => gzipSync(evtx),
    }
    const store = newStore()
    const summary = await importHere(store, [folder.write(name, (await packed[name]?.()) ?? '')])
    expect(summary).toMatchObject({ events: 12, rejects: 0, whole: true })
    const rows = dumpStore(store)['events'] ?? []
    expect(rows.map((row) => Number(row['record'])).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => 400 + i),
    )
  })

  it('names each member as archive!member and keeps members apart', async () => {
    const store = newStore()
    const zip = await zipOf(
      { name: 'one.json', bytes: ndjson(someEvents(10)) },
      { name: 'logs/two.evtx', bytes: evtx },
      { name: 'three.json', bytes: Buffer.from(JSON.stringify(someEvents(10, 100))) },
    )
    const summary = await importHere(store, [folder.write('set.zip', zip)])
    expect(onlyFile(summary).members.map((m) => [m.name, m.shape, m.events])).toEqual([
      ['set.zip!one.json', 'nxlog', 10],
      ['set.zip!logs/two.evtx', 'evtx', 12],
      ['set.zip!three.json', 'nxlog', 10],
    ])
  })

  it('passes over what macOS adds, folders, empty files and what is no log, and counts them with the reason', async () => {
    const zip = await zipOf(
      { name: 'logs/', bytes: Buffer.alloc(0) },
      { name: 'logs/a.json', bytes: log },
      { name: '__MACOSX/logs/._a.json', bytes: log },
      { name: 'logs/._b.json', bytes: log },
      { name: 'README.txt', bytes: Buffer.from('These are logs.\n') },
      { name: 'empty.json', bytes: Buffer.alloc(0) },
    )
    const summary = await importHere(newStore(), [folder.write('mac.zip', zip)])
    expect(summary).toMatchObject({ events: 60, whole: true })
    expect(onlyFile(summary).skipped.map((s) => [s.name, s.reason, s.refused])).toEqual([
      ['mac.zip!logs/', 'it is a folder', false],
      ['mac.zip!__MACOSX/logs/._a.json', 'it is a copy of file attributes that macOS adds', false],
      ['mac.zip!logs/._b.json', 'it is a copy of file attributes that macOS adds', false],
      ['mac.zip!README.txt', 'it looks like plain text', false],
      ['mac.zip!empty.json', 'it is empty', false],
    ])
  })

  it('refuses an archive in an archive and says that something was left out', async () => {
    const inner = await zipOf({ name: 'x.json', bytes: log })
    const zip = await zipOf({ name: 'a.json', bytes: log }, { name: 'inner.zip', bytes: inner })
    const summary = await importHere(newStore(), [folder.write('nested.zip', zip)])
    expect(summary).toMatchObject({ events: 60, whole: false })
    expect(onlyFile(summary).skipped).toMatchObject([
      { reason: 'it is an archive inside an archive', refused: true },
    ])
  })

  it('takes a hostile member name for a label and writes nothing beside the store', async () => {
    const zip = await zipOf({ name: 'xx/xx/evil.json', bytes: log })
    const hostile = Buffer.from(
      zip.toString('latin1').replaceAll('xx/xx/evil.json', '../../evil.json'),
      'latin1',
    )
    const summary = await importHere(newStore(), [folder.write('hostile.zip', hostile)])
    expect(onlyFile(summary).members.map((m) => [m.name, m.events])).toEqual([
      ['hostile.zip!../../evil.json', 60],
    ])
    expect(existsSync(folder.path('../../evil.json'))).toBe(false)
  })

  it('reads a tar whose packing is cut behind its end, and says so', async () => {
    const packed = gzipSync(await tarOf({ name: 'b.json', bytes: log }))
    const summary = await importHere(newStore(), [
      folder.write('tail.tar.gz', packed.subarray(0, -6)),
    ])
    expect(onlyFile(summary).members).toMatchObject([
      { events: 60, note: expect.stringMatching(/checksum is missing/) },
    ])
  })
})

describe('limits keep a hostile archive out, whole', () => {
  const cases = [
    ['unpacked bytes', { unpackedBytes: 8000 }, /unpacks to more than/],
    ['members', { members: 1 }, /more than 1 members/],
  ] as const

  it.each(cases)('%s', async (_, limits, message) => {
    const zip = await zipOf({ name: 'a.json', bytes: log }, { name: 'b.json', bytes: log })
    const tar = gzipSync(
      await tarOf({ name: 'a.json', bytes: log }, { name: 'b.json', bytes: log }),
    )
    for (const [name, bytes] of [
      ['big.zip', zip],
      ['big.tgz', tar],
    ] as const) {
      const store = newStore()
      const summary = await importHere(store, [folder.write(name, bytes)], limits)
      expect(onlyFile(summary).fault).toMatchObject({
        code: 'too_large',
        message: expect.stringMatching(message),
      })
      expect(existsSync(store)).toBe(false)
    }
  })

  it('a bomb: more than the ratio, whatever it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, '{"a":1}\n'))
    const store = newStore()
    const fault = onlyFile(await importHere(store, [folder.write('bomb.gz', bomb)])).fault
    expect(fault).toMatchObject({ code: 'too_large', message: expect.stringMatching(/200 times/) })
    expect(existsSync(store)).toBe(false)
  })
})
