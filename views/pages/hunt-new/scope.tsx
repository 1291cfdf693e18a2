import type { StepFrame } from '../../models/draft.ts'
import type { ScopeStepView } from '../../models/draft-scope.ts'
import { AssetPicker } from '../../parts/asset-picker.tsx'
import { IdentityPicker } from '../../parts/identity-picker.tsx'
import { ScopeSight, SightRefresh } from '../../parts/scope-sight.tsx'
import { WindowPicker } from '../../parts/window-picker.tsx'
import { Refused, StepFoot, StepHead, StepPage } from './step-page.tsx'

const fields = ['assets', 'identities', 'window']

/** The fragment: all fields of the scope, and what it can see. */
export const ScopeForm = ({ frame, view }: { frame: StepFrame; view: ScopeStepView }) => (
  <form
    id="scope-form"
    class="scope-form"
    action={frame.action}
    method="post"
    hx-post={frame.action}
    hx-target="this"
    hx-swap="outerMorph"
  >
    <button class="sr" type="submit" name="do" value="find" tabindex={-1}>
      Find
    </button>
    <div class="stack">
      <StepHead title="Where, who and when">
        A hunt reads only inside this scope. Nothing here is a filter that can be dropped later: it
        becomes part of the query.
      </StepHead>
      {frame.error === undefined ? null : <Refused error={frame.error} />}
      <AssetPicker view={view.assets} error={frame.error} />
      <IdentityPicker view={view.identities} error={frame.error} />
      <WindowPicker view={view.window} error={frame.error} />
    </div>
    <ScopeSight view={view.sight} source={view.source} />
    <SightRefresh action={frame.action} />
    <StepFoot frame={frame}>
      <button class="btn primary" type="submit" name="do" value="next">
        Next: behavior
      </button>
    </StepFoot>
  </form>
)

/** Step 3: assets, identities and time, and what that can see. */
export const ScopeStep = ({ frame, view }: { frame: StepFrame; view: ScopeStepView }) => (
  <StepPage frame={frame} fields={fields} isTold>
    <ScopeForm frame={frame} view={view} />
  </StepPage>
)
