import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#queries/errors.ts'
import type { IdentityMention } from '#queries/event.ts'
import {
  formatInstant,
  identityVerdict,
  inWindow,
  isIdentity,
  parseIdentity,
  parseInstant,
  parseScope,
} from '#queries/scope.ts'

const window = { from: '2026-03-02T06:00:00Z', to: '2026-03-02T18:00:00Z' }
const whole = { assets: { list: ['WS-07'] }, identities: { list: ['CORP\\n.abara'] }, window }

/** The fields at fault when a scope is refused; undefined when it is not. */
const faultsOf = (input: unknown): readonly string[] | undefined => {
  try {
    parseScope(input)
    return undefined
  } catch (error) {
    if (!isAppError(error)) throw error
    expect(error.code).toBe('invalid_request')
    return error.details.faults?.map((fault) => fault.field)
  }
}

const mention = (
  name: string | null,
  domain: string | null,
  sid: string | null,
): IdentityMention => ({ role: 'subject', name, domain, sid })

describe('scope', () => {
  it('takes assets, identities and a window', () => {
    expect(parseScope(whole)).toMatchObject({
      assets: { kind: 'list', assets: [{ key: 'ws-07', label: 'WS-07' }] },
      identities: { kind: 'list', identities: [{ name: 'n.abara', domain: 'corp' }] },
      window: { from: Date.UTC(2026, 2, 2, 6) * 1000, to: Date.UTC(2026, 2, 2, 18) * 1000 },
    })
  })

  it.each<[string, unknown, readonly string[]]>([
    ['nothing at all', undefined, ['scope']],
    ['no assets', { ...whole, assets: { list: [] } }, ['assets']],
    ['no identities', { ...whole, identities: undefined }, ['identities']],
    ['any without a reason', { ...whole, assets: { any: '' } }, ['assets']],
    ['any with too short a reason', { ...whole, assets: { any: 'because' } }, ['assets']],
    [
      'any on both sides',
      { ...whole, assets: { any: 'first look at all' }, identities: { any: 'first look at all' } },
      ['identities'],
    ],
    ['no window', { ...whole, window: undefined }, ['window']],
    [
      'a time without a zone',
      { ...whole, window: { ...window, from: '2026-03-02T06:00:00' } },
      ['window.from'],
    ],
    [
      'a window that ends before it begins',
      { ...whole, window: { from: window.to, to: window.from } },
      ['window.to'],
    ],
    [
      'an empty window',
      { ...whole, window: { from: window.from, to: window.from } },
      ['window.to'],
    ],
    [
      'a window of two years',
      { ...whole, window: { from: '2024-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
      ['window.to'],
    ],
    ['a key too many', { ...whole, everything: true }, ['scope']],
  ])('refuses %s', (_, input, faults) => {
    const found = faultsOf(input) ?? []
    expect(
      found.map((field) =>
        field
          .split('.')
          .slice(0, faults[0]?.includes('.') ? 2 : 1)
          .join('.'),
      ),
    ).toEqual(faults)
  })

  it('names every fault at once', () => {
    expect(faultsOf({ ...whole, window: { from: 'x', to: 'y' } })).toEqual([
      'window.from',
      'window.to',
    ])
  })

  it('folds two spellings of an asset into one, by alias too', () => {
    const resolved = {
      assets: new Map([['10.0.0.7', { key: 'ws-07', label: 'WS-07' }]]),
      identities: new Map(),
    }
    const scope = parseScope(
      { ...whole, assets: { list: ['ws-07.corp.example', 'WS-07', '10.0.0.7'] } },
      resolved,
    )
    expect(scope.assets).toMatchObject({ assets: [{ key: 'ws-07' }] })
  })

  it.each([
    ['n.abara', mention('N.Abara', 'CORP', null), true],
    ['CORP\\n.abara', mention('n.abara', 'corp.example', null), true],
    ['CORP\\n.abara', mention('n.abara', null, null), true],
    ['CORP\\n.abara', mention('n.abara', 'OTHER', null), false],
    ['n.abara@corp.example', mention('n.abara', 'CORP', null), true],
    ['S-1-5-21-1-2-3-4', mention(null, null, 's-1-5-21-1-2-3-4'), true],
    ['S-1-5-21-1-2-3-4', mention('S-1-5-21-1-2-3-4', null, null), false],
    ['CORP\\n.abara', mention(null, null, 'S-1-5-21-1-2-3-4'), false],
  ])('%s is %j: %s', (asked, who, expected) => {
    expect(isIdentity(parseIdentity(asked), who)).toBe(expected)
  })

  it('tells events that name another from events that name nobody', () => {
    const scope = parseScope(whole)
    expect(identityVerdict(scope, [])).toBe('nameless')
    expect(identityVerdict(scope, [mention('other', 'CORP', null)])).toBe('out')
    expect(
      identityVerdict(scope, [mention('other', 'CORP', null), mention('N.ABARA', 'CORP', null)]),
    ).toBe('in')
  })

  it('writes an instant as it reads it, to the microsecond', () => {
    const micros = fc
      .integer({ min: 0, max: Date.UTC(2100, 0) })
      .chain((ms) => fc.nat(999).map((us) => ms * 1000 + us))
    fc.assert(
      fc.property(micros, (time) => {
        expect(parseInstant(formatInstant(time))).toBe(time)
      }),
    )
  })

  it('holds its first instant and not its last', () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.integer({ min: 1, max: 1e9 }),
        fc.nat(3e9),
        (from, length, time) => {
          expect(inWindow({ from, to: from + length }, time)).toBe(
            time >= from && time < from + length,
          )
        },
      ),
    )
  })

  it.each([
    '2026-03-02',
    '2026-13-02T00:00:00Z',
    'yesterday',
    '1772438400',
    '2026-03-02T25:00:00Z',
    '',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})
