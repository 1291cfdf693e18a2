import type { ErrorView } from '../model.ts'
import { FieldError } from './error-note.tsx'

export interface UploadFormProps {
  /** Where it is sent: `/sources/import`, or a source's own address. */
  readonly action: string
  /** Names to choose from where the source is not fixed; undefined where it is. */
  readonly sources?: readonly string[]
  readonly sent?: string
  readonly error?: ErrorView
}

/** Choose files or drop them; without script the browser's own field takes both too. */
export const UploadForm = ({ action, sources, sent = '', error }: UploadFormProps) => (
  <form
    class="stack-s upload"
    action={action}
    method="post"
    enctype="multipart/form-data"
    data-upload
  >
    {sources ? (
      <div class="field">
        <label for="into">Into the local source</label>
        <input
          id="into"
          name="source"
          type="text"
          required
          maxlength={60}
          pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
          list="local-sources"
          value={sent}
          autocomplete="off"
          aria-describedby="into-hint into-error"
          {...(error ? { 'aria-invalid': 'true' as const } : {})}
        />
        <datalist id="local-sources">
          {sources.map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
        <FieldError id="into-error" error={error} field="source" />
        <span class="hint" id="into-hint">
          A name that is not there yet makes a new one. Letters, digits, - and _.
        </span>
      </div>
    ) : null}
    <div class="drop">
      <label class="sr" for="files">
        Files
      </label>
      <input type="file" id="files" name="files" multiple required />
      <span class="mid">or drop them here. EVTX, NDJSON, JSON; plain, .gz, .zip, .tar.gz.</span>
      <button class="btn" type="submit">
        Import
      </button>
      <progress hidden value={0} max={1} aria-label="Bytes sent"></progress>
    </div>
    <FieldError id="files-error" error={error} field="files" />
    <div role="status"></div>
  </form>
)
