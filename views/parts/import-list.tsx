import { formatBytes, formatNumber, formatSpan, plural } from '../format.ts'
import type { Tone } from '../model.ts'
import { useShell } from '../shell.ts'
import { Badge } from './badge.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { Progress } from './progress.tsx'

export type ImportFileState =
  | 'waiting'
  | 'reading'
  | 'read'
  | 'done'
  | 'partly'
  | 'known'
  | 'stopped'
  | 'failed'

/** Why a file or an import failed (`ErrorReport` fits). */
export interface FaultView {
  readonly code: string
  readonly message: string
  readonly next?: string
}

/** One file of an import. */
export interface ImportFileRow {
  readonly name: string
  readonly state: ImportFileState
  /** Bytes read, unpacked; null before they are known. */
  readonly bytes: number | null
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  /** What a reader must know: records lost, members left out. */
  readonly notes: readonly string[]
  /** Why it was not imported. */
  readonly fault: FaultView | null
}

export interface ImportView {
  readonly id: string
  readonly source: string
  /** Whether the source is there already; a new one is made with its first event. */
  readonly isThere: boolean
  readonly state: 'queued' | 'running' | 'whole' | 'partial' | 'stopped' | 'failed'
  /** Bytes read of bytes to read, over all files of this import. */
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly step: string
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly eventsPerSecond: number
  /** Microseconds that are left at this rate; null before it is known. */
  readonly leftUs: number | null
  /** Microseconds it took; null while it runs. */
  readonly tookUs: number | null
  readonly files: readonly ImportFileRow[]
  /** Why the import as a whole failed. */
  readonly error: FaultView | null
}

const fileBadge: Readonly<Record<ImportFileState, readonly [string, Tone | undefined]>> = {
  waiting: ['waiting', undefined],
  reading: ['reading', 'accent'],
  // What became of it stands in the import's summary, which comes with its end.
  read: ['read', undefined],
  done: ['done', 'ok'],
  partly: ['done, with losses', 'warn'],
  known: ['nothing new', undefined],
  stopped: ['stopped', 'unknown'],
  failed: ['not imported', 'bad'],
}

const jobBadge: Readonly<Record<ImportView['state'], readonly [string, Tone]>> = {
  queued: ['waiting', 'accent'],
  running: ['importing', 'accent'],
  whole: ['done', 'ok'],
  partial: ['done, not whole', 'warn'],
  stopped: ['stopped', 'unknown'],
  failed: ['failed', 'bad'],
}

const isOpen = (view: ImportView): boolean => view.state === 'running' || view.state === 'queued'

/** Imports, newest first: bytes read of bytes to read, and what became of each file. */
export const ImportList = ({ imports }: { imports: readonly ImportView[] }) => (
  <ol class="imports">
    {imports.map((view) => (
      <li>
        <Job view={view} />
      </li>
    ))}
  </ol>
)

const Job = ({ view }: { view: ImportView }) => {
  const [word, tone] = jobBadge[view.state]
  const done = view.bytesTotal > 0 ? Math.floor((view.bytesDone / view.bytesTotal) * 100) : 0
  return (
    <section class="import-job" aria-label={`Import into ${view.source}`}>
      <div class="im-h">
        <span>
          into {view.isThere ? <a href={`/sources/${view.source}`}>{view.source}</a> : view.source}
        </span>
        <Badge tone={tone}>{word}</Badge>
        {isOpen(view) ? (
          <span class="im-s">
            <b>{done} %</b>
          </span>
        ) : null}
        {isOpen(view) ? <Stop id={view.id} back={useShell().path} /> : null}
      </div>
      {isOpen(view) ? (
        <Progress
          value={view.bytesDone}
          max={view.bytesTotal}
          label={`Import into ${view.source}: bytes read`}
        />
      ) : null}
      <p class="im-d">
        <Figures view={view} />
      </p>
      {view.error ? <Fault fault={view.error} /> : null}
      <ul class="import-list">
        {view.files.map((file) => (
          <File file={file} source={view.source} />
        ))}
      </ul>
    </section>
  )
}

const Stop = ({ id, back }: { id: string; back: string }) => (
  <form action={`/imports/${id}/stop`} method="post">
    <input type="hidden" name="back" value={back} />
    <button class="btn quiet" type="submit">
      Stop
    </button>
  </form>
)

const readSoFar = (view: ImportView): string =>
  view.bytesTotal === 0
    ? view.step
    : `${formatBytes(view.bytesDone)} of ${formatBytes(view.bytesTotal)} read, ${view.step}`

/** Nothing is dropped in silence: read = kept + already there + rejected. */
const Figures = ({ view }: { view: ImportView }) => (
  <>
    {isOpen(view) ? `${readSoFar(view)} · ` : null}
    {plural(view.events, 'event')} kept · {formatNumber(view.duplicates)} already there ·{' '}
    {formatNumber(view.rejects)} rejected
    {view.eventsPerSecond > 0
      ? ` · ${formatNumber(Math.round(view.eventsPerSecond))} events/s`
      : null}
    {view.leftUs === null ? null : ` · about ${formatSpan(view.leftUs)} left`}
    {view.tookUs === null ? null : ` · took ${formatSpan(view.tookUs)}`}
  </>
)

const File = ({ file, source }: { file: ImportFileRow; source: string }) => {
  const [word, tone] = fileBadge[file.state]
  const isRead = file.state === 'done' || file.state === 'partly' || file.state === 'stopped'
  return (
    <li>
      <div class="im-h">
        <Evidence text={file.name} />
        {file.bytes === null || file.bytes === 0 ? null : (
          <span class="dim nowrap">{formatBytes(file.bytes)} unpacked</span>
        )}
        <span class="im-s">
          <Badge {...(tone ? { tone } : {})}>{word}</Badge>
        </span>
      </div>
      {isRead ? (
        <p class="im-d">
          {plural(file.events, 'event')} kept · {formatNumber(file.duplicates)} already there ·{' '}
          {file.rejects > 0 ? (
            <a href={`/sources/${source}/rejects`}>{formatNumber(file.rejects)} rejected</a>
          ) : (
            '0 rejected'
          )}
        </p>
      ) : null}
      {file.state === 'known' ? (
        <p class="im-d">The same content had been imported before: it adds nothing.</p>
      ) : null}
      {file.notes.map((note) => (
        <p class="im-d">
          <PlainText text={note} />
        </p>
      ))}
      {file.fault ? <Fault fault={file.fault} /> : null}
    </li>
  )
}

const Fault = ({ fault }: { fault: FaultView }) => (
  <p class="im-d">
    <PlainText text={fault.message} /> {fault.next ? <PlainText text={fault.next} /> : null}{' '}
    <code>{fault.code}</code>
  </p>
)
