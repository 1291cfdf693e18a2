import type { Tone } from '../model.ts'
import { Badge } from './badge.tsx'

/** How a source stands (`health` of the connector contract fits), or that it holds nothing yet. */
export type SourceStateName = 'ok' | 'empty' | 'importing' | 'degraded' | 'unreachable'

const words: Readonly<Record<SourceStateName, readonly [string, Tone]>> = {
  ok: ['ready', 'ok'],
  empty: ['empty', 'unknown'],
  importing: ['importing', 'accent'],
  degraded: ['degraded', 'warn'],
  unreachable: ['does not answer', 'bad'],
}

export const SourceState = ({ state }: { state: SourceStateName }) => (
  <Badge tone={words[state][1]}>{words[state][0]}</Badge>
)
