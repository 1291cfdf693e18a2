import type { ErrorView } from '../model.ts'
import { ErrorNote } from '../parts/error-note.tsx'

/** A whole page for one error, in the frame of every other page. */
export const ErrorPage = ({ title, error }: { title: string; error: ErrorView }) => (
  <>
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        <p class="mid">
          <code>{error.status}</code>
        </p>
      </div>
    </header>
    <ErrorNote error={error} />
  </>
)
