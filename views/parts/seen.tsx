import { formatNumber } from '../format.ts'
import type { SeenView, TechniqueSourceView } from '../pages/technique-model.ts'
import { Badge } from './badge.tsx'
import { countText } from './count.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** Whether a source was seen to hold an event; nothing where no source is chosen. */
export const Seen = ({ seen }: { seen: SeenView }) => {
  if (seen === null) return <span class="dim">–</span>
  return seen.state === 'seen' ? <Badge tone="ok">seen</Badge> : <Badge tone="warn">not seen</Badge>
}

export const SeenEvents = ({ seen, source }: { seen: SeenView; source: TechniqueSourceView }) =>
  seen?.state === 'seen' ? (
    <>{countText({ value: seen.events, relation: source.relation })}</>
  ) : (
    <span class="dim">0</span>
  )

export const SeenLast = ({ seen }: { seen: SeenView }) =>
  seen?.state === 'seen' ? (
    <TimeStamp time={seen.last} style="minute" />
  ) : (
    <span class="dim">never</span>
  )

export const SeenAssets = ({ seen, source }: { seen: SeenView; source: TechniqueSourceView }) => (
  <span {...(seen?.state === 'seen' ? {} : { class: 'dim' })}>
    {formatNumber(seen?.state === 'seen' ? seen.assets : 0)} of {formatNumber(source.assets)}
  </span>
)
