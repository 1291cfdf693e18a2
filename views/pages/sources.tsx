import type { ErrorView } from '../model.ts'
import { AbsenceNote } from '../parts/absence-note.tsx'
import { FieldError } from '../parts/error-note.tsx'
import { ImportList, type ImportView } from '../parts/import-list.tsx'
import { type SourceRow, SourceTable } from '../parts/source-table.tsx'
import { UploadForm } from '../parts/upload-form.tsx'

export interface SourcesModel {
  readonly sources: readonly SourceRow[]
  readonly imports: readonly ImportView[]
  /** What was refused last, and what was typed. */
  readonly refused?: {
    readonly form: 'upload' | 'make'
    readonly source: string
    readonly error: ErrorView
  }
}

export const isWorking = (imports: readonly ImportView[]): boolean =>
  imports.some((view) => view.state === 'running' || view.state === 'queued')

/** While something is imported the fragment asks for itself again; the last one does not. */
export const polled = (address: string, imports: readonly ImportView[]) =>
  isWorking(imports)
    ? {
        'hx-get': address,
        'hx-trigger': 'load delay:1s',
        'hx-target': 'this',
        'hx-swap': 'outerHTML',
      }
    : {}

/** The fragment: sources and imports, which change together. */
export const SourcesLive = ({ model }: { model: SourcesModel }) => (
  <div id="sources-live" class="stack" {...polled('/sources', model.imports)}>
    <section class="panel">
      <header>
        <h2>Connected</h2>
        <span class="mid micro">{model.sources.length}</span>
      </header>
      {model.sources.length === 0 ? (
        <div class="body">
          <AbsenceNote what="No source yet.">Import logs below to make one.</AbsenceNote>
        </div>
      ) : (
        <SourceTable sources={model.sources} />
      )}
    </section>
    {model.imports.length === 0 ? null : (
      <section class="panel">
        <header>
          <h2>Imports</h2>
          <span class="mid micro">since this server started</span>
          {isWorking(model.imports) ? (
            <span class="end micro">
              <a href="/sources">Refresh</a>
            </span>
          ) : null}
        </header>
        <div class="body">
          <ImportList imports={model.imports} />
        </div>
        <footer>
          The bar is bytes read of bytes to read. Nothing is dropped in silence: read = kept +
          already there + rejected. An import that is stopped goes on where it was when the same
          file is sent again.
        </footer>
      </section>
    )}
  </div>
)

const MakeForm = ({ model }: { model: SourcesModel }) => {
  const refused = model.refused?.form === 'make' ? model.refused : undefined
  return (
    <form class="stack-s" action="/sources" method="post">
      <div class="field">
        <label for="name">Name</label>
        <div class="with-btn">
          <input
            id="name"
            name="source"
            type="text"
            required
            maxlength={60}
            value={refused?.source ?? ''}
            autocomplete="off"
            aria-describedby="name-hint name-error"
            {...(refused ? { 'aria-invalid': 'true' as const } : {})}
          />
          <button class="btn" type="submit">
            Make
          </button>
        </div>
        <FieldError id="name-error" error={refused?.error} field="source" />
        <span class="hint" id="name-hint">
          An empty store, to be filled from here or by <code>attacktrace import</code>.
        </span>
      </div>
    </form>
  )
}

export const SourcesPage = ({ model }: { model: SourcesModel }) => {
  const refused = model.refused?.form === 'upload' ? model.refused : undefined
  return (
    <>
      <header class="page-head">
        <div>
          <h1>Sources</h1>
          <p class="mid">Where hunts may look. A local source is filled here, from files.</p>
        </div>
      </header>
      <div class="stack">
        <SourcesLive model={model} />
        <div class="cols-2">
          <section class="panel" id="import">
            <header>
              <h2>Import logs</h2>
            </header>
            <div class="body">
              <UploadForm
                action="/sources/import"
                sources={model.sources.map((source) => source.id)}
                {...(refused ? { sent: refused.source, error: refused.error } : {})}
              />
            </div>
          </section>
          <section class="panel">
            <header>
              <h2>New local source</h2>
            </header>
            <div class="body">
              <MakeForm model={model} />
            </div>
          </section>
        </div>
      </div>
    </>
  )
}
