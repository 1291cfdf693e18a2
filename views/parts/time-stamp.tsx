import type { Micros } from '#queries/event.ts'
import { formatTime, isoTime, type TimeStyle, zoneLabel } from '../format-time.ts'
import { useShell } from '../shell.ts'

export interface TimeStampProps {
  readonly time: Micros
  readonly style?: TimeStyle
  /** Digits behind the second, as precise as the source and not more. */
  readonly digits?: 0 | 3 | 6
}

/** The only way a page prints a time: in the reader's zone, with UTC in the tooltip and the machine's form. */
export const TimeStamp = ({ time, style = 'full', digits = 0 }: TimeStampProps) => {
  const { zone } = useShell()
  return (
    <time class="tm" datetime={isoTime(time)} title={`${formatTime(time, 'full', 'UTC', 6)} UTC`}>
      {formatTime(time, style, zone, digits)}
    </time>
  )
}

/** The zone of the times below, for the head of a table or an axis. */
export const ZoneName = ({ at }: { at: Micros }) => <>{zoneLabel(useShell().zone, at)}</>
