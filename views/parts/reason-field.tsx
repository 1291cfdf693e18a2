import type { ErrorView } from '../model.ts'
import { formText } from '../safe-text.ts'
import { FieldError } from './error-note.tsx'

/** Why any asset or any identity is asked for: kept with the hunt, and printed in its report. */
export const ReasonField = ({
  name,
  value,
  one,
  error,
}: {
  name: 'assets' | 'identities'
  value: string
  one: string
  error: ErrorView | undefined
}) => {
  const isWrong = error?.faults.some((fault) => fault.field === `${name}.reason`) ?? false
  return (
    <div class="field reason-field">
      <label for={`${name}-reason`}>Why any {one}</label>
      <input
        id={`${name}-reason`}
        name={`${name}_reason`}
        type="text"
        maxlength={500}
        value={formText(value)}
        autocomplete="off"
        aria-describedby={`${name}-reason-hint ${name}-reason-error`}
        {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
      />
      <FieldError id={`${name}-reason-error`} error={error} field={`${name}.reason`} />
      <span class="hint" id={`${name}-reason-hint`}>
        At least 8 characters. It is kept with the hunt and printed in its report.
      </span>
    </div>
  )
}
