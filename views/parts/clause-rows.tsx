import type { ErrorView } from '../model.ts'
import type { ClauseRowView, ClausesView } from '../models/draft.ts'
import { areaText, formText, plainText } from '../safe-text.ts'
import { FieldError } from './error-note.tsx'

/** Each operator as it is read in a sentence, and turned round by `!`. */
const operators: readonly (readonly [op: string, words: string])[] = [
  ['equals', 'is'],
  ['!equals', 'is not'],
  ['contains', 'contains'],
  ['!contains', 'does not contain'],
  ['starts_with', 'starts with'],
  ['!starts_with', 'does not start with'],
  ['ends_with', 'ends with'],
  ['!ends_with', 'does not end with'],
  ['matches', 'matches, * and ?'],
  ['!matches', 'does not match'],
  ['one_of', 'is one of, a line each'],
  ['!one_of', 'is none of'],
  ['exists', 'is there'],
  ['!exists', 'is not there'],
  ['cidr', 'is in the network'],
  ['!cidr', 'is not in the network'],
]

/** Lines a value is shown with: as long as it needs, at most eight. */
const linesOf = (value: string): number =>
  Math.min(
    8,
    Math.max(
      1,
      value.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 64), 0),
    ),
  )

const Row = ({ row, error }: { row: ClauseRowView; error: ErrorView | undefined }) => {
  const isWrong = error?.faults.some((fault) => fault.field === `clauses.${row.n}`) ?? false
  const what = row.label === '' ? `clause ${row.n + 1}` : row.label
  const wrong = isWrong ? { 'aria-invalid': 'true' as const } : {}
  return (
    <li id={`clause-${row.n}`} class={row.keep ? 'clause' : 'clause is-out'}>
      <label class="c-keep">
        <input type="checkbox" name={`keep.${row.n}`} value="1" checked={row.keep} />
        <span>{row.label === '' ? 'Clause' : row.label}</span>
      </label>
      <input type="hidden" name={`label.${row.n}`} value={formText(row.label)} />
      <input
        class="c-field"
        type="text"
        name={`field.${row.n}`}
        value={formText(row.field)}
        list="field-names"
        maxlength={200}
        autocomplete="off"
        spellcheck={false}
        placeholder="process.name"
        aria-label={`Field of ${what}`}
        aria-describedby={`clause-${row.n}-error`}
        {...wrong}
      />
      <select name={`op.${row.n}`} class="c-op" aria-label={`Operator of ${what}`}>
        {operators.map(([op, words]) => (
          <option value={op} selected={op === row.op}>
            {words}
          </option>
        ))}
      </select>
      <textarea
        class="c-value ev"
        name={`value.${row.n}`}
        rows={linesOf(row.value)}
        maxlength={32_768}
        spellcheck={false}
        aria-label={`Value of ${what}`}
        aria-describedby={`clause-${row.n}-error`}
        {...wrong}
      >
        {areaText(row.value)}
      </textarea>
      <button
        class="btn quiet"
        type="submit"
        name="drop"
        value={String(row.n)}
        aria-label={plainText(`Take out ${what} ${row.field}`)}
      >
        ×
      </button>
      <FieldError id={`clause-${row.n}-error`} error={error} field={`clauses.${row.n}`} />
    </li>
  )
}

/** Each clause a row: whether it is asked for, field, operator, value. All that are kept have to hold. */
export const ClauseRows = ({
  view,
  error,
}: {
  view: ClausesView
  error: ErrorView | undefined
}) => (
  <>
    <FieldError id="clauses-error" error={error} field="clauses" />
    <ol class="clause-rows">
      {view.rows.map((row) => (
        <Row row={row} error={error} />
      ))}
    </ol>
    <datalist id="field-names">
      {view.fields.map((field) => (
        <option value={field} />
      ))}
    </datalist>
  </>
)
