import type { Child } from 'hono/jsx'
import type { Tone } from '../model.ts'

export interface NoteProps {
  readonly tone?: Exclude<Tone, 'accent' | 'hit'>
  /** The word. */
  readonly what: Child
  /** The fact. */
  readonly children: Child
  /** The way out: links or a form. */
  readonly act?: Child
  readonly role?: 'alert' | 'status'
}

/** A state in one line: a word, the fact, the way out. */
export const Note = ({ tone, what, children, act, role }: NoteProps) => (
  <div class={tone ? `note ${tone}` : 'note'} {...(role ? { role } : {})}>
    <span class="what">{what}</span>
    <span>{children}</span>
    {act ? <span class="act">{act}</span> : null}
  </div>
)
