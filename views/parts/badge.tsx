import type { Child } from 'hono/jsx'
import type { Tone } from '../model.ts'

export const Badge = ({ tone, children }: { tone?: Tone; children: Child }) => (
  <span class={tone ? `badge ${tone}` : 'badge'}>{children}</span>
)
