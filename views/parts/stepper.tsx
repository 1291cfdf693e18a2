import type { StepView } from '../models/draft.ts'
import { PlainText } from './evidence.tsx'

const Mark = ({ step, n }: { step: StepView; n: number }) => (
  <span class="st-n">
    {step.state === 'done' ? (
      <>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 6.5 5 9.5 10 3" />
        </svg>
        <span class="sr">done: </span>
      </>
    ) : (
      n
    )}
  </span>
)

const Words = ({ step }: { step: StepView }) => (
  <>
    <span class="st-t">{step.label}</span>
    <span class="st-s">
      <PlainText text={step.note} />
    </span>
  </>
)

/** The five steps of a hunt: those that are answered, and the next, are links. */
export const Stepper = ({ steps }: { steps: readonly StepView[] }) => (
  <ol class="stepper" aria-label="Steps of a hunt">
    {steps.map((step, i) => (
      <li class={step.state === 'current' ? 'cur' : step.state}>
        {step.href === null ? (
          <span
            class="st"
            {...(step.state === 'current' ? { 'aria-current': 'step' as const } : {})}
          >
            <Mark step={step} n={i + 1} />
            <Words step={step} />
          </span>
        ) : (
          <a
            class="st"
            href={step.href}
            {...(step.state === 'current' ? { 'aria-current': 'step' as const } : {})}
          >
            <Mark step={step} n={i + 1} />
            <Words step={step} />
          </a>
        )}
      </li>
    ))}
  </ol>
)
