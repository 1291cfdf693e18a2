import type { ErrorView } from '../model.ts'
import type { WindowView } from '../models/draft-scope.ts'
import { formText } from '../safe-text.ts'
import { FieldError } from './error-note.tsx'
import { Note } from './note.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

const TimeField = ({
  side,
  label,
  value,
  hints,
  error,
}: {
  side: 'from' | 'to'
  label: string
  value: string
  hints: readonly (string | null)[]
  error: ErrorView | undefined
}) => {
  const isWrong = error?.faults.some((fault) => fault.field === `window.${side}`) ?? false
  return (
    <div class="field">
      <label for={side}>{label}</label>
      <input
        id={side}
        type="text"
        name={side}
        value={formText(value)}
        maxlength={60}
        autocomplete="off"
        placeholder="2026-11-23 06:00:00"
        aria-describedby={`${side}-hint ${side}-error`}
        {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
      />
      <FieldError id={`${side}-error`} error={error} field={`window.${side}`} />
      <span class="hint" id={`${side}-hint`}>
        {hints.filter((hint) => hint !== null).join(' · ')}
      </span>
    </div>
  )
}

/** When: counted back from what the source has read, or two times; always bounded, `to` not included. */
export const WindowPicker = ({
  view,
  error,
}: {
  view: WindowView
  error: ErrorView | undefined
}) => (
  <section class="panel window-picker" id="window">
    <header>
      <h2 id="window-head">Time window</h2>
      {view.length === null ? null : <span class="mid micro">{view.length}</span>}
    </header>
    <div class="body stack-s" role="group" aria-labelledby="window-head">
      <div class="presets" role="group" aria-label="Windows to choose">
        {view.presets.map((preset) => (
          <button
            class={preset.on ? 'btn on' : 'btn'}
            type="submit"
            name="last"
            value={preset.value}
            aria-pressed={preset.on ? 'true' : 'false'}
          >
            {preset.label}
          </button>
        ))}
      </div>
      <FieldError id="window-error" error={error} field="window" />
      {view.mode === 'last' && view.readUpTo !== null ? (
        <p class="hint">
          Counted back from what the source has read: up to <TimeStamp time={view.readUpTo} />{' '}
          <ZoneName at={view.readUpTo} />, not from now.
        </p>
      ) : null}
      <div class="two">
        <TimeField
          side="from"
          label="From, UTC"
          value={view.from}
          hints={[view.fromLocal]}
          error={error}
        />
        <TimeField
          side="to"
          label="To, UTC"
          value={view.to}
          hints={['not included', view.toLocal]}
          error={error}
        />
      </div>
      {view.isPast && view.readUpTo !== null ? (
        <Note tone="unknown" what="Undecided">
          The source has been read up to <TimeStamp time={view.readUpTo} />{' '}
          <ZoneName at={view.readUpTo} />. Later than that, a zero means nothing yet.
        </Note>
      ) : null}
      {view.readUpTo === null ? (
        <Note tone="unknown" what="Empty">
          This source holds no event yet: there is nothing to count back from.
        </Note>
      ) : null}
    </div>
  </section>
)
