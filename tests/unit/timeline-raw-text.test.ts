import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakJson } from '#src/hunts/timeline/raw-text.ts'

describe('a raw document in lines', () => {
  test('means the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(breakJson(JSON.stringify(value)))).toEqual(
          JSON.parse(JSON.stringify(value)),
        )
      }),
    )
  })

  test('keeps every character of its tokens, numbers past a double among them', () => {
    const text = '{"a":12345678901234567890,"b":"x  : {y} \\" z","c":[],"d":{}}'
    expect(breakJson(text)).toBe(
      '{\n  "a": 12345678901234567890,\n  "b": "x  : {y} \\" z",\n  "c": [],\n  "d": {}\n}',
    )
  })

  test('leaves text that is no JSON as it is', () => {
    expect(breakJson('<Event xmlns="…">')).toBe('<Event xmlns="…">')
  })
})
