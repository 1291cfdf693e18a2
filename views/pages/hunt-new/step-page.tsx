import type { Child } from 'hono/jsx'
import type { StepFrame } from '../../models/draft.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { PlainText } from '../../parts/evidence.tsx'
import { Note } from '../../parts/note.tsx'
import { Stepper } from '../../parts/stepper.tsx'

/** Faults that no field of this step shows stand above it; the others beside their fields. */
const unplaced = (frame: StepFrame, fields: readonly string[]): StepFrame['error'] => {
  const { error } = frame
  if (error === undefined) return undefined
  const isPlaced =
    error.faults.length > 0 &&
    error.faults.every(({ field }) =>
      fields.some((one) => field === one || field.startsWith(`${one}.`)),
    )
  return isPlaced ? undefined : error
}

/** Something was refused, and stands beside its field. */
export const Refused = ({ error }: { error: NonNullable<StepFrame['error']> }) => (
  <Note tone="bad" what="Not yet" role="alert">
    <PlainText text={error.message} />{' '}
    {error.next === undefined ? null : <PlainText text={error.next} />}
  </Note>
)

/** What each step begins with: the stepper, its question, and what was refused. */
export const StepPage = ({
  frame,
  fields,
  isTold = false,
  children,
}: {
  frame: StepFrame
  /** Fields of this step that show their own fault. */
  fields: readonly string[]
  /** Whether the step's own part says that something was refused. */
  isTold?: boolean
  children: Child
}) => {
  const error = unplaced(frame, fields)
  return (
    <>
      <Stepper steps={frame.steps} />
      {frame.hunt === null ? null : (
        <p class="of-hunt mid">
          Changing{' '}
          <a href={frame.hunt.href}>
            <PlainText text={frame.hunt.title} />
          </a>
          : a run of this becomes its next run, and what it found stays.
        </p>
      )}
      {error === undefined ? null : <ErrorNote error={error} />}
      {frame.error === undefined || error !== undefined || isTold ? null : (
        <Refused error={frame.error} />
      )}
      {children}
    </>
  )
}

export const StepHead = ({ title, children }: { title: string; children: Child }) => (
  <header class="step-head">
    <h1>{title}</h1>
    <p class="mid">{children}</p>
  </header>
)

/** The foot of a step: back as a link, what is kept, and the one primary button. */
export const StepFoot = ({
  frame,
  note = 'Kept as you go: nothing is lost on back or reload.',
  children,
}: {
  frame: StepFrame
  note?: string
  children?: Child
}) => (
  <footer class="form-foot">
    {frame.back === null ? (
      <span />
    ) : (
      <a class="btn" href={frame.back.href}>
        {frame.back.label}
      </a>
    )}
    <span class="mid micro">{note}</span>
    {children ?? <span />}
  </footer>
)
