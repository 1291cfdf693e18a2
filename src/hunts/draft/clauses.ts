import {
  type CapturedClause,
  captureFrom,
  type EditedClause,
  missingParts,
} from '#queries/capture.ts'
import { type LogEvent, textOf } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import { isClause, type Clause, type Predicate } from '#queries/predicate.ts'
import { type ClauseOp, clauseOps, type ClauseRow, type DraftBehavior } from './draft.ts'

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/** A row of the form as a clause to check; its faults are named `clauses.N`, N counted over all rows. */
export const editedOf = (row: ClauseRow): EditedClause => ({
  field: row.field.trim(),
  op: row.op,
  value: row.op === 'one_of' ? linesOf(row.value) : row.value,
  chosen: row.keep,
  not: row.not,
})

export const emptyRow: ClauseRow = {
  field: '',
  op: 'equals',
  value: '',
  keep: true,
  not: false,
  label: '',
}

/** An event's exact values as rows of the form, and which of the six values it cannot give. */
export const captured = (event: LogEvent): DraftBehavior => ({
  kind: 'clauses',
  rows: captureFrom(event).map(rowOfCaptured).slice(0, 60),
  event: {
    id: event.id,
    about: {
      asset: (textOf(event.fields, 'host.name') ?? event.asset).slice(0, 320),
      logSource: logSourceLabel(event.channel, event.code).slice(0, 240),
      time: event.time.best,
    },
    lacks: missingParts(event).map(({ words }) => words),
  },
})

const rowOfCaptured = ({ field, op, value, label, chosen }: CapturedClause): ClauseRow => ({
  ...emptyRow,
  field,
  op,
  value: String(value),
  keep: chosen,
  label,
})

/** A predicate as rows, where it is nothing but clauses that all have to hold; else undefined. */
export const rowsOf = (predicate: Predicate): readonly ClauseRow[] | undefined => {
  const parts = !isClause(predicate) && 'all' in predicate ? predicate.all : [predicate]
  const rows = parts.map(rowOfPart)
  const read = rows.filter((row) => row !== undefined)
  return read.length === rows.length && rows.length > 0 && rows.length <= 60 ? read : undefined
}

const rowOfPart = (part: Predicate): ClauseRow | undefined => {
  if (isClause(part)) return rowOfClause(part, false)
  return 'not' in part && isClause(part.not) ? rowOfClause(part.not, true) : undefined
}

const rowOfClause = (clause: Clause, not: boolean): ClauseRow | undefined => {
  const op = clauseOps.find((one) => one === clause.op)
  const value = valueText(clause)
  return op === undefined || value === undefined
    ? undefined
    : { ...emptyRow, field: clause.field, op, value, not }
}

/** The value as it would be typed; undefined for what cannot be typed without becoming another. */
const valueText = (clause: Clause): string | undefined => {
  if (clause.op === 'exists') return ''
  if (clause.op === 'range') return undefined
  if (clause.op !== 'one_of') return String(clause.value)
  const entries = clause.value.map(String)
  const isPlain = entries.every(
    (entry) => entry !== '' && entry === entry.trim() && !/\n/.test(entry),
  )
  return isPlain ? entries.join('\n') : undefined
}

/** The op a form names, or `equals`. */
export const opNamed = (text: string): ClauseOp => clauseOps.find((op) => op === text) ?? 'equals'
