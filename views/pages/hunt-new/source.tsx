import type { SourceStepView, StepFrame } from '../../models/draft.ts'
import { AbsenceNote } from '../../parts/absence-note.tsx'
import { SourceChoice } from '../../parts/source-choice.tsx'
import { StepFoot, StepHead, StepPage } from './step-page.tsx'

/** Step 2: where to look, and whether what is needed is there. */
export const SourceStep = ({ frame, view }: { frame: StepFrame; view: SourceStepView }) => (
  <StepPage frame={frame} fields={[]}>
    <form class="stack" action={frame.action} method="post">
      <StepHead title="Which source">
        {view.behaviors > 0
          ? `A hunt is bound to one source. Beside each: what the ${view.behaviors} documented behaviors of ${view.technique.id} ${view.technique.name} need, and whether the source has it. This was asked of each source just now.`
          : `A hunt is bound to one source. ${view.technique.id} ${view.technique.name} has no documented behavior of ours: you will capture or state one, and its fields are bound then.`}
      </StepHead>
      <section class="panel">
        {view.rows.length === 0 ? (
          <div class="body">
            <AbsenceNote what="There is no source yet.">
              <a href="/sources#import">Import logs</a> to make one, then come back: this draft is
              kept.
            </AbsenceNote>
          </div>
        ) : (
          <SourceChoice view={view} />
        )}
      </section>
      <StepFoot frame={frame} />
    </form>
  </StepPage>
)
