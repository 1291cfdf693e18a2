import type { LogSourceStat } from '#connectors/contract.ts'
import type { ChannelRows, EventIdRow } from '#views/parts/store-contents.tsx'
import { eventName } from '../../catalog/event-names.ts'

const byCode = (a: EventIdRow, b: EventIdRow): number =>
  Number(a.code) - Number(b.code) || (a.code < b.code ? -1 : 1)

/** Log sources by channel, the fullest first; inside a channel by event id. */
export const channelsOf = (stats: readonly LogSourceStat[]): readonly ChannelRows[] => {
  const channels = new Map<string, LogSourceStat[]>()
  for (const stat of stats) {
    const group = channels.get(stat.channel)
    if (group) group.push(stat)
    else channels.set(stat.channel, [stat])
  }
  return [...channels]
    .map(([channel, own]) => ({
      channel,
      events: own.reduce((sum, stat) => sum + stat.events, 0),
      rows: own
        .map(({ code, events, assets, first, last }) => ({
          code,
          name: eventName(channel, code),
          events,
          assets,
          first,
          last,
        }))
        .toSorted(byCode),
    }))
    .toSorted((a, b) => b.events - a.events)
}
