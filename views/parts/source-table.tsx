import type { Micros } from '#queries/event.ts'
import { formatBytes, formatNumber } from '../format.ts'
import type { CountView } from '../model.ts'
import { Count } from './count.tsx'
import { SourceState, type SourceStateName } from './source-state.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

export interface SourceRow {
  readonly id: string
  readonly kind: string
  readonly state: SourceStateName
  readonly events: CountView
  readonly range: { readonly from: Micros; readonly to: Micros } | null
  readonly watermark: Micros | null
  readonly assets: number
  readonly identities: number
  readonly rejects: number
  readonly bytes: number | null
}

/** Every source with what it holds; each name leads to its contents. */
export const SourceTable = ({ sources }: { sources: readonly SourceRow[] }) => {
  const at = sources.find((s) => s.watermark !== null)?.watermark ?? 0
  return (
    <table class="table stk">
      <thead>
        <tr>
          <th>Name</th>
          <th>Kind</th>
          <th>State</th>
          <th class="num">Events</th>
          <th>From</th>
          <th>
            Read up to, <ZoneName at={at} />
          </th>
          <th class="num">Assets</th>
          <th class="num">Identities</th>
          <th class="num">Rejects</th>
          <th class="num">On disk</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <Row source={source} />
        ))}
      </tbody>
    </table>
  )
}

const Row = ({ source }: { source: SourceRow }) => (
  <tr>
    <th scope="row">
      <a href={`/sources/${source.id}`}>{source.id}</a>
    </th>
    <td data-l="Kind">
      <span>{source.kind}</span>
    </td>
    <td data-l="State">
      <span>
        <SourceState state={source.state} />
      </span>
    </td>
    <td data-l="Events" class="num">
      <Count count={source.events} />
    </td>
    <td data-l="From">
      {source.range === null ? (
        <span class="dim">nothing yet</span>
      ) : (
        <TimeStamp time={source.range.from} style="date" />
      )}
    </td>
    <td data-l="Read up to">
      {source.watermark === null ? (
        <span class="dim">nothing yet</span>
      ) : (
        <TimeStamp time={source.watermark} />
      )}
    </td>
    <td data-l="Assets" class="num">
      <span>{formatNumber(source.assets)}</span>
    </td>
    <td data-l="Identities" class="num">
      <span>{formatNumber(source.identities)}</span>
    </td>
    <td data-l="Rejects" class="num">
      {source.rejects > 0 ? (
        <a href={`/sources/${source.id}/rejects`}>{formatNumber(source.rejects)}</a>
      ) : (
        <span class="dim">0</span>
      )}
    </td>
    <td data-l="On disk" class="num">
      <span>{source.bytes === null ? '' : formatBytes(source.bytes)}</span>
    </td>
  </tr>
)
