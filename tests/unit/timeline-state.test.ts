import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAppError } from '#queries/errors.ts'
import {
  addressOf,
  defaultState,
  type HuntState,
  readState,
  writeState,
} from '#src/hunts/timeline/state.ts'

const id = fc.stringMatching(/^[0-9a-f]{32}$/)
const instant = fc.integer({ min: 0, max: 4_000_000_000_000_000 })
const span: fc.Arbitrary<HuntState['span']> = fc.oneof(
  fc.constantFrom({ kind: 'auto' as const }, { kind: 'all' as const }, { kind: 'found' as const }),
  fc.constant({ kind: 'around' as const, us: 600_000_000, name: '10m' }),
  fc
    .tuple(instant, fc.integer({ min: 1, max: 1e12 }))
    .map(([from, width]) => ({ kind: 'range' as const, from, to: from + width })),
)
const states: fc.Arbitrary<HuntState> = fc.record({
  run: fc.option(fc.integer({ min: 1, max: 99 })),
  episode: fc.option(fc.integer({ min: 0, max: 99 })),
  hideKinds: fc.subarray(['module' as const, 'registry' as const]).map((all) => new Set(all)),
  hideGrades: fc.subarray(['strong' as const, 'medium' as const]).map((all) => new Set(all)),
  hideSides: fc.subarray(['before' as const, 'after' as const]).map((all) => new Set(all)),
  showWeak: fc.boolean(),
  span,
  scale: fc.constantFrom('log' as const, 'clock' as const),
  hit: fc.option(fc.integer({ min: 1, max: 999 })),
  event: fc.option(id),
  centre: fc.option(id),
  open: fc.option(fc.constantFrom('fold-3', 'lanes-srv-fin-01', 'lanes-10.0.0.1')),
  tab: fc.constantFrom('fields' as const, 'raw' as const, 'tree' as const),
  field: fc.option(
    fc.record({
      name: fc.constantFrom('user.name', 'winlog.event_data.A b'),
      value: fc.string({ unit: 'binary', maxLength: 40 }),
    }),
  ),
  after: fc.option(fc.integer({ min: 0, max: 60_000 })),
})

describe('the address of the hunt page', () => {
  test('holds every state and gives it back', () => {
    fc.assert(
      fc.property(states, (state) => {
        const query = Object.fromEntries(new URLSearchParams(writeState(state).slice(1)))
        expect(readState(query)).toEqual(state)
      }),
    )
  })

  test('is the bare path in the state that nobody chose', () => {
    expect(writeState(defaultState)).toBe('')
    expect(readState({})).toEqual(defaultState)
  })

  test('changes one thing and keeps the rest', () => {
    const state = readState({ hide: 'module', scale: 'clock' })
    const address = addressOf('/hunts/abc', state)
    expect(address.to({ hit: 2 }, 'e7')).toBe('/hunts/abc?hit=2&scale=clock&hide=module#e7')
    expect(address.tab('coverage')).toBe('/hunts/abc/coverage?scale=clock&hide=module')
  })

  test.each([
    ['span', 'yesterday'],
    ['span', '2026-11-23T10:00:00Z..2026-11-23T09:00:00Z'],
    ['event', '<script>'],
    ['hit', '-1'],
    ['open', '../../etc/passwd'],
    ['field', 'novalue'],
    ['scale', 'cubic'],
  ])('refuses %s=%s and names it', (name, value) => {
    const refused = (() => {
      try {
        return readState({ [name]: value })
      } catch (error) {
        return error
      }
    })()
    expect(isAppError(refused) && refused.details.faults?.[0]?.field).toBe(name)
  })
})
