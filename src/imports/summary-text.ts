import type {
  FileResult,
  ImportProgress,
  ImportSummary,
  MemberResult,
} from '#connectors/local/import/results.ts'

/** A number with its thousands apart: `53,698`. */
const formatCount = (n: number): string => n.toLocaleString('en-US')

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
    duplicates > 0 ? `${formatCount(duplicates)} known` : '',
    rejects > 0 ? `${formatCount(rejects)} rejected` : '',
  ].filter((part) => part !== '')
  return [`${formatCount(events)} events`, `${formatCount(eventsPerSecond)}/s`, ...extra].join(', ')
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
    formatCount(m.events),
    formatCount(m.duplicates),
    formatCount(m.rejects),
  ])
  const header = ['file', 'shape', 'events', 'known', 'rejected']
  const widths = header.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(header), ...rows.map(line)]
}

const asides = (file: FileResult): readonly string[] => [
  ...file.members.flatMap((m) => [
    ...(m.note === null ? [] : [`note: ${m.name}: ${m.note}`]),
    ...m.clocks
      .filter((clock) => clock.applied && clock.shiftUs !== 0)
      .map(
        (c) =>
          `clock: ${m.name}: times of ${c.asset} moved by ${formatShift(c.shiftUs)} (${formatCount(c.pairs)} pairs)`,
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
  return `${formatCount(events)} events added, ${formatCount(duplicates)} known already, ${formatCount(rejects)} rejected, in ${seconds.toFixed(1)} s (${formatCount(rate)}/s).${state}`
}
