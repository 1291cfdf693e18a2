import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundaryOf, readMultipart } from '#src/server/multipart.ts'

const boundary = 'XyZ'
const limits = { bytes: 1_000_000, parts: 50 }

const partOf = (name: string, filename: string | null, body: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
        filename === null ? '' : `; filename="${filename}"`
      }\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    body,
    Buffer.from('\r\n'),
  ])

const formOf = (...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let i = 0; at < bytes.length; i += 1) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

const readAll = async (source: AsyncIterable<Uint8Array>, within = limits) => {
  const parts: { name: string; filename: string | null; body: Buffer }[] = []
  for await (const part of readMultipart(source, boundary, within)) {
    const chunks: Buffer[] = []
    for await (const chunk of part.body) chunks.push(Buffer.from(chunk))
    parts.push({ name: part.name, filename: part.filename, body: Buffer.concat(chunks) })
  }
  return parts
}

describe('reading a multipart form as it arrives', () => {
  it('gives back every byte of every part, wherever the chunks were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 }),
        async (bodies, sizes) => {
          const form = formOf(...bodies.map((body, i) => partOf(`f${i}`, `n${i}.evtx`, body)))
          const parts = await readAll(inPieces(form, sizes))
          expect(parts.map((p) => [...p.body])).toEqual(bodies.map((b) => [...b]))
        },
      ),
    )
  })

  it('does not end a part at bytes that only look like its boundary', async () => {
    const body = Buffer.from(`\r\n--Xy\r\n--${boundary.slice(0, 2)}z--\r\n\r\n--`)
    const [part] = await readAll(inPieces(formOf(partOf('f', 'a', body)), [3]))
    expect(part?.body.toString()).toBe(body.toString())
  })

  it('tells a field from a file and reads the names a browser escapes', async () => {
    const form = formOf(
      partOf('source', null, Buffer.from('lab')),
      partOf('files', 'a%22b.json', Buffer.from('{}')),
    )
    const parts = await readAll(inPieces(form, [1000]))
    expect(parts.map((p) => [p.name, p.filename])).toEqual([
      ['source', null],
      ['files', 'a"b.json'],
    ])
  })

  it.each([
    ['cut inside a part', formOf(partOf('f', 'a', Buffer.from('abc'))).subarray(0, 90)],
    ['without a boundary', Buffer.from('hello')],
    ['with headers that never end', Buffer.from(`--${boundary}\r\n${'x'.repeat(40_000)}`)],
    ['with a nameless part', Buffer.from(`--${boundary}\r\nX: y\r\n\r\nabc\r\n--${boundary}--`)],
  ])('refuses a form %s', async (_, bytes) => {
    await expect(readAll(inPieces(bytes, [17]))).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('refuses more bytes or parts than it was told', async () => {
    const form = formOf(partOf('a', 'a', Buffer.alloc(500)), partOf('b', 'b', Buffer.alloc(500)))
    await expect(readAll(inPieces(form, [64]), { bytes: 400, parts: 9 })).rejects.toMatchObject({
      code: 'too_large',
    })
    await expect(readAll(inPieces(form, [64]), { bytes: 9999, parts: 1 })).rejects.toMatchObject({
      code: 'too_large',
    })
  })

  it('finds the boundary of a content type, quoted or not', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
    expect(boundaryOf('multipart/form-data; charset=x; boundary="a b"')).toBe('a b')
    expect(boundaryOf('text/plain; boundary=abc')).toBeNull()
  })
})
