import type { Count, Gap, SourceDescription } from '#connectors/contract.ts'
import { formatInstant, type Window } from '#queries/scope.ts'
import { plural } from '#views/format.ts'

/** Why a run was stopped from outside: the hunter's cancel, or the program's end. */
export type Stop = 'cancelled' | 'interrupted'

/** An abort with this reason is the program's end; any other is the hunter's cancel. */
export const shutdownReason = 'the program is ending'

export const stopOf = (signal: AbortSignal): Stop =>
  signal.reason === shutdownReason ? 'interrupted' : 'cancelled'

export const stopGap = (stop: Stop, during: string): Gap =>
  stop === 'cancelled'
    ? {
        kind: 'cancelled',
        origin: 'input',
        message: `Cancelled ${during}: what was found until then is kept.`,
      }
    : {
        kind: 'interrupted',
        origin: 'workbench',
        message: `The program ended ${during}: what was found until then is kept.`,
      }

/** What the source itself lacks for this scope: unread lines, and time it has not received yet. */
export const sourceGaps = (description: SourceDescription, window: Window): readonly Gap[] => {
  const gaps: Gap[] = []
  if (description.rejects > 0) {
    gaps.push({
      kind: 'rejects',
      origin: 'source',
      message: `${plural(description.rejects, 'record')} of this source could not be read and may belong to the scope; they are listed on its page.`,
    })
  }
  if (description.health === 'importing') {
    gaps.push({
      kind: 'not-read-yet',
      origin: 'source',
      message:
        'An import into this source was running: what it had not committed is not in this answer.',
    })
  }
  if (description.watermark === null || description.watermark < window.to) {
    const until =
      description.watermark === null
        ? description.events.value === 0
          ? 'The source holds no events'
          : 'The source does not say how far it has been read'
        : `The source holds nothing newer than ${formatInstant(description.watermark)}`
    gaps.push({
      kind: 'not-read-yet',
      origin: 'source',
      message: `${until}, and the scope reaches to ${formatInstant(window.to)}: what happened between is undecided.`,
    })
  }
  return gaps
}

export const undeterminedGap = (undetermined: Count): readonly Gap[] =>
  undetermined.value === 0
    ? []
    : [
        {
          kind: 'undetermined',
          origin: 'source',
          message: `${plural(undetermined.value, 'matching event')} without a known identity: listed apart, neither in nor out of the scope.`,
        },
      ]

/** Each gap once, in the order it was found. */
export const distinctGaps = (gaps: readonly Gap[]): readonly Gap[] => [
  ...new Map(gaps.map((gap) => [`${gap.kind} ${gap.message}`, gap])).values(),
]
