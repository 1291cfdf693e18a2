import type { Tone } from '../model.ts'
import { Badge } from './badge.tsx'

/** How a run stands (`RunState` of the workspace fits). */
export type RunStateName =
  | 'queued'
  | 'running'
  | 'complete'
  | 'partial'
  | 'cancelled'
  | 'failed'
  | 'interrupted'

const tones: Readonly<Record<RunStateName, Tone>> = {
  queued: 'accent',
  running: 'accent',
  complete: 'ok',
  partial: 'bad',
  cancelled: 'unknown',
  failed: 'bad',
  interrupted: 'warn',
}

export const RunState = ({ state }: { state: RunStateName | null }) =>
  state === null ? <span class="dim">not run yet</span> : <Badge tone={tones[state]}>{state}</Badge>
