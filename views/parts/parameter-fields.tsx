import type { ErrorView } from '../model.ts'
import type { PickedBehavior } from '../models/draft.ts'
import type { ParameterView } from '../pages/technique-model.ts'
import { areaText, formText } from '../safe-text.ts'
import { FieldError } from './error-note.tsx'

const Input = ({
  parameter,
  value,
  wrong,
}: {
  parameter: ParameterView
  value: string
  wrong: Readonly<Record<string, 'true'>>
}) => {
  const id = `value-${parameter.name}`
  const shared = {
    id,
    name: `values.${parameter.name}`,
    'aria-describedby': `${id}-hint ${id}-error`,
    ...wrong,
  }
  if (parameter.type === 'choice') {
    return (
      <select {...shared}>
        {parameter.choices.map((choice) => (
          <option value={choice} selected={choice === value}>
            {choice}
          </option>
        ))}
      </select>
    )
  }
  if (parameter.isList) {
    const lines = value.split('\n').length
    return (
      <textarea {...shared} class="ev" rows={Math.min(10, Math.max(2, lines))} spellcheck={false}>
        {areaText(value)}
      </textarea>
    )
  }
  return (
    <input
      {...shared}
      type="text"
      value={formText(value)}
      autocomplete="off"
      spellcheck={false}
      {...(parameter.type === 'number' ? { inputmode: 'decimal' as const } : {})}
    />
  )
}

/** What a documented behavior asks for: each value with its default and why it is tuned. */
export const ParameterFields = ({
  picked,
  error,
}: {
  picked: PickedBehavior
  error: ErrorView | undefined
}) => (
  <div class="parameters">
    {picked.behavior.parameters.map((parameter) => {
      const id = `value-${parameter.name}`
      const field = `behavior.values.${parameter.name}`
      const isWrong = error?.faults.some((fault) => fault.field === field) ?? false
      return (
        <div class="field">
          <label for={id}>
            {parameter.label}
            {parameter.isList ? <span class="dim"> one a line</span> : null}
          </label>
          <Input
            parameter={parameter}
            value={picked.values[parameter.name] ?? ''}
            wrong={isWrong ? { 'aria-invalid': 'true' } : {}}
          />
          <FieldError id={`${id}-error`} error={error} field={field} />
          <span class="hint" id={`${id}-hint`}>
            {parameter.reason}
            {parameter.default === null ? ' It has no default: give a value.' : null}
          </span>
        </div>
      )
    })}
  </div>
)
