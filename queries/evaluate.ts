import { type Fields, type FieldValue, foldCase, valuesOf } from './event.ts'
import { inNetwork } from './network.ts'
import { type Clause, isClause, type Predicate } from './predicate.ts'
import { parseInstant } from './scope.ts'

/**
 * The reference meaning of a predicate over one event (DESIGN §4.6): absent equals nothing, `not`
 * matches absence, a list matches when any value does, text folds ASCII case only, `matches` covers
 * the whole value with `*` and `?` as the only wildcards and the backslash an ordinary character.
 */
export const evaluate = (predicate: Predicate, fields: Fields): boolean => {
  if (isClause(predicate)) return evaluateClause(predicate, fields)
  if ('all' in predicate) return predicate.all.every((part) => evaluate(part, fields))
  if ('any' in predicate) return predicate.any.some((part) => evaluate(part, fields))
  return !evaluate(predicate.not, fields)
}

const evaluateClause = (clause: Clause, fields: Fields): boolean => {
  const values = valuesOf(fields, clause.field)
  if (values.length === 0) return false
  switch (clause.op) {
    case 'exists':
      return true
    case 'equals':
      return values.some((value) => sameValue(value, clause.value))
    case 'one_of': {
      const wanted = foldedSet(clause.value)
      return values.some((value) => wanted.has(foldValue(value)))
    }
    case 'starts_with': {
      const wanted = foldCase(clause.value)
      return values.some((value) => foldValue(value).startsWith(wanted))
    }
    case 'ends_with': {
      const wanted = foldCase(clause.value)
      return values.some((value) => foldValue(value).endsWith(wanted))
    }
    case 'contains': {
      const wanted = foldCase(clause.value)
      return values.some((value) => foldValue(value).includes(wanted))
    }
    case 'matches':
      return values.some((value) => matchesWildcard(clause.value, String(value)))
    case 'range':
      return values.some((value) => inRange(value, clause))
    case 'cidr':
      return values.some((value) => inNetwork(String(value), clause.value))
  }
}

/** A list of ten thousand values is folded once, and looked up with every event. */
const foldedSets = new WeakMap<readonly FieldValue[], ReadonlySet<string>>()

const foldedSet = (values: readonly FieldValue[]): ReadonlySet<string> => {
  const known = foldedSets.get(values)
  if (known) return known
  const made = new Set(values.map((value) => foldCase(String(value))))
  foldedSets.set(values, made)
  return made
}

/** Texts from this length on are folded once for all clauses that look at them one after another. */
const longText = 2_048
let lastLong = { text: '', folded: '' }

const foldValue = (value: FieldValue): string => {
  const text = String(value)
  if (text.length < longText) return foldCase(text)
  if (lastLong.text !== text) lastLong = { text, folded: foldCase(text) }
  return lastLong.folded
}

/** Numbers, booleans and their text compare alike: logs write `4` and `"4"` for the same thing. */
const sameValue = (have: FieldValue, wanted: FieldValue): boolean =>
  foldValue(have) === foldCase(String(wanted))

/** A `?` is one code point; only text with surrogate pairs pays for the split. */
const characters = (text: string): string | readonly string[] =>
  /[\ud800-\udfff]/.test(text) ? Array.from(text) : text

/** Linear in the value for each star: no backtracking that a hostile value could blow up. */
export const matchesWildcard = (pattern: string, value: string): boolean => {
  const p = characters(foldCase(pattern))
  const v = characters(foldCase(value))
  let pi = 0
  let vi = 0
  let star = -1
  let mark = 0
  while (vi < v.length) {
    if (pi < p.length && p[pi] === '*') {
      star = pi
      mark = vi
      pi += 1
    } else if (pi < p.length && (p[pi] === '?' || p[pi] === v[vi])) {
      pi += 1
      vi += 1
    } else if (star >= 0) {
      pi = star + 1
      mark += 1
      vi = mark
    } else return false
  }
  while (pi < p.length && p[pi] === '*') pi += 1
  return pi === p.length
}

type Range = Extract<Clause, { op: 'range' }>

const looksLikeTime = /^\d{4}-\d\d-\d\d[T ]/

const timeOf = (value: FieldValue): number | undefined =>
  typeof value === 'string' && looksLikeTime.test(value) ? parseInstant(value) : undefined

/**
 * Two numbers compare as numbers, two times with a zone as instants (as text `12:00:00.5Z` would come
 * before `12:00:00Z`), anything else as folded text.
 */
const compare = (have: FieldValue, wanted: FieldValue): number => {
  const at = timeOf(have)
  const then = timeOf(wanted)
  if (at !== undefined && then !== undefined) return at - then
  const a = typeof have === 'number' ? have : Number(have)
  const b = typeof wanted === 'number' ? wanted : Number(wanted)
  if (have !== '' && wanted !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  const x = foldCase(String(have))
  const y = foldCase(String(wanted))
  return x < y ? -1 : x > y ? 1 : 0
}

const inRange = (value: FieldValue, range: Range): boolean =>
  (range.gt === undefined || compare(value, range.gt) > 0) &&
  (range.gte === undefined || compare(value, range.gte) >= 0) &&
  (range.lt === undefined || compare(value, range.lt) < 0) &&
  (range.lte === undefined || compare(value, range.lte) <= 0)
