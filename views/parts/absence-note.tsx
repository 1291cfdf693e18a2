import type { Child } from 'hono/jsx'

/** An exact absence: what is not there, and of what that is a statement. */
export const AbsenceNote = ({ what, children }: { what: Child; children?: Child }) => (
  <div class="absence">
    <p>
      <strong>{what}</strong>
    </p>
    {children ? <p class="mid">{children}</p> : null}
  </div>
)
