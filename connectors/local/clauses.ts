import { evaluate } from '#queries/evaluate.ts'
import type { Clause } from '#queries/predicate.ts'

/** Text that SQLite could not keep as it stood, or a list: only the document knows what it says. */
const isDoubtful = (text: string): boolean => text.includes('\ufffd')

/**
 * The clauses one statement binds, by number: SQLite hands a 10,000-value list over once and not with
 * every row. What a clause means is left to the reference evaluator.
 */
export const openClauses = () => {
  const clauses: Clause[] = []

  const holds = (number: unknown, text: unknown): boolean => {
    const clause = clauses[Number(number)]
    if (!clause || typeof text !== 'string') return false
    return evaluate(clause, { [clause.field]: text })
  }

  return {
    clear(): void {
      clauses.length = 0
    },
    numberOf: (clause: Clause): number => clauses.push(clause) - 1,
    /** True only of text that surely holds. */
    holds: (number: unknown, text: unknown): number =>
      !isDoubtful(String(text)) && holds(number, text) ? 1 : 0,
    /** True of all text that may hold. */
    mayHold: (number: unknown, text: unknown): number =>
      isDoubtful(String(text)) || holds(number, text) ? 1 : 0,
  }
}
