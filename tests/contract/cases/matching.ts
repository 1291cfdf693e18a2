import { describe, expect } from 'vitest'
import { evaluate } from '#queries/evaluate.ts'
import type { Predicate } from '#queries/predicate.ts'
import { hostileTexts } from '#tests/support/contract-corpus.ts'
import { matchesOf } from '#tests/support/reference.ts'
import { allFound, type Contract, contractCase, idsOf, questionFor, scopeFor } from '../harness.ts'

/** Each compares with the reference evaluator, and with a number that we know. */
const known: readonly (readonly [title: string, predicate: Predicate, count: number])[] = [
  ['equals folds ASCII case', { field: 'process.name', op: 'equals', value: 'MMC.EXE' }, 12],
  [
    'equals does not fold beyond ASCII',
    { field: 'process.command_line', op: 'equals', value: 'case folded äÖ' },
    0,
  ],
  [
    'a list matches when any of its values does',
    { field: 'process.name', op: 'equals', value: 'cmd.exe' },
    46,
  ],
  [
    'a list is not looked at as one text',
    { field: 'process.command_line', op: 'contains', value: 'first,second' },
    0,
  ],
  [
    'numbers and their text compare alike',
    { field: 'destination.port', op: 'equals', value: '443' },
    28,
  ],
  ['a boolean field', { field: 'flag', op: 'equals', value: true }, 5],
  [
    'an absent field equals nothing',
    { field: 'flag', op: 'one_of', value: ['', 'null', 'undefined'] },
    0,
  ],
  ['not matches absence', { not: { field: 'flag', op: 'exists' } }, 255],
  [
    'not of an unindexed clause under another not',
    { not: { not: { field: 'flag', op: 'exists' } } },
    10,
  ],
  [
    'a backslash is an ordinary character',
    { field: 'process.command_line', op: 'matches', value: '\\\\server\\share$\\*' },
    3,
  ],
  [
    'a star needs no anchor trick',
    { field: 'process.command_line', op: 'matches', value: '*\\Run\\*' },
    3,
  ],
  [
    'matches covers the whole value',
    { field: 'process.command_line', op: 'matches', value: 'DROP TABLE' },
    0,
  ],
  [
    'a question mark is one character, also beyond the first plane',
    { field: 'process.command_line', op: 'matches', value: 'powershell ? *' },
    3,
  ],
  [
    'percent and underscore are ordinary characters',
    { field: 'process.command_line', op: 'starts_with', value: '100%_[x]' },
    3,
  ],
  [
    'a quote ends nothing',
    { field: 'process.command_line', op: 'contains', value: "'; DROP TABLE ev; --" },
    3,
  ],
  [
    'text of 9,000 characters and its end',
    { field: 'process.command_line', op: 'ends_with', value: '%A\\b% end' },
    3,
  ],
  [
    'right-to-left text and its marks',
    { field: 'process.command_line', op: 'contains', value: '\u202egpj' },
    3,
  ],
  ['a lone surrogate', { field: 'process.command_line', op: 'contains', value: 'lone \ud800' }, 3],
  [
    'the sign that replaces what cannot be written',
    { field: 'process.command_line', op: 'contains', value: '\ufffd' },
    3,
  ],
  [
    'not of that sign',
    {
      all: [
        { field: 'event.code', op: 'equals', value: '1' },
        { not: { field: 'process.command_line', op: 'contains', value: '\ufffd' } },
      ],
    },
    51,
  ],
  [
    'a NUL and what is behind it',
    { field: 'process.command_line', op: 'contains', value: 'nul\u0000nul\u0007bell' },
    0,
  ],
  [
    'control characters',
    { field: 'process.command_line', op: 'ends_with', value: '\u0000nul\u0007bell' },
    3,
  ],
  [
    'one of a thousand',
    {
      field: 'process.command_line',
      op: 'one_of',
      value: [...Array.from({ length: 1_000 }, (_, i) => `nothing ${i}`), '__proto__'],
    },
    3,
  ],
  ['a network of version 4', { field: 'destination.ip', op: 'cidr', value: '10.9.0.0/16' }, 37],
  ['a network of version 6', { field: 'destination.ip', op: 'cidr', value: 'fe80::/10' }, 27],
  ['a range of numbers', { field: 'destination.port', op: 'range', gt: 135, lte: 443 }, 28],
  ['a range of times', { field: '@timestamp', op: 'range', gte: '2026-03-02T12:00:00Z' }, 12],
  [
    'a field whose name objects inherit',
    { field: 'winlog.event_data.constructor', op: 'equals', value: 'built' },
    1,
  ],
  [
    'a field name with dots and spaces',
    { field: 'winlog.event_data.a.b c', op: 'equals', value: 'dotted' },
    1,
  ],
  ['a field of the document itself', { field: 'strange name', op: 'exists' }, 10],
  ['the channel in any case', { field: 'winlog.channel', op: 'equals', value: 'SECURITY' }, 56],
  ['what has no Windows channel', { not: { field: 'winlog.channel', op: 'exists' } }, 10],
  [
    'log sources in two branches',
    {
      any: [
        {
          all: [
            { field: 'event.code', op: 'equals', value: '1' },
            { field: 'process.name', op: 'equals', value: 'mmc.exe' },
          ],
        },
        {
          all: [
            { field: 'event.code', op: 'equals', value: '4624' },
            { field: 'user.target.name', op: 'equals', value: 'n.abara' },
          ],
        },
      ],
    },
    25,
  ],
]

export const describeMatching = (contract: Contract): void => {
  describe(`${contract.harness.name}: matching`, () => {
    for (const [title, predicate, count] of known) {
      contractCase(contract, title, async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector)
        const query = await questionFor(connector, predicate, within)
        const found = await allFound(connector, query)
        expect(idsOf(found)).toEqual(idsOf(matchesOf(contract.events, predicate, within)))
        expect(found).toHaveLength(count)
      })
    }

    contractCase(
      contract,
      'every hostile text is found by itself and by a part of itself',
      async () => {
        const connector = contract.connector()
        const within = await scopeFor(connector)
        for (const text of hostileTexts) {
          for (const predicate of [
            { field: 'process.command_line', op: 'equals', value: text },
            { field: 'process.command_line', op: 'contains', value: text.slice(0, 12) },
            { field: 'winlog.event_data.CommandLine', op: 'ends_with', value: text.slice(-9) },
          ] as const) {
            const found = await allFound(connector, await questionFor(connector, predicate, within))
            expect(found.length).toBeGreaterThan(0)
            expect(found).toHaveLength(
              contract.events.filter((event) => evaluate(predicate, event.fields)).length,
            )
          }
        }
      },
    )
  })
}
