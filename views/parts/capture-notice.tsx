import type { Child } from 'hono/jsx'
import { formatNumber } from '../format.ts'
import type { CaptureView, TechniqueSourceView } from '../pages/technique-model.ts'

/** No universal command: the six things to capture from the hunter's own environment. */
export const CaptureNotice = ({
  capture,
  source,
  begin,
}: {
  capture: readonly CaptureView[]
  source: TechniqueSourceView | null
  /** What begins a hunt with a captured behavior. */
  begin: Child
}) => (
  <section class="capture-notice" aria-labelledby="capture-head">
    <div>
      <h2 id="capture-head">No universal command represents this technique</h2>
      <p>
        Capture these six from your own environment, from an event. An example from elsewhere is not
        a query.
        {source === null ? null : ` Beside each: how ${source.id} answers it.`}
      </p>
    </div>
    <ul>
      {capture.map((one) => (
        <li>
          <span class="strong">{one.label}</span>
          <code>{one.field}</code>
          <span class="dim">{answer(one)}</span>
          <span class="why">{one.hint}</span>
        </li>
      ))}
    </ul>
    {begin}
  </section>
)

const answer = ({ answered }: CaptureView): string => {
  if (answered === null) return ''
  if (answered.state === 'missing') return 'not held'
  return answered.seen > 0 ? `seen ${formatNumber(answered.seen)} times` : 'held'
}
