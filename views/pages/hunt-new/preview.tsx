import type { StepFrame } from '../../models/draft.ts'
import type { PreviewBody, PreviewStepView } from '../../models/draft-preview.ts'
import { AbsenceNote } from '../../parts/absence-note.tsx'
import { countText } from '../../parts/count.tsx'
import { ErrorNote, FieldError } from '../../parts/error-note.tsx'
import { PlainText } from '../../parts/evidence.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Note } from '../../parts/note.tsx'
import { foundWords, PreviewHits } from '../../parts/preview-hits.tsx'
import { PreviewHistogram } from '../../parts/preview-histogram.tsx'
import { PreviewQuery } from '../../parts/preview-query.tsx'
import { SightBody } from '../../parts/scope-sight.tsx'
import { formText, plainText } from '../../safe-text.ts'
import { StepFoot, StepHead, StepPage } from './step-page.tsx'

type Ready = Extract<PreviewBody, { state: 'ready' }>

/** A zero is worth as much as the coverage under it. */
const Zero = ({ body }: { body: Ready }) => (
  <AbsenceNote what="No event of this scope matches.">
    {body.sight.state === 'seen' ? (
      <>
        {body.sight.verdict.head} <PlainText text={body.sight.verdict.text} />
      </>
    ) : (
      'What that is worth cannot be said: the coverage was not answered.'
    )}
  </AbsenceNote>
)

const Found = ({ body }: { body: Ready }) => (
  <section class="panel" aria-labelledby="found-head">
    <header>
      <h2 id="found-head">What it begins to find</h2>
      <span class="mid micro">
        {body.found === null ? 'not counted in time' : foundWords(body.found)}
      </span>
    </header>
    <div class="body stack-s">
      {body.notInTime.length === 0 ? null : (
        <Note tone="unknown" what="Not in time">
          Counting {body.notInTime.join(', ')} took longer than a preview waits; the run counts to
          the end.
        </Note>
      )}
      {body.histogram === null ? null : <PreviewHistogram view={body.histogram} />}
      {body.hits.length === 0 && body.found !== null ? <Zero body={body} /> : null}
    </div>
    {body.hits.length === 0 ? null : <PreviewHits rows={body.hits} />}
    {body.isMore ? <footer>The first {body.hits.length}; the run finds them all.</footer> : null}
  </section>
)

const Cost = ({ view, body }: { view: PreviewStepView; body: Ready }) => (
  <section class="panel" aria-labelledby="cost-head">
    <header>
      <h2 id="cost-head">What it will read</h2>
    </header>
    <div class="body">
      <Facts
        facts={[
          ['Technique', `${view.technique.id} ${view.technique.name}`],
          ['Source', view.source],
          ['Behavior', <PlainText text={view.behavior} />],
          [
            'In scope',
            `${countText(body.events)} events, ${body.events.relation === 'exact' ? 'exact' : 'not counted to the end'}`,
          ],
          ['Cost', <PlainText text={body.cost} />],
        ]}
      />
    </div>
  </section>
)

const Length = ({
  side,
  label,
  value,
  error,
}: {
  side: 'before' | 'after'
  label: string
  value: string
  error: StepFrame['error']
}) => {
  const isWrong = error?.faults.some((fault) => fault.field === side) ?? false
  return (
    <div class="field">
      <label for={side}>{label}</label>
      <input
        id={side}
        name={side}
        type="text"
        value={formText(value)}
        maxlength={20}
        autocomplete="off"
        placeholder="each rule’s own"
        aria-describedby={`${side}-error windows-hint`}
        {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
      />
      <FieldError id={`${side}-error`} error={error} field={side} />
    </div>
  )
}

/** What can still be set before it runs: a title, and how far its links reach. */
const RunPanel = ({ frame, view }: { frame: StepFrame; view: PreviewStepView }) => (
  <section class="panel" aria-labelledby="links-head">
    <header>
      <h2 id="links-head">Before and after a hit</h2>
    </header>
    <div class="body stack-s">
      <div class="two">
        <Length side="before" label="Links reach before" value={view.before} error={frame.error} />
        <Length side="after" label="Links reach after" value={view.after} error={frame.error} />
      </div>
      <p class="hint" id="windows-hint">
        Like 90s, 30m, 6h or 2d, for every link rule; empty keeps each rule’s own. Lookups by exact
        id keep theirs.
      </p>
      {view.windows.length === 0 ? null : (
        <Facts facts={view.windows.map(({ grade, words }) => [grade, words])} />
      )}
      <div class="field">
        <label for="title">Title</label>
        <input
          id="title"
          name="title"
          type="text"
          value={formText(view.title)}
          maxlength={200}
          autocomplete="off"
          placeholder={plainText(view.titleHint)}
        />
      </div>
      <div class="btns">
        {view.body.state === 'ready' ? (
          <button class="btn primary" type="submit" name="do" value="run">
            {frame.hunt === null ? 'Run the hunt' : 'Run it again with this'}
          </button>
        ) : null}
        <button class="btn" type="submit" name="do" value="save">
          Keep and look again
        </button>
      </div>
    </div>
  </section>
)

/** Step 5: what it will read, what it begins to find, and the button that runs it. */
export const PreviewStep = ({ frame, view }: { frame: StepFrame; view: PreviewStepView }) => {
  const { body } = view
  return (
    <StepPage frame={frame} fields={['before', 'after']}>
      <form class="stack" action={frame.action} method="post">
        <button class="sr" type="submit" name="do" value="save" tabindex={-1}>
          Keep
        </button>
        <StepHead title="Preview and run">
          This was asked of {view.source} just now, inside the scope. The run asks again, links what
          came before and after, and is kept as it was found.
        </StepHead>
        {body.state === 'refused' ? (
          <>
            {frame.error === undefined ? <ErrorNote error={body.error} /> : null}
            {body.fix === null ? null : (
              <p>
                <a class="btn" href={body.fix.href}>
                  {body.fix.label}
                </a>
              </p>
            )}
            <RunPanel frame={frame} view={view} />
          </>
        ) : (
          <>
            <div class="cols preview-cols">
              <div class="stack">
                <Found body={body} />
                <section class="panel" aria-labelledby="sight-head">
                  <header>
                    <h2 id="sight-head">Coverage of what is needed</h2>
                  </header>
                  <div class="body stack-s">
                    <SightBody view={body.sight} hasCost={false} />
                  </div>
                </section>
                <PreviewQuery view={body.query} />
              </div>
              <div class="stack">
                <Cost view={view} body={body} />
                <RunPanel frame={frame} view={view} />
              </div>
            </div>
          </>
        )}
        <StepFoot frame={frame} />
      </form>
    </StepPage>
  )
}
