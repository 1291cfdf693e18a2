import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from '#connectors/local/import/lines.ts'
import { fromStart, type RawRecord, type ResumePoint } from '#connectors/local/import/raw-record.ts'
import { parseRecord, textOf } from '#connectors/local/import/read-records.ts'

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

interface Line {
  readonly record: number
  readonly text: string
  readonly reject: string | undefined
  readonly resume: ResumePoint | undefined
}

const read = async (
  bytes: Buffer | string,
  size = 1000,
  limit = 1_000_000,
  from = fromStart,
): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for await (const batch of readLines(pieces(Buffer.from(bytes), size), limit, from))
    for (const raw of batch)
      lines.push({ record: raw.record, text: textOf(raw), reject: raw.reject, resume: raw.resume })
  return lines
}

const texts = async (
  bytes: Buffer | string,
  size?: number,
): Promise<readonly (readonly [number, string])[]> =>
  (await read(bytes, size)).map(({ record, text }) => [record, text])

describe('a member is cut into lines', () => {
  it('counts blank lines as line numbers and gives no record for them', async () => {
    expect(await texts('{"a":1}\n\n  \t\n{"a":2}\n')).toEqual([
      [1, '{"a":1}'],
      [4, '{"a":2}'],
    ])
  })

  it('takes CRLF, a byte order mark and a last line without a newline as they come', async () => {
    expect(await texts('\ufeff{"a":1}\r\n\r\n{"a":"é"}')).toEqual([
      [1, '{"a":1}'],
      [3, '{"a":"é"}'],
    ])
  })

  it('rejects a line of invalid UTF-8 and reads the lines beside it', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":"ü"}\n{"b":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}\n{"c":1}\n'),
    ])
    const lines = await read(bytes)
    expect(lines.map((line) => line.reject)).toEqual([
      undefined,
      'the line is not valid UTF-8',
      undefined,
    ])
  })

  it.each([3, 64, 5000])(
    'rejects a line over the limit and keeps its beginning only (%i bytes a piece)',
    async (size) => {
      const lines = await read(`{"a":1}\n{"b":"${'x'.repeat(9000)}"}\n{"c":1}`, size, 5000)
      expect(lines.map(({ record }) => record)).toEqual([1, 2, 3])
      expect(lines[1]?.reject).toMatch(/longer than the limit/)
      expect(lines[1]?.text.length).toBe(4096)
    },
  )

  it('gives the same lines however the bytes arrive, and goes on from any of them', async () => {
    const line = fc.oneof(
      fc.constant(''),
      fc.constant('  '),
      fc.json(),
      fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll(/[\r\n]/g, '')),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (lines, end, size) => {
          const bytes = Buffer.from(lines.join(end))
          const whole = await read(bytes, 1_000_000)
          const expected = lines.flatMap((text, i) =>
            /^[ \t\r]*$/.test(i === 0 ? text.replace(/^\ufeff/, '') : text)
              ? []
              : [[i + 1, i === 0 ? text.replace(/^\ufeff/, '') : text]],
          )
          expect(whole.map(({ record, text }) => [record, text])).toEqual(expected)
          expect(await read(bytes, size)).toEqual(whole)
          const middle = whole[Math.floor(whole.length / 2)]
          if (!middle?.resume) return
          const rest = await read(bytes.subarray(middle.resume.at), size, 1_000_000, middle.resume)
          expect(rest).toEqual(whole.slice(Math.floor(whole.length / 2) + 1))
        },
      ),
    )
  })
})

describe('a line that is no JSON says so in a few words', () => {
  const reasonOf = (text: string): string | undefined => {
    const bytes = Buffer.from(text)
    const raw: RawRecord = { record: 1, bytes, start: 0, stop: bytes.length, ascii: true }
    const parsed = parseRecord(raw)
    return parsed.ok ? undefined : parsed.reason
  }

  it('never quotes the line itself, which stands beside it', () => {
    expect(reasonOf('{"secret":"hunter2"')).toMatch(/^not JSON: /)
    expect(reasonOf('hunter2')).not.toContain('hunter2')
    expect(reasonOf('{"hunter2"}')).not.toContain('hunter2')
  })
})
