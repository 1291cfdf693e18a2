import type { Child } from 'hono/jsx'

/**
 * A chosen thing that can be taken out again. `remove` is the name and value of the submit button
 * that does so in the form around it, and its accessible name.
 */
export const Chip = ({
  children,
  remove,
}: {
  children: Child
  remove?: { readonly name: string; readonly value: string; readonly label: string }
}) => (
  <span class="chip">
    {children}
    {remove ? (
      <button
        class="x"
        type="submit"
        name={remove.name}
        value={remove.value}
        aria-label={remove.label}
      >
        ×
      </button>
    ) : null}
  </span>
)
