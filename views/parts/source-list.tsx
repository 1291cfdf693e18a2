import type { Micros } from '#queries/event.ts'
import { formatRange } from '../format-time.ts'
import { formatNumber } from '../format.ts'
import type { CountView } from '../model.ts'
import { useShell } from '../shell.ts'
import { countText } from './count.tsx'
import { SourceState, type SourceStateName } from './source-state.tsx'

export interface SourceItem {
  readonly id: string
  readonly state: SourceStateName
  readonly events: CountView
  readonly range: { readonly from: Micros; readonly to: Micros } | null
  readonly rejects: number
}

/** The sources beside the open work: what each holds, in one line. */
export const SourceList = ({ sources }: { sources: readonly SourceItem[] }) => {
  const { zone } = useShell()
  return (
    <ul class="body mini-list">
      {sources.map((source) => (
        <li>
          <span>
            <a href={`/sources/${source.id}`}>{source.id}</a> <SourceState state={source.state} />
          </span>
          <span class="dim">
            {countText(source.events)} events
            {source.range === null
              ? null
              : `, ${formatRange(source.range.from, source.range.to, zone)}`}
            {source.rejects > 0 ? `, ${formatNumber(source.rejects)} rejected` : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
