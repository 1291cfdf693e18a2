import type { Clause } from '#queries/predicate.ts'

/** A value that is known only when a statement runs: the edges of a slice, ids looked up by name, a cursor. */
export type Slot = 'from' | 'to' | 'identities' | 'after-ts' | 'after-digest'

/**
 * What a statement binds. A clause is bound as the number under which its reader keeps it, so that
 * SQLite hands a 10,000-value list over once and not with every row.
 */
export type Param = string | number | null | { readonly slot: Slot } | { readonly clause: Clause }

/** A piece of SQL with the values it binds. Plain data: it crosses into a worker as it is. */
export interface Fragment {
  readonly text: string
  readonly params: readonly Param[]
}

const isFragment = (value: Fragment | Param): value is Fragment =>
  typeof value === 'object' && value !== null && 'text' in value

/** Writes SQL: only another fragment becomes text, everything else a bound parameter. */
export const sql = (
  strings: TemplateStringsArray,
  ...values: readonly (Fragment | Param)[]
): Fragment => {
  let text = strings[0] ?? ''
  const params: Param[] = []
  values.forEach((value, i) => {
    if (isFragment(value)) {
      text += value.text
      params.push(...value.params)
    } else {
      text += '?'
      params.push(value)
    }
    text += strings[i + 1] ?? ''
  })
  return { text, params }
}

/** Joined as a balanced tree: SQLite refuses expressions more than 1,000 deep, and a predicate holds 2,000 nodes. */
export const joined = (fragments: readonly Fragment[], operator: 'AND' | 'OR'): Fragment => {
  const [first, second] = fragments
  if (first === undefined) return operator === 'AND' ? sql`1` : sql`0`
  if (second === undefined) return first
  const half = Math.ceil(fragments.length / 2)
  const left = joined(fragments.slice(0, half), operator)
  const right = joined(fragments.slice(half), operator)
  return {
    text: `(${left.text} ${operator} ${right.text})`,
    params: [...left.params, ...right.params],
  }
}

/** Rows of a JSON array as a list for `IN`: one bound text, whatever the length. */
export const inList = (values: readonly (string | number)[]): Fragment =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
