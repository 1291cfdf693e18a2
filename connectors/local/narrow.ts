import { type Clause, isClause, type Predicate } from '#queries/predicate.ts'
import { type Fragment, joined, sql } from './sql.ts'

/** A condition that never yields NULL: decided already, or a piece of SQL. */
export type Condition = boolean | Fragment

/**
 * What SQL can say about a predicate: `over` is true of every row that matches (and perhaps of others),
 * `under` only of rows that match (and perhaps not of all). Where the two are one, SQL decides alone.
 */
export interface Bounds {
  readonly over: Condition
  readonly under: Condition
}

export const undecided: Bounds = { over: true, under: false }

/**
 * Compiles a tree to bounds. `not` swaps and negates them, so that a prefilter below a `not` loses
 * no match: what is not surely true may be false, and absence is matched.
 */
export const narrow = (predicate: Predicate, leaf: (clause: Clause) => Bounds): Bounds => {
  if (isClause(predicate)) return leaf(predicate)
  if ('not' in predicate) {
    const { over, under } = narrow(predicate.not, leaf)
    return over === under ? exactly(negate(over)) : { over: negate(under), under: negate(over) }
  }
  const parts = ('all' in predicate ? predicate.all : predicate.any).map((p) => narrow(p, leaf))
  const combine = 'all' in predicate ? every : some
  const over = combine(parts.map((p) => p.over))
  return parts.every((p) => p.over === p.under)
    ? exactly(over)
    : { over, under: combine(parts.map((p) => p.under)) }
}

export const exactly = (condition: Condition): Bounds => ({ over: condition, under: condition })

const negate = (condition: Condition): Condition =>
  typeof condition === 'boolean' ? !condition : sql`NOT (${condition})`

const isSql = (condition: Condition): condition is Fragment => typeof condition !== 'boolean'

const every = (conditions: readonly Condition[]): Condition => {
  if (conditions.includes(false)) return false
  const parts = conditions.filter(isSql)
  return parts.length === 0 || joined(parts, 'AND')
}

const some = (conditions: readonly Condition[]): Condition => {
  if (conditions.includes(true)) return true
  const parts = conditions.filter(isSql)
  return parts.length > 0 && joined(parts, 'OR')
}
