import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#queries/errors.ts'
import { readConfig } from '#src/config.ts'
import { clearSpool, spoolUpload } from '#src/server/spool.ts'

const limits = readConfig({}).limits
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attacktrace-spool-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const requestOf = (form: FormData, headers: Record<string, string> = {}): Request => {
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form })
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
  return request
}

const formOf = (...files: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[]) => {
  const form = new FormData()
  form.set('source', 'lab')
  for (const [name, content] of files) form.append('files', new File([content], name))
  return form
}

describe('an upload', () => {
  it('stands in files, byte for byte, under names of ours', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)
    const upload = await spoolUpload(
      requestOf(formOf(['../../etc/a b.evtx', bytes], ['x.json', '{}'])),
      folder,
      limits,
    )
    expect(upload.fields.get('source')).toBe('lab')
    expect(upload.files.map((f) => [f.name, f.bytes])).toEqual([
      ['a b.evtx', 70_000],
      ['x.json', 2],
    ])
    const [first] = upload.files
    expect(first?.path.startsWith(upload.folder)).toBe(true)
    expect([...readFileSync(first?.path ?? '')]).toEqual([...bytes])
    expect(readdirSync(upload.folder)).toEqual(['1', '2'])
  })

  it('takes an empty file field for no file', async () => {
    const form = formOf()
    form.append('files', new File([], ''))
    expect((await spoolUpload(requestOf(form), folder, limits)).files).toEqual([])
  })

  it.each([
    ['too many bytes', { uploadBytes: 500 }, {}],
    ['too many bytes, announced', { uploadBytes: 500 }, { 'Content-Length': '50000' }],
    ['too many files', { uploadFiles: 1 }, {}],
  ])('with %s is refused and nothing stays', async (_, small, headers) => {
    const request = requestOf(formOf(['a', 'x'.repeat(600)], ['b', 'y']), headers)
    await expect(spoolUpload(request, folder, { ...limits, ...small })).rejects.toMatchObject({
      code: 'too_large',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('that breaks off leaves nothing', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(
          new TextEncoder().encode(
            '--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nabc',
          ),
        )
        controller.error(new Error('socket closed'))
      },
    })
    const request = new Request('http://127.0.0.1/', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    })
    await expect(spoolUpload(request, folder, limits)).rejects.toMatchObject({
      code: 'invalid_request',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('is checked by its fields before a file is taken', async () => {
    const check = (): never => {
      throw new AppError('invalid_request', 'no')
    }
    await expect(
      spoolUpload(requestOf(formOf(['a', 'x'])), folder, limits, check),
    ).rejects.toMatchObject({ message: 'no' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('of a server that is gone is cleared away, others stay', async () => {
    mkdirSync(join(folder, 'upload-999999999-aa'))
    mkdirSync(join(folder, `upload-${process.pid}-bb`))
    mkdirSync(join(folder, 'something'))
    await clearSpool(folder)
    expect(readdirSync(folder).toSorted()).toEqual(['something', `upload-${process.pid}-bb`])
  })
})
