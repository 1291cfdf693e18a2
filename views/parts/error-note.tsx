import { originLabel } from '../words.ts'
import type { ErrorView } from '../model.ts'
import { Evidence, PlainText } from './evidence.tsx'

/** What happened, whose it is, what is kept, what to do; the code in mono. Also the fragment of an error. */
export const ErrorNote = ({ error, id }: { error: ErrorView; id?: string }) => (
  <div {...(id === undefined ? {} : { id })} class="note bad error-note" role="alert">
    <span class="what">{originLabel[error.origin]}</span>
    <div>
      <p>
        <PlainText text={error.message} /> <code>{error.code}</code>
      </p>
      {error.where ? (
        <p class="hint">
          Where: <Evidence text={error.where} />
        </p>
      ) : null}
      {error.faults.length > 0 ? (
        <ul class="hint">
          {error.faults.map((fault) => (
            <li>
              <Evidence text={fault.field} />: <PlainText text={fault.message} />
            </li>
          ))}
        </ul>
      ) : null}
      {error.kept ? <p class="hint">{error.kept}</p> : null}
      {error.next ? <p class="hint">{error.next}</p> : null}
      {error.requestId ? (
        <p class="hint">
          Request <code>{error.requestId}</code>
        </p>
      ) : null}
    </div>
  </div>
)

/** The message beside one field, named by its `id` in the field's `aria-describedby`. */
export const FieldError = ({
  id,
  error,
  field,
}: {
  id: string
  error: ErrorView | undefined
  field: string
}) => {
  const fault = error?.faults.find((f) => f.field === field)
  return fault ? (
    <span class="field-error" id={id}>
      <PlainText text={fault.message} />
    </span>
  ) : null
}
