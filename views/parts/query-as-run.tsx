import type { QueryAsRunView } from '../models/hunt.ts'
import { CompiledQuery } from './compiled-query.tsx'
import { Evidence, PlainText } from './evidence.tsx'

/** The compiled query with its scope marked. Nothing here can be edited or run. */
export const QueryAsRun = ({ view }: { view: QueryAsRunView }) => (
  <section class="panel query-as-run" id="query" aria-labelledby="q-h">
    <header>
      <h2 id="q-h">Query as run</h2>
      <span class="mid micro">
        {view.language} · read-only · scope included · never run from text
      </span>
    </header>
    <div class="qr">
      <div class="stack-s">
        <CompiledQuery view={view} />
      </div>
      <dl class="facts">
        <dt>Marked</dt>
        <dd>the scope: it is part of the query and cannot be left out</dd>
        <dt>Binding</dt>
        <dd>
          <PlainText text={view.binding.source} />, {view.binding.bound} of{' '}
          {view.binding.fields.length} fields, digest{' '}
          <span class="ev">{view.binding.digest.slice(0, 16)}</span>
        </dd>
        <dt>Correlation</dt>
        <dd>{view.correlation}</dd>
        <dt>Answered</dt>
        <dd>
          <PlainText text={view.answered} />
        </dd>
        <dt>Phases</dt>
        <dd>{view.timings.map((one) => `${one.phase} ${one.ms} ms`).join(', ')}</dd>
        <dt>Snapshot</dt>
        <dd>
          sha256 <span class="ev">{view.digest}</span>
        </dd>
      </dl>
    </div>
    {view.binding.fields.length === 0 ? null : (
      <table class="table">
        <caption class="sr">How the source answers each field</caption>
        <thead>
          <tr>
            <th>Field</th>
            <th>Answered by</th>
          </tr>
        </thead>
        <tbody>
          {view.binding.fields.map((field) => (
            <tr>
              <th scope="row">
                <Evidence text={field.field} />
              </th>
              <td>
                <PlainText text={field.words} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
