import type { QueryPreviewView } from '../models/draft.ts'
import { segmentsOf } from '../safe-text.ts'
import { Evidence, PlainText } from './evidence.tsx'

const Text = ({ text }: { text: string }) => (
  <>{segmentsOf(text, true).map((s) => (s.odd ? <span class="odd">{s.text}</span> : s.text))}</>
)

/** The query as it will run, its scope marked. Nothing here can be edited or run. */
export const PreviewQuery = ({ view }: { view: QueryPreviewView }) => (
  <section class="panel query-as-run" id="query" aria-labelledby="query-head">
    <header>
      <h2 id="query-head">Query as it will run</h2>
      <span class="mid micro">
        {view.language} · read-only · marked: the scope, which cannot be left out
      </span>
    </header>
    <div class="body stack-s">
      <pre class="ev ev-box">
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
      <details>
        <summary>
          {view.fields.length} fields bound, digest{' '}
          <span class="ev">{view.digest.slice(0, 16)}</span>
        </summary>
        <dl class="facts">
          {view.fields.map(({ field, words }) => (
            <>
              <dt>
                <Evidence text={field} />
              </dt>
              <dd>
                <PlainText text={words} />
              </dd>
            </>
          ))}
        </dl>
      </details>
    </div>
  </section>
)
