import type { Child } from 'hono/jsx'
import type { BehaviorView, NeedView } from '../pages/technique-model.ts'
import { Cites } from './cited-prose.tsx'
import { Facts } from './facts.tsx'

const needText = (need: NeedView): string =>
  `${need.anyOf.map((one) => one.label).join(' or ')}${need.met === false ? ' (not seen)' : ''}`

const boundText = (behavior: BehaviorView): string => {
  const total = behavior.fields.length
  const bound = behavior.fields.filter((field) => field.answered?.state === 'bound').length
  return behavior.fields.some((field) => field.answered === null)
    ? `${total} fields, not asked of a source yet`
    : `${bound} of ${total} fields bound`
}

/** One documented behavior: what it needs, what else causes it, what it cannot see, and whether it can be hunted here. */
export const BehaviorCard = ({
  behavior,
  action,
}: {
  behavior: BehaviorView
  /** What takes it: a link to the step that fills it in, or the form that begins a hunt with it. */
  action: Child
}) => (
  <article class="behavior-card" id={`behavior-${behavior.id}`}>
    <header>
      <h3>{behavior.title}</h3>
      <code class="dim">{behavior.id}</code>
    </header>
    <p class="mid">
      {behavior.summary}
      <Cites cites={behavior.cites} />
    </p>
    <Facts
      facts={[
        ['Platform', behavior.platform],
        ['Needs', behavior.needs.map(needText).join('; ')],
        ...(behavior.helps.length > 0
          ? [['Helped by', behavior.helps.map((one) => one.label).join(', ')] as const]
          : []),
        ['Benign causes', behavior.benign.join('; ')],
        ['Cannot see', behavior.blindSpots.join('; ')],
        ...(behavior.parameters.length > 0
          ? [['Values asked for', behavior.parameters.map((one) => one.label).join('; ')] as const]
          : []),
        ['Worth capturing', <Captures behavior={behavior} />],
      ]}
    />
    <footer>
      <span>{boundText(behavior)}</span>
      {behavior.answerable === 'no' ? (
        <details class="not-here">
          <summary class="btn">Not here: why</summary>
          <ul>
            {behavior.reasons.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
        </details>
      ) : (
        action
      )}
    </footer>
  </article>
)

const Captures = ({ behavior }: { behavior: BehaviorView }) => (
  <>
    {behavior.captures.map((capture, i) => (
      <>
        {i > 0 ? ', ' : null}
        <code title={capture.why}>{capture.field}</code>
      </>
    ))}
  </>
)
