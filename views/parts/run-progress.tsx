import type { RunProgressView } from '../models/hunt.ts'
import { PlainText } from './evidence.tsx'
import { Progress } from './progress.tsx'

/**
 * A run that has not ended: its phase, a bar of true figures, Cancel. It asks for itself again after a
 * second; without script Refresh does. When the run has ended the answer leads to its page.
 */
export const RunProgress = ({ view }: { view: RunProgressView }) => (
  <section
    class="panel run-progress"
    id="run-progress"
    aria-labelledby="rp-h"
    hx-get={view.pollHref}
    hx-trigger="load delay:1s"
    hx-target="this"
    hx-swap="outerHTML"
  >
    <header>
      <h2 id="rp-h">{view.state === 'queued' ? 'Waiting for its turn' : 'Running'}</h2>
      <span class="mid micro">{view.phase}</span>
    </header>
    <div class="body stack-s">
      <ol class="rp-steps">
        {view.steps.map((step) => (
          <li
            class={`rp-${step.state}`}
            {...(step.state === 'now' ? { 'aria-current': 'step' as const } : {})}
          >
            {step.label}
          </li>
        ))}
      </ol>
      <p role="status">
        <PlainText text={view.sentence} />
      </p>
      <Progress value={view.done} max={view.total} label={view.phase} />
      <div class="btns">
        <form action={view.cancelAction} method="post">
          <button class="btn" type="submit">
            Cancel
          </button>
        </form>
        <a class="btn quiet" href={view.pageHref}>
          Refresh
        </a>
      </div>
    </div>
  </section>
)
