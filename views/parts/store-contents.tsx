import type { Micros } from '#queries/event.ts'
import { formatNumber } from '../format.ts'
import { AbsenceNote } from './absence-note.tsx'
import { Evidence } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

export interface EventIdRow {
  readonly code: string
  /** Our name for it; null where we have none. */
  readonly name: string | null
  readonly events: number
  readonly assets: number
  readonly first: Micros
  readonly last: Micros
}

export interface ChannelRows {
  readonly channel: string
  readonly events: number
  readonly rows: readonly EventIdRow[]
}

/** What is inside, by channel and event id: from the rollup, never a scan. */
export const StoreContents = ({
  channels,
  assets,
}: {
  channels: readonly ChannelRows[]
  assets: number
}) =>
  channels.length === 0 ? (
    <div class="body">
      <AbsenceNote what="Nothing is in this source yet.">
        Import logs into it: what they hold stands here as it comes in.
      </AbsenceNote>
    </div>
  ) : (
    <table class="table stk store-contents">
      <thead>
        <tr>
          <th>Event</th>
          <th>Name</th>
          <th class="num">Events</th>
          <th class="num">Assets</th>
          <th>
            First, <ZoneName at={channels[0]?.rows[0]?.last ?? 0} />
          </th>
          <th>Last</th>
        </tr>
      </thead>
      {channels.map((channel) => (
        <tbody>
          <tr class="grp">
            <th colspan={6} scope="rowgroup">
              {channel.channel === '' ? 'No channel given' : <Evidence text={channel.channel} />}
              <span>{formatNumber(channel.events)} events</span>
            </th>
          </tr>
          {channel.rows.map((row) => (
            <tr>
              <td class="ev" data-l="Event">
                {row.code === '' ? <span class="dim">no id</span> : <Evidence text={row.code} />}
              </td>
              <th scope="row">{row.name ?? <span class="dim">no name of ours</span>}</th>
              <td class="num" data-l="Events">
                <span>{formatNumber(row.events)}</span>
              </td>
              <td class="num" data-l="Assets">
                <span>
                  {formatNumber(row.assets)} of {formatNumber(assets)}
                </span>
              </td>
              <td data-l="First">
                <TimeStamp time={row.first} />
              </td>
              <td data-l="Last">
                <TimeStamp time={row.last} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
