import fc from 'fast-check'
import type { Predicate } from '#queries/predicate.ts'

/** Any tree of text clauses over a few fields, traps among their names. */
export const anyPredicate: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.record({
      field: fc.constantFrom('process.name', 'event.code', 'a b', '@timestamp', '__proto__'),
      op: fc.constantFrom('equals', 'contains', 'starts_with', 'ends_with', 'matches'),
      value: fc.string({ minLength: 1, unit: 'grapheme' }),
    }),
    tie('node').map((not): Predicate => ({ not })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all): Predicate => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any): Predicate => ({ any })),
  ),
})).node
