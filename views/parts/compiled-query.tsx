import { segmentsOf } from '../safe-text.ts'
import { Evidence } from './evidence.tsx'

export interface CompiledQueryView {
  readonly parts: readonly { readonly text: string; readonly scope: boolean }[]
  readonly parameters: readonly string[]
  /** Clauses that the reference evaluator decides on the documents. */
  readonly decidedAfter: readonly string[]
}

const Text = ({ text }: { text: string }) => (
  <>{segmentsOf(text, true).map((s) => (s.odd ? <span class="odd">{s.text}</span> : s.text))}</>
)

/** A compiled query, its scope marked, its parameters apart. Nothing here can be edited or run. */
export const CompiledQuery = ({ view }: { view: CompiledQueryView }) => (
  <>
    <pre class="ev ev-box">
      {view.parts.length === 0 ? 'The source names no query.' : null}
      {view.parts.map((part) =>
        part.scope ? (
          <mark>
            <Text text={part.text} />
          </mark>
        ) : (
          <Text text={part.text} />
        ),
      )}
    </pre>
    {view.parameters.length === 0 ? null : (
      <details>
        <summary>{view.parameters.length} bound parameters</summary>
        <ol class="params">
          {view.parameters.slice(0, 400).map((parameter) => (
            <li>
              <Evidence text={parameter} limit={400} />
            </li>
          ))}
        </ol>
      </details>
    )}
    {view.decidedAfter.length === 0 ? (
      <p class="hint">The source's own index answers every clause.</p>
    ) : (
      <>
        <h3>Decided on the documents</h3>
        <ul class="mid">
          {view.decidedAfter.map((clause) => (
            <li>
              <Evidence text={clause} limit={400} />
            </li>
          ))}
        </ul>
      </>
    )}
  </>
)
