import { plural } from '../../format.ts'
import type { HiddenField, StepFrame, TechniqueStepView } from '../../models/draft.ts'
import { AbsenceNote } from '../../parts/absence-note.tsx'
import { PlainText } from '../../parts/evidence.tsx'
import { Facts } from '../../parts/facts.tsx'
import { TechniqueTable } from '../../parts/technique-table.tsx'
import { TimeStamp } from '../../parts/time-stamp.tsx'
import { formText } from '../../safe-text.ts'
import { StepFoot, StepHead, StepPage } from './step-page.tsx'

const Hidden = ({ fields }: { fields: readonly HiddenField[] }) => (
  <>
    {fields.map(({ name, value }) => (
      <input type="hidden" name={name} value={formText(value)} />
    ))}
  </>
)

/** The fragment: techniques to choose from, each with its button. */
export const TechniqueChoices = ({ view, action }: { view: TechniqueStepView; action: string }) => (
  <form id="technique-choices" class="stack" action={action} method="post">
    <Hidden fields={view.carried} />
    <p class="mid" role="status">
      {view.query === '' ? (
        <>
          {plural(view.found, 'technique')} with a guide of ours; search to choose any of the{' '}
          {view.total} of ATT&CK Enterprise {view.attackVersion}.
        </>
      ) : (
        <>
          {plural(view.found, 'technique')} of {view.total} for “<PlainText text={view.query} />”
        </>
      )}
    </p>
    {view.found === 0 ? (
      <AbsenceNote what="No technique answers this.">
        The catalog holds every active technique of ATT&CK Enterprise {view.attackVersion}.
      </AbsenceNote>
    ) : (
      view.groups.map((group) => (
        <section class="panel">
          <header>
            <h2>{group.name}</h2>
            <span class="mid micro">{group.rows.length}</span>
          </header>
          <TechniqueTable rows={group.rows} choose="technique" chosen={view.chosen?.id} />
        </section>
      ))
    )}
  </form>
)

/** What an address has chosen already: one button begins. */
const Chosen = ({ view, action }: { view: TechniqueStepView; action: string }) =>
  view.chosen === null ? null : (
    <form class="panel chosen-technique" action={action} method="post">
      <Hidden fields={view.carried} />
      <div class="body">
        <div class="stack-s">
          <h2>
            <span class="ev-h">{view.chosen.id}</span> {view.chosen.name}
          </h2>
          {view.with.length === 0 ? null : (
            <Facts facts={view.with.map(([word, text]) => [word, <PlainText text={text} />])} />
          )}
        </div>
        <button class="btn primary" type="submit" name="technique" value={view.chosen.id}>
          {view.beginLabel}
        </button>
      </div>
    </form>
  )

const OpenDrafts = ({ view }: { view: TechniqueStepView }) =>
  view.open.length === 0 ? null : (
    <section class="panel open-drafts">
      <header>
        <h2>Begun and not run</h2>
        <span class="mid micro">go on where you were</span>
      </header>
      <ul class="body">
        {view.open.map((draft) => (
          <li>
            <a href={draft.href}>
              <PlainText text={draft.title} />
            </a>{' '}
            <span class="dim micro">
              {draft.step}, <TimeStamp time={draft.updated} style="day-clock" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )

/** Step 1: what is hunted. */
export const TechniqueStep = ({ frame, view }: { frame: StepFrame; view: TechniqueStepView }) => (
  <StepPage frame={frame} fields={[]}>
    <div class="stack">
      <StepHead title="Which technique">
        One hunt asks for one technique. No universal command represents it: the behavior comes
        later, from your own logs.
      </StepHead>
      <Chosen view={view} action={frame.action} />
      <OpenDrafts view={view} />
      <form
        class="technique-search"
        action={view.searchAction}
        method="get"
        role="search"
        hx-get={view.searchAction}
        hx-trigger="input delay:300ms, submit"
        hx-target="#technique-choices"
        hx-swap="outerHTML"
        hx-replace-url="true"
        hx-sync="replace"
      >
        <Hidden fields={view.carried} />
        <label class="sr" for="q">
          Id, name, tactic or platform
        </label>
        <input
          id="q"
          name="q"
          type="search"
          value={formText(view.query)}
          maxlength={200}
          placeholder="T1559.001, component object, lateral …"
          autocomplete="off"
        />
        <button class="btn" type="submit">
          Search
        </button>
      </form>
      <TechniqueChoices view={view} action={frame.action} />
      {frame.back === null ? null : <StepFoot frame={frame} />}
    </div>
  </StepPage>
)
