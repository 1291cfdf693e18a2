import { afterAll, describe, expect, it } from 'vitest'
import { importHere, onlyFile } from '#tests/support/import-here.ts'
import { logFolder, ndjson, someEvents, sysmon } from '#tests/support/log-files.ts'
import { dumpStore } from '#tests/support/store-dump.ts'

const folder = logFolder()
afterAll(folder.remove)

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let i = 0; i < depth; i += 1) value = { a: value }
  return value
}

describe('a line that cannot be read is kept with its number, its reason and its text', () => {
  it('and counted, while every other line is imported', async () => {
    const lines = [
      JSON.stringify(sysmon(0, 11, { TargetFilename: 'C:\\a.txt' })),
      '{"EventTime": "2021-04-07 09:00:00", "EventID": 1,',
      '',
      '42',
      `{"long":"${'x'.repeat(9000)}"`,
      JSON.stringify(sysmon(5, 11, { TargetFilename: 'C:\\b.txt', Deep: nested(80) })),
      JSON.stringify({ EventID: 1, Channel: 'Security', Hostname: 'x' }),
      JSON.stringify(sysmon(9, 11, { TargetFilename: 'C:\\c.txt' })),
    ]
    const store = folder.path('lines.db')
    const summary = await importHere(store, [folder.write('lines.json', lines.join('\n'))])
    expect(onlyFile(summary).members).toMatchObject([{ events: 2, rejects: 5 }])
    expect(summary).toMatchObject({ whole: false, rejects: 5 })
    const dump = dumpStore(store)
    expect(dump['rejects']).toMatchObject([
      { record: 2, reason: expect.stringMatching(/^not JSON/), text: lines[1] },
      { record: 4, reason: 'not a JSON object', text: '42' },
      { record: 5, reason: expect.stringMatching(/^not JSON/) },
      { record: 6, reason: expect.stringMatching(/nested deeper/) },
      { record: 7, reason: expect.stringMatching(/time/) },
    ])
    expect(String(dump['rejects']?.[2]?.['text']).length).toBe(4096)
    expect(dump['events']?.map((row) => row['record'])).toEqual(expect.arrayContaining([1, 8]))
  })

  it('invalid UTF-8 and a line over the limit among them', async () => {
    const store = folder.path('bytes.db')
    const bytes = Buffer.concat([
      ndjson(someEvents(1)),
      Buffer.from('{"a":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n{"b":"${'y'.repeat(70_000)}"}\n`),
      ndjson(someEvents(1, 7)),
    ])
    const summary = await importHere(store, [folder.write('bytes.json', bytes)], {
      lineBytes: 65_536,
    })
    expect(summary).toMatchObject({ events: 2, rejects: 2 })
    expect(dumpStore(store)['rejects']).toMatchObject([
      { record: 2, reason: 'the line is not valid UTF-8' },
      { record: 3, reason: expect.stringMatching(/longer than the limit/) },
    ])
  })

  it('is told where an array was cut', async () => {
    const whole = JSON.stringify(someEvents(20))
    const store = folder.path('array.db')
    const summary = await importHere(store, [folder.write('cut.json', whole.slice(0, -60))])
    expect(summary).toMatchObject({ events: 19, rejects: 1 })
    expect(dumpStore(store)['rejects']).toMatchObject([
      { record: 20, reason: 'the file ends inside this element of the array' },
    ])
  })
})
