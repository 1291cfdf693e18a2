import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyHash, openKeyHasher } from '#connectors/local/key-hash.ts'
import { textOf } from '#queries/event.ts'
import { giveKeys, keysOf, partsFor } from '#queries/links/keys-of.ts'
import { keyKinds, type KeyKind } from '#queries/links/keys.ts'
import { maxKeys } from '#queries/links/open-keys.ts'
import { detectShape, outlineOf } from '#queries/normalize.ts'
import type { EventOutline } from '#queries/outline.ts'
import { linesOf } from '../support/normalize-lines.ts'

const fixtures = ['nxlog', 'flat', 'winlogbeat', 'evtx', 'azure', 'other'].flatMap(linesOf)

const outlined = (document: unknown): EventOutline | null => {
  const shape = detectShape(document) ?? 'json'
  const read = outlineOf(document, { shape, shiftOf: () => 0 })
  return read.ok ? read.outline : null
}

const nowhere = { locator: { file: 'f', record: 1 }, original: '' }

/** What an import reads of an event. */
const keysInOutline = (event: EventOutline): readonly string[] => {
  const found = new Set<string>()
  const add = (kind: KeyKind, value: string | undefined): void => {
    if (value !== undefined && value !== '' && found.size < maxKeys) found.add(`${kind} ${value}`)
  }
  giveKeys(event, { add }, partsFor(event.fieldPattern().fields))
  return [...found]
}

/** Holds what an import reads against the whole event that a hunt reads. */
const expectSame = (document: unknown): void => {
  const outline = outlined(document)
  if (outline === null) return
  const event = outline.whole(nowhere)
  const pattern = outline.fieldPattern()
  expect(pattern.fields.toSorted()).toEqual(Object.keys(event.fields).toSorted())
  expect(outline.hasFieldsOf(pattern)).toBe(true)
  for (const field of [...pattern.fields, 'no.such.field', 'constructor', 'winlog.event_data.No'])
    expect(outline.text(field)).toBe(
      Object.hasOwn(event.fields, field) ? textOf(event.fields, field) : undefined,
    )
  expect(keysInOutline(outline)).toEqual(keysOf(event).map(({ kind, value }) => `${kind} ${value}`))
}

const oddValue = fc.oneof(
  fc.constantFrom('', '-', ' ', ' - ', '.', '0', '4', '{', 'C:\\a b.exe', '__proto__', '\u0000'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.constantFrom(null, true, false),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
)

/** A document of a fixture with some of its values turned into others. */
const changed = fc
  .tuple(fc.constantFrom(...fixtures), fc.array(fc.tuple(fc.nat(60), oddValue), { maxLength: 6 }))
  .map(([line, changes]): unknown => {
    const document: unknown = JSON.parse(line)
    if (typeof document !== 'object' || document === null) return document
    const names = Object.keys(document)
    for (const [place, value] of changes) Reflect.set(document, names[place] ?? 'More', value)
    return document
  })

/** What every object inherits: none of it may be found in a table of names. */
const inherited = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']

describe('the outline of an event', () => {
  it.each(inherited)('takes the word %s for a text, in whatever field', (word) => {
    for (const line of fixtures) {
      const document: unknown = JSON.parse(line, (_, value: unknown) =>
        typeof value === 'string' && !/^\d{4}-\d\d/.test(value) ? word : value,
      )
      expectSame(document)
      const values = Object.values(outlined(document)?.whole(nowhere).fields ?? {}).flat()
      expect(
        values.filter((value) => typeof value === 'object' || typeof value === 'function'),
      ).toEqual([])
    }
  })

  it('says of every fixture what the whole event says', () => {
    expect(fixtures.length).toBeGreaterThan(20)
    for (const line of fixtures) expectSame(JSON.parse(line))
  })

  it('says so whatever stands in the fields', () => {
    fc.assert(fc.property(changed, expectSame), { numRuns: 1500 })
  })

  it('knows events with the same fields from others', () => {
    fc.assert(
      fc.property(changed, changed, (one, other) => {
        const [a, b] = [outlined(one), outlined(other)]
        if (a === null || b === null || !a.hasFieldsOf(b.fieldPattern())) return
        expect(a.fieldPattern().fields.toSorted()).toEqual(b.fieldPattern().fields.toSorted())
      }),
      { numRuns: 1500 },
    )
  })
})

describe('the hash of a link key', () => {
  it('is the same begun or made at once', () => {
    const hashOf = openKeyHasher()
    const kinds = Object.keys(keyKinds).filter((kind): kind is KeyKind => kind in keyKinds)
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.string(), fc.string(), (kind, asset, value) => {
        const own = keyKinds[kind] === 'asset' ? asset : null
        expect(hashOf(kind, asset, value)).toBe(keyHash(kind, own, value))
      }),
    )
  })
})
