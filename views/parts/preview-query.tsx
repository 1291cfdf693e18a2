import type { QueryPreviewView } from '../models/draft-preview.ts'
import { CompiledQuery } from './compiled-query.tsx'
import { Evidence, PlainText } from './evidence.tsx'

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
      <CompiledQuery view={view} />
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
