import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonArray } from '#connectors/local/import/json-array.ts'
import { fromStart, type ResumePoint } from '#connectors/local/import/raw-record.ts'
import { textOf } from '#connectors/local/import/read-records.ts'

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

interface Element {
  readonly record: number
  readonly text: string
  readonly reject: string | undefined
  readonly resume: ResumePoint | undefined
}

const read = async (
  text: string | Buffer,
  size = 1000,
  limit = 100_000,
  from = fromStart,
): Promise<readonly Element[]> => {
  const found: Element[] = []
  for await (const batch of readJsonArray(pieces(Buffer.from(text), size), limit, from))
    for (const raw of batch)
      found.push({ record: raw.record, text: textOf(raw), reject: raw.reject, resume: raw.resume })
  return found
}

describe('a JSON array is cut into its elements', () => {
  it('counts elements from 1 and keeps their text as it was written', async () => {
    const found = await read('\ufeff [ {"a": "]},\\""},\n {"b":[1,{"c":2}]} ]\n')
    expect(found.map(({ record, text }) => [record, text])).toEqual([
      [1, '{"a": "]},\\""}'],
      [2, '{"b":[1,{"c":2}]}'],
    ])
  })

  it('rejects what is no object and goes on behind it', async () => {
    const found = await read('[1, {"a":1}, null, "x", [2], {"b":1}]')
    expect(found.filter((e) => e.reject === undefined).map((e) => e.text)).toEqual([
      '{"a":1}',
      '{"b":1}',
    ])
    expect(found.map((e) => e.record)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('says where the file was cut', async () => {
    expect((await read('[{"a":1},{"b":"xy')).at(-1)).toMatchObject({
      record: 2,
      reject: 'the file ends inside this element of the array',
    })
    expect((await read('[{"a":1},')).at(-1)).toMatchObject({
      record: 2,
      reject: 'the file ends before the array is closed',
    })
  })

  it.each([7, 100_000])(
    'never holds more of an element than the limit (%i bytes a piece)',
    async (size) => {
      const found = await read(`[{"a":"${'x'.repeat(20_000)}"},{"b":1}]`, size, 5000)
      expect(found[0]?.reject).toMatch(/longer than the limit/)
      expect(found[0]?.text.length).toBe(4096)
      expect(found[1]?.text).toBe('{"b":1}')
    },
  )

  it('gives the elements of any array however its bytes arrive, and goes on from any of them', async () => {
    const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(
        fc.array(object),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (objects, size, wide) => {
          const bytes = Buffer.from(JSON.stringify(objects, null, wide ? 2 : undefined))
          const whole = await read(bytes, 1_000_000)
          expect(whole.map((e) => JSON.parse(e.text))).toEqual(JSON.parse(JSON.stringify(objects)))
          expect(whole.every((e) => e.reject === undefined)).toBe(true)
          expect(await read(bytes, size)).toEqual(whole)
          const half = Math.floor(whole.length / 2)
          const middle = whole[half]
          if (!middle?.resume) return
          const rest = await read(bytes.subarray(middle.resume.at), size, 100_000, middle.resume)
          expect(rest).toEqual(whole.slice(half + 1))
        },
      ),
    )
  })
})
