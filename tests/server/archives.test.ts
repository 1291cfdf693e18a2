import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { hostileLog } from '#tests/support/hostile-log.ts'
import { openTestServer, type TestServer } from './support.ts'
import { importsEnded } from './world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({
    limits: { members: 3, unpackedBytes: 200_000, lineBytes: 20_000, jsonDepth: 16 },
  })
})
afterAll(async () => {
  await server.close()
})

const zipOf = async (members: Readonly<Record<string, Buffer>>): Promise<Buffer<ArrayBuffer>> => {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(members)) zip.addBuffer(content, name)
  zip.end()
  const chunks: Buffer[] = []
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(zip.outputStream, 'end')
  return Buffer.concat(chunks)
}

/** Uploads one file and gives the import's end in words. */
const upload = async (source: string, name: string, content: Buffer<ArrayBuffer> | string) => {
  const form = new FormData()
  form.set('source', source)
  form.append('files', new File([content], name))
  expect((await server.post('/sources/import', form)).status).toBe(303)
  await importsEnded(server)
  const text = await (await server.get('/sources')).text()
  return {
    words: text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    job: server.deps.imports.list(source)[0],
  }
}

const log = Buffer.from(hostileLog())

describe('what an upload may not unpack to', () => {
  it('takes a packed log inside an archive, and says that an archive inside one is not read', async () => {
    const packed = await upload('nested', 'a.zip', await zipOf({ 'day.json.gz': gzipSync(log) }))
    expect(packed.job?.summary?.events).toBe(64)
    const inner = await zipOf({ 'day.json': log })
    const nested = await upload('deeper', 'b.zip', await zipOf({ 'inner.zip': inner }))
    expect(nested.job?.summary?.events).toBe(0)
    expect(nested.words).toContain('inner.zip: it is an archive inside an archive')
  })

  it.each([
    ['members', { 'a.json': log, 'b.json': log, 'c.json': log, 'd.json': log }],
    ['unpacked', { 'a.json': Buffer.concat(Array.from({ length: 12 }, () => log)) }],
  ])('refuses an archive past the limit: %s', async (name, members) => {
    const { job } = await upload(`too-${name}`, 'x.zip', await zipOf(members))
    expect(job?.state).toMatch(/partial|failed/)
    const [file] = job?.summary?.files ?? []
    const refused = file?.fault?.code === 'too_large' || file?.skipped.some((one) => one.refused)
    expect(refused).toBe(true)
  })

  it('keeps a line that is too long or too deep as a reject, and reads the rest', async () => {
    const long = JSON.stringify({ EventID: 1, Channel: 'Security', Message: 'x'.repeat(30_000) })
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`
    const { job } = await upload('lines', 'l.json', `${hostileLog()}${long}\n${deep}\n`)
    expect([job?.summary?.events, job?.summary?.rejects]).toEqual([64, 4])
  })
})
