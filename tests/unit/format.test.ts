import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRange, formatTime, isoTime, zoneLabel } from '#views/format-time.ts'
import { formatBytes, formatDelta, formatNumber, plural } from '#views/format.ts'
import { cutText, plainText, segmentsOf } from '#views/safe-text.ts'

const at = (iso: string): number => Date.parse(iso) * 1000
const second = 1_000_000

describe('times', () => {
  const time = at('2026-11-23T13:07:19Z') + 100_250

  it.each([
    ['full', '2026-11-23 13:07:19.100'],
    ['clock', '13:07:19.100'],
    ['minute', '2026-11-23 13:07'],
    ['date', '2026-11-23'],
    ['day', '23 Nov'],
    ['day-clock', '23 Nov 13:07:19.100'],
  ] as const)('as %s: %s', (style, text) => {
    expect(formatTime(time, style, 'UTC', 3)).toBe(text)
  })

  it('keeps six digits when asked, and before 1970 too', () => {
    expect(formatTime(time, 'clock', 'UTC', 6)).toBe('13:07:19.100250')
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999999Z')
  })

  it('says another zone with its offset at that time', () => {
    expect(formatTime(time, 'minute', 'Asia/Kolkata')).toBe('2026-11-23 18:37')
    expect(zoneLabel('Asia/Kolkata', time)).toBe('Asia/Kolkata, UTC+05:30')
    expect(zoneLabel('Europe/Berlin', at('2026-07-01T00:00:00Z'))).toBe('Europe/Berlin, UTC+02:00')
    expect(zoneLabel('UTC', time)).toBe('UTC')
  })

  it('writes a range with what is shared once', () => {
    const range = (a: string, b: string) => formatRange(at(a), at(b))
    expect(range('2026-11-09T00:00:00Z', '2026-11-23T00:00:00Z')).toBe('9 to 23 Nov 2026')
    expect(range('2026-10-30T00:00:00Z', '2026-11-02T00:00:00Z')).toBe('30 Oct to 2 Nov 2026')
    expect(range('2025-12-30T00:00:00Z', '2026-01-02T00:00:00Z')).toBe('30 Dec 2025 to 2 Jan 2026')
    expect(range('2026-11-09T01:00:00Z', '2026-11-09T02:00:00Z')).toBe('9 Nov 2026')
  })
})

describe('T±', () => {
  it.each([
    [0, '0'],
    [420_000, '+420 ms'],
    [-2_100_000, '−2.1 s'],
    [-58.4 * second, '−58.4 s'],
    [59.999 * second, '+59.9 s'],
    [102 * second, '+1 m 42 s'],
    [-(4 * 3600 + 51 * 60) * second, '−4 h 51 m'],
    [3600 * second, '+1 h'],
    [(3 * 86_400 + 3600) * second, '+3 d 1 h'],
    [-7, '−7 µs'],
  ])('%i µs is %s', (us, text) => {
    expect(formatDelta(us)).toBe(text)
  })
})

describe('numbers', () => {
  it('are grouped, with their word and unit', () => {
    expect(formatNumber(1_204_118)).toBe('1,204,118')
    expect([plural(1, 'event'), plural(2, 'event'), plural(2, 'identity', 'identities')]).toEqual([
      '1 event',
      '2 events',
      '2 identities',
    ])
    expect([formatBytes(999), formatBytes(412_600_000)]).toEqual(['999 B', '412.6 MB'])
  })
})

describe('text from a log', () => {
  it('writes out what could hide or turn text, and nothing else', () => {
    expect(plainText('a\u202Egpj.exe')).toBe('a<U+202E>gpj.exe')
    expect(plainText('\u0000\u200B\u2066\uFEFF\u00AD\u{E0041}')).toBe(
      '<U+0000><U+200B><U+2066><U+FEFF><U+00AD><U+E0041>',
    )
    expect(plainText('Müller Ωmega дата 日本 <b>')).toBe('Müller Ωmega дата 日本 <b>')
    expect(plainText('\uD800x')).toBe('<U+D800>x')
  })

  it('keeps line breaks and tabs only where lines are shown', () => {
    expect(segmentsOf('a\n\tb', true)).toEqual([{ text: 'a\n\tb', odd: false }])
    expect(segmentsOf('a\r\nb', true)).toEqual([{ text: 'a\r\nb', odd: false }])
    expect(segmentsOf('a\rb', true).map((s) => s.text)).toEqual(['a', 'U+000D', 'b'])
    expect(plainText('a\nb')).toBe('a<U+000A>b')
  })

  it('loses no visible character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, lines) => {
        const segments = segmentsOf(text, lines)
        const back = segments
          .map((s) => (s.odd ? String.fromCodePoint(parseInt(s.text.slice(2), 16)) : s.text))
          .join('')
        expect(back).toBe(text)
        const shown = segments.map((s) => s.text).join('')
        expect(lines ? shown.replace(/\r\n|[\n\t]/g, '') : shown).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u,
        )
      }),
    )
  })

  it('is cut between characters, never inside one', () => {
    expect(cutText('ab😀cd', 3)).toEqual({ text: 'ab', cut: true })
    expect(cutText('abc', 3)).toEqual({ text: 'abc', cut: false })
  })
})
