import type {
  FileResult,
  ImportProgress,
  ImportSummary,
  MemberResult,
} from '#connectors/local/import/results.ts'
import { formatNumber } from '#views/format.ts'
import { textTable } from './text-table.ts'

/** A member's name is what tells one line from the next: cut only where it cannot be a name any more. */
const widestName = 240

/** A duration of a clock's offset: `+4 h`, `-7 h 30 min`, `0`. */
const formatShift = (us: number): string => {
  if (us === 0) return '0'
  const sign = us < 0 ? '-' : '+'
  const seconds = Math.round(Math.abs(us) / 1_000_000)
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  return `${sign}${parts
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ')}`
}

/** What stands behind the progress bar. */
export const progressNote = (progress: ImportProgress): string => {
  const { step, events, eventsPerSecond, rejects, duplicates } = progress
  if (step === 'looking' && events === 0) return 'looking at clocks and shapes'
  if (step === 'finishing') return 'building indices'
  const extra = [
    duplicates > 0 ? `${formatNumber(duplicates)} known` : '',
    rejects > 0 ? `${formatNumber(rejects)} rejected` : '',
  ].filter((part) => part !== '')
  return [`${formatNumber(events)} events`, `${formatNumber(eventsPerSecond)}/s`, ...extra].join(
    ', ',
  )
}

/** The summary for a terminal, one line a member, one a skipped member, one a fault, and a total. */
export const summaryLines = (summary: ImportSummary): readonly string[] => [
  ...table(summary.files.flatMap((file) => file.members)),
  ...summary.files.flatMap(asides),
  totalLine(summary),
]

const table = (members: readonly MemberResult[]): readonly string[] => {
  if (members.length === 0) return []
  const rows = members.map((m) => [
    m.name,
    m.shape,
    formatNumber(m.events),
    formatNumber(m.duplicates),
    formatNumber(m.rejects),
  ])
  return textTable(['file', 'shape', 'events', 'known', 'rejected'], rows, [2, 3, 4], widestName)
}

const asides = (file: FileResult): readonly string[] => [
  ...file.members.flatMap((m) => [
    ...(m.note === null ? [] : [`note: ${m.name}: ${m.note}`]),
    ...m.clocks
      .filter((clock) => clock.applied && clock.shiftUs !== 0)
      .map(
        (c) =>
          `clock: ${m.name}: times of ${c.asset} moved by ${formatShift(c.shiftUs)} (${formatNumber(c.pairs)} pairs)`,
      ),
  ]),
  ...file.skipped.map((s) => `${s.refused ? 'refused' : 'skipped'}: ${s.name}: ${s.reason}`),
  ...(file.fault === null
    ? []
    : [
        `not imported: ${file.fault.message}${file.fault.next === undefined ? '' : ` ${file.fault.next}`}`,
      ]),
]

const totalLine = (summary: ImportSummary): string => {
  const { events, duplicates, rejects, seconds } = summary
  const rate = seconds > 0 ? Math.round(events / seconds) : 0
  const state = summary.cancelled ? ' Stopped: run the same import again to go on.' : ''
  return `${formatNumber(events)} events added, ${formatNumber(duplicates)} known already, ${formatNumber(rejects)} rejected, in ${seconds.toFixed(1)} s (${formatNumber(rate)}/s).${state}`
}
