import type { GapView } from '../model.ts'
import { PlainText } from './evidence.tsx'
import { originLabel } from '../words.ts'

/** Why an answer is not whole, one line a gap. Draws nothing when there is none: empty is complete. */
export const GapList = ({ gaps }: { gaps: readonly GapView[] }) =>
  gaps.length === 0 ? null : (
    <ul class="gap-list">
      {gaps.map((gap) => (
        <li>
          <PlainText text={gap.message} />{' '}
          <span class="dim micro">
            {originLabel[gap.origin]} · <code>{gap.kind}</code>
          </span>
        </li>
      ))}
    </ul>
  )
