import type { HuntHeaderView } from '../models/hunt.ts'
import { PlainText } from './evidence.tsx'
import { ScopeLine } from './scope-line.tsx'
import { TimeStamp } from './time-stamp.tsx'

const Runs = ({ view }: { view: HuntHeaderView }) => {
  if (view.runs.length < 2) return null
  return (
    <details class="run-choice">
      <summary class="btn">Runs</summary>
      <ul>
        {view.runs.map((run) => (
          <li>
            <a href={run.href} {...(run.isCurrent ? { 'aria-current': 'true' as const } : {})}>
              <span class="strong">Run {run.n}</span> {run.state}
              <span class="dim">
                {' '}
                <TimeStamp time={run.at} style="day-clock" />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Technique, title, what can be done with the hunt, and the facts of the run that is shown. */
export const HuntHeader = ({ view }: { view: HuntHeaderView }) => (
  <header class="hunt-header">
    <div class="hh-top">
      <div class="hh-t">
        <p class="crumb">
          <a href="/hunts">Hunts</a> /{' '}
          <a href={`/techniques/${view.technique.id}`}>
            {view.technique.id} {view.technique.name}
          </a>
        </p>
        <h1>
          <PlainText text={view.title} />
        </h1>
      </div>
      <div class="btns">
        <Runs view={view} />
        {/* Reading makes no draft: this is a form, so that the press itself is the beginning. */}
        <form action="/hunts/new" method="post">
          <input type="hidden" name="from" value={view.hunt} />
          <button class="btn" type="submit">
            Edit scope
          </button>
        </form>
        {view.cancelAction === null ? (
          <form action={view.runAction} method="post">
            <button class="btn" type="submit">
              Run again
            </button>
          </form>
        ) : (
          <form action={view.cancelAction} method="post">
            <button class="btn" type="submit">
              Cancel
            </button>
          </form>
        )}
      </div>
    </div>
    <ScopeLine view={view} />
  </header>
)
