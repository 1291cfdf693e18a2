import type { FileResult, SkippedMember } from '#connectors/local/import/results.ts'
import { plural } from '#views/format.ts'
import type { ImportFileRow, ImportView } from '#views/parts/import-list.tsx'
import type { Need } from '#views/parts/need-list.tsx'
import type { ImportJob, ImportJobState } from '../../imports/import-jobs.ts'

const notesShown = 12

const stepWords = {
  looking: 'looking at clocks and shapes',
  writing: 'writing',
  finishing: 'building indices',
} as const

const isOpen = (state: ImportJobState): boolean => state === 'queued' || state === 'running'

const skippedText = ({ name, reason, refused }: SkippedMember): string =>
  `${refused ? 'Refused' : 'Left out'}: ${name}: ${reason}`

/** What became of one file, all its members together. */
const fileRow = (result: FileResult): ImportFileRow => {
  const { members, skipped, fault } = result
  const sum = (of: (member: FileResult['members'][number]) => number): number =>
    members.reduce((total, member) => total + of(member), 0)
  const notes = [
    ...members.flatMap((member) =>
      member.note === null
        ? []
        : [members.length > 1 ? `${member.name}: ${member.note}` : member.note],
    ),
    ...skipped.map(skippedText),
  ]
  const rejects = sum((member) => member.rejects)
  return {
    name: result.name,
    state: stateOf(result, rejects),
    bytes: sum((member) => member.bytes),
    events: sum((member) => member.events),
    duplicates: sum((member) => member.duplicates),
    rejects,
    notes:
      notes.length > notesShown
        ? [...notes.slice(0, notesShown), `And ${notes.length - notesShown} more.`]
        : notes,
    fault,
  }
}

const stateOf = (
  { members, skipped, fault }: FileResult,
  rejects: number,
): ImportFileRow['state'] => {
  if (fault !== null) return 'failed'
  if (members.length > 0 && members.every((member) => member.known)) return 'known'
  const hasLoss =
    rejects > 0 || skipped.some((one) => one.refused) || members.some((m) => m.note !== null)
  return hasLoss ? 'partly' : 'done'
}

const blank = { bytes: null, events: 0, duplicates: 0, rejects: 0, notes: [], fault: null } as const

/** Files of a job that has no summary yet: read one after another, in order. */
const openRows = (job: ImportJob): readonly ImportFileRow[] => {
  const at = job.progress === null ? -1 : job.files.indexOf(job.progress.file)
  const stateAt = (i: number): ImportFileRow['state'] => {
    if (job.state === 'failed') return 'failed'
    if (i < at) return 'read'
    return isOpen(job.state) && i === at ? 'reading' : 'waiting'
  }
  return job.files.map((name, i) => ({ ...blank, name, state: stateAt(i) }))
}

const endedRows = (job: ImportJob, results: readonly FileResult[]): readonly ImportFileRow[] => [
  ...results.map(fileRow),
  ...job.files
    .slice(results.length)
    .map((name): ImportFileRow => ({ ...blank, name, state: 'stopped' })),
]

/** Time left at the rate so far, in microseconds, once a twentieth is read. */
const leftOf = (job: ImportJob, now: number): number | null => {
  const { progress, state, startedAt } = job
  if (state !== 'running' || progress === null) return null
  const share = progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : 0
  return share < 0.05 ? null : ((now - startedAt) * 1000 * (1 - share)) / share
}

/** An import as the page shows it. `sources` are the names there are, to link to. */
export const importView = (
  job: ImportJob,
  sources: readonly string[],
  now = Date.now(),
): ImportView => ({
  id: job.id,
  source: job.source,
  isThere: sources.includes(job.source),
  state: job.state,
  bytesDone: job.progress?.bytesDone ?? 0,
  bytesTotal: job.progress?.bytesTotal ?? 0,
  step: job.progress === null ? 'not begun' : stepWords[job.progress.step],
  events: job.summary?.events ?? job.progress?.events ?? 0,
  duplicates: job.summary?.duplicates ?? job.progress?.duplicates ?? 0,
  rejects: job.summary?.rejects ?? job.progress?.rejects ?? 0,
  eventsPerSecond: job.progress?.eventsPerSecond ?? 0,
  leftUs: leftOf(job, now),
  tookUs: job.endedAt === null ? null : (job.endedAt - job.startedAt) * 1000,
  files: job.summary === null ? openRows(job) : endedRows(job, job.summary.files),
  error: job.error,
})

const factOf = ({ summary, error }: ImportJob): string => {
  if (error !== null) return error.message
  const files = summary?.files ?? []
  const faults = files.flatMap((file) => (file.fault === null ? [] : [file]))
  const [first] = faults
  if (first?.fault) {
    const rest = faults.length > 1 ? ` And ${plural(faults.length - 1, 'more file')}.` : ''
    const { message } = first.fault
    return `${message.includes(first.name) ? '' : `${first.name}: `}${message}${rest}`
  }
  const refused = files.flatMap((file) => file.skipped).filter((one) => one.refused).length
  const noted = files.flatMap((file) => file.members).filter((one) => one.note !== null).length
  return [
    ...(summary && summary.rejects > 0 ? [`${plural(summary.rejects, 'line')} rejected`] : []),
    ...(refused > 0 ? [`${plural(refused, 'member')} refused`] : []),
    ...(noted > 0 ? [`${plural(noted, 'file')} with losses`] : []),
  ].join(', ')
}

/** Imports that were not read whole. */
export const importNeeds = (
  jobs: readonly ImportJob[],
  sources: readonly string[],
): readonly Need[] =>
  jobs
    .filter((job) => job.state === 'failed' || job.state === 'partial')
    .map((job) => ({
      tone: job.state === 'failed' ? 'bad' : 'warn',
      word: job.state === 'failed' ? 'Not imported' : 'Import',
      title: `Into ${job.source}`,
      href: sources.includes(job.source) ? `/sources/${job.source}` : '/sources',
      fact: factOf(job),
      at: (job.endedAt ?? job.startedAt) * 1000,
      action: 'See why',
    }))
