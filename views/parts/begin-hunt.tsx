import type { Child } from 'hono/jsx'
import type { TechniqueModel } from '../pages/technique-model.ts'

/**
 * Begins a hunt with what is chosen already, at the first step that is open. Reading makes no draft, so
 * this is a form and no link. `behavior` is a documented one's id, or `captured`.
 */
export const BeginHunt = ({
  model,
  behavior,
  class: name = 'btn',
  label,
  children,
}: {
  model: TechniqueModel
  behavior?: string
  class?: string
  /** Says more than the words of the button, where several buttons say the same. */
  label?: string
  children: Child
}) => (
  <form action="/hunts/new" method="post">
    <input type="hidden" name="technique" value={model.id} />
    {model.source === null ? null : <input type="hidden" name="source" value={model.source.id} />}
    {behavior === undefined ? null : <input type="hidden" name="behavior" value={behavior} />}
    <button class={name} type="submit" {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </button>
  </form>
)
