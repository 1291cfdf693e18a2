import { plural } from '../../format.ts'
import type { BehaviorStepView, ClausesView, OriginView, StepFrame } from '../../models/draft.ts'
import { AbsenceNote } from '../../parts/absence-note.tsx'
import { BehaviorCard } from '../../parts/behavior-card.tsx'
import { BrowseFilter, BrowseQuick, CaptureBrowse } from '../../parts/capture-browse.tsx'
import { ClauseRows } from '../../parts/clause-rows.tsx'
import { Evidence, PlainText } from '../../parts/evidence.tsx'
import { Note } from '../../parts/note.tsx'
import { ParameterFields } from '../../parts/parameter-fields.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { TimeStamp } from '../../parts/time-stamp.tsx'
import { StepFoot, StepHead, StepPage } from './step-page.tsx'

type Documented = NonNullable<BehaviorStepView['documented']>

const Picked = ({ view, frame }: { view: Documented; frame: StepFrame }) => {
  const { picked } = view
  if (picked === null) return null
  const { behavior } = picked
  return (
    <form class="panel picked-behavior" id="picked" action={frame.action} method="post">
      <header>
        <h2>{behavior.title}</h2>
        <span class="mid micro">
          <code>{behavior.id}</code>
        </span>
      </header>
      <div class="body stack-s">
        <p class="mid">{behavior.summary}</p>
        {behavior.answerable === 'no' ? (
          <Note tone="warn" what="Not here">
            {behavior.reasons.join(' ')}
          </Note>
        ) : null}
        {behavior.parameters.length === 0 ? (
          <p class="hint">It asks for no values.</p>
        ) : (
          <ParameterFields picked={picked} error={frame.error} />
        )}
        <input type="hidden" name="behavior" value={behavior.id} />
        <div class="btns">
          <button class="btn primary" type="submit" name="do" value="use">
            Next: preview
          </button>
          <span class="hint">
            {behavior.parameters.length === 0
              ? ''
              : 'The defaults are what is usual; your environment may need others.'}
          </span>
        </div>
      </div>
    </form>
  )
}

const DocumentedWays = ({ view, frame }: { view: Documented; frame: StepFrame }) => (
  <>
    <Picked view={view} frame={frame} />
    {view.behaviors.length === 0 ? (
      <AbsenceNote what="No behavior is documented for this technique.">
        It can be hunted all the same: <a href={view.captureHref}>capture one from an event</a> of
        this scope.
      </AbsenceNote>
    ) : (
      <div class="cards">
        {view.behaviors.map(({ behavior, href }) => (
          <BehaviorCard
            behavior={behavior}
            action={
              <a class="btn on" href={href} aria-label={`Hunt this: ${behavior.title}`}>
                Hunt this
              </a>
            }
          />
        ))}
      </div>
    )}
  </>
)

const Origin = ({ origin, href }: { origin: OriginView; href: string }) => (
  <div class="origin stack-s">
    <p class="mid">
      Captured from{' '}
      {origin.logSource === null ? (
        <>
          event <Evidence text={origin.id} />
        </>
      ) : (
        <>
          <Evidence text={origin.logSource} limit={80} /> on <PlainText text={origin.asset ?? ''} />
          {origin.time === null ? null : (
            <>
              , <TimeStamp time={origin.time} digits={3} />
            </>
          )}
        </>
      )}
      . Exactly what the event holds; account, host and time are left out at first, because the
      scope asks for them. <a href={href}>Capture another event</a>
    </p>
    {origin.lacks.length === 0 ? null : (
      <Note
        tone="unknown"
        what={plural(origin.lacks.length, 'value is missing', 'values are missing')}
      >
        <ul class="lacks">
          {origin.lacks.map((words) => (
            <li>
              <PlainText text={words} />
            </li>
          ))}
        </ul>
      </Note>
    )}
  </div>
)

/** The fragment: the clauses of a captured or stated behavior. */
export const ClausesForm = ({ view, frame }: { view: ClausesView; frame: StepFrame }) => (
  <form id="clauses" class="panel clauses-form" action={frame.action} method="post">
    <button class="sr" type="submit" name="do" value="save" tabindex={-1}>
      Save
    </button>
    <header>
      <h2>What is seen</h2>
      <span class="mid micro">
        all clauses that are ticked have to hold · text folds case · * and ? only in “matches”
      </span>
    </header>
    <div class="body stack-s">
      {view.origin === null ? null : (
        <Origin origin={view.origin} href={`${frame.action}?by=capture`} />
      )}
      {view.kept === null ? (
        <ClauseRows view={view} error={frame.error} />
      ) : (
        <>
          <p class="mid">
            This hunt asks for more than rows can show. It is kept as it stands; adding a clause or
            capturing an event replaces it.
          </p>
          <Evidence text={view.kept} box limit={8_000} />
        </>
      )}
      <div class="btns">
        <button class="btn" type="submit" name="do" value="add">
          Add a clause
        </button>
        <button class="btn" type="submit" name="do" value="save">
          Keep
        </button>
        <button class="btn primary end" type="submit" name="do" value="next">
          Next: preview
        </button>
      </div>
    </div>
  </form>
)

/** Step 4: a documented behavior, one captured from an event, or clauses of one's own. */
export const BehaviorStep = ({ frame, view }: { frame: StepFrame; view: BehaviorStepView }) => (
  <StepPage frame={frame} fields={['behavior.values', 'clauses']}>
    <div class="stack">
      <StepHead title="What is seen">
        No universal command represents {view.technique.id} {view.technique.name}. Take a documented
        behavior and tune it to this environment, or capture the exact values of one event of{' '}
        {view.source}.
      </StepHead>
      <Tabs label="Ways to a behavior" items={view.tabs} />
      {view.documented === null ? null : <DocumentedWays view={view.documented} frame={frame} />}
      {view.browse === null ? null : (
        <>
          <BrowseFilter view={view.browse} action={frame.action} />
          <BrowseQuick view={view.browse} />
          <CaptureBrowse view={view.browse} action={frame.action} />
        </>
      )}
      {view.clauses === null ? null : <ClausesForm view={view.clauses} frame={frame} />}
      <StepFoot frame={frame} />
    </div>
  </StepPage>
)
