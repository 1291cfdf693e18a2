import type { FieldFault } from '#queries/errors.ts'
import { type Predicate, predicateSchema } from '#queries/predicate.ts'
import type { ClauseRow } from './draft.ts'

/** One row as the tree's JSON; the schema decides whether it is one. */
const nodeOf = (row: ClauseRow): unknown => {
  const value =
    row.op === 'one_of'
      ? row.value
          .split(/\r?\n/)
          .map((entry) => entry.trim())
          .filter((entry) => entry !== '')
      : row.value
  const clause =
    row.op === 'exists'
      ? { field: row.field.trim(), op: row.op }
      : { field: row.field.trim(), op: row.op, value }
  return row.not ? { not: clause } : clause
}

export type ReadRows =
  | { readonly ok: true; readonly predicate: Predicate }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** All kept rows together. Faults are named `rows.N`, N counted over all rows, kept or not. */
export const predicateOfRows = (rows: readonly ClauseRow[]): ReadRows => {
  const faults: FieldFault[] = []
  const parts: unknown[] = []
  for (const [n, row] of rows.entries()) {
    if (!row.keep) continue
    const node = nodeOf(row)
    const parsed = predicateSchema.safeParse(node)
    if (parsed.success) parts.push(node)
    else faults.push({ field: `rows.${n}`, message: faultOf(row) })
  }
  if (faults.length === 0 && parts.length === 0) {
    faults.push({ field: 'rows', message: 'Keep at least one clause: a hunt asks for a behavior.' })
  }
  if (faults.length === 0) {
    const whole = predicateSchema.safeParse({ all: parts })
    if (whole.success) return { ok: true, predicate: whole.data }
    faults.push({ field: 'rows', message: 'These clauses give no predicate.' })
  }
  return { ok: false, faults }
}

const faultOf = (row: ClauseRow): string => {
  if (row.field.trim() === '') return 'Name the field this clause tests, or drop the clause.'
  if (row.op === 'cidr') return 'Give a network, like 10.20.0.0/16.'
  if (row.value === '') return 'Give a value, or choose "is there".'
  return 'This field name or value cannot be used.'
}
