import type { Micros } from '#queries/event.ts'
import { formatBytes, formatDelta, formatNumber, formatSpan } from '../format.ts'
import { AbsenceNote } from './absence-note.tsx'
import { Badge } from './badge.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

export interface FileRow {
  readonly name: string
  readonly bytes: number
  readonly shape: string
  readonly importedAt: Micros
  readonly state: string
  readonly events: number
  readonly duplicates: number
  readonly rejects: number
  readonly note: string | null
}

export interface ClockRow {
  readonly file: string
  readonly asset: string
  readonly shiftUs: number
  readonly pairs: number
  readonly spreadUs: number
  readonly applied: boolean
}

const stateTone = { whole: 'ok', importing: 'accent', stopped: 'unknown', failed: 'bad' } as const
const toneOf = (state: string) =>
  Object.entries(stateTone).find(([name]) => name === state)?.[1] ?? 'unknown'

/** The files a source was filled from. */
export const FileTable = ({ files }: { files: readonly FileRow[] }) =>
  files.length === 0 ? (
    <div class="body">
      <AbsenceNote what="No file was imported yet." />
    </div>
  ) : (
    <table class="table stk">
      <thead>
        <tr>
          <th>File</th>
          <th>Shape</th>
          <th class="num">Size, unpacked</th>
          <th>State</th>
          <th class="num">Kept</th>
          <th class="num">Already there</th>
          <th class="num">Rejected</th>
          <th>
            Imported, <ZoneName at={files[0]?.importedAt ?? 0} />
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr>
            <th scope="row">
              <Evidence text={file.name} />
              {file.note === null ? null : (
                <p class="hint">
                  <PlainText text={file.note} />
                </p>
              )}
            </th>
            <td data-l="Shape">
              <span>{file.shape}</span>
            </td>
            <td data-l="Size" class="num">
              <span>{formatBytes(file.bytes)}</span>
            </td>
            <td data-l="State">
              <span>
                <Badge tone={toneOf(file.state)}>{file.state}</Badge>
              </span>
            </td>
            <td data-l="Kept" class="num">
              <span>{formatNumber(file.events)}</span>
            </td>
            <td data-l="Already there" class="num">
              <span>{formatNumber(file.duplicates)}</span>
            </td>
            <td data-l="Rejected" class="num">
              <span>{formatNumber(file.rejects)}</span>
            </td>
            <td data-l="Imported">
              <TimeStamp time={file.importedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )

const usedWords = ({ applied, shiftUs }: ClockRow): string => {
  if (shiftUs === 0) return 'nothing to correct'
  return applied ? 'yes: corrected events are marked' : 'no: times stand as written'
}

/** The clock of each host in each file: how far its written times were found off. */
export const ClockTable = ({ clocks }: { clocks: readonly ClockRow[] }) =>
  clocks.length === 0 ? (
    <div class="body">
      <AbsenceNote what="No clock was estimated.">
        An estimate needs at least 20 Sysmon events of one host in one file whose own time and
        written time can be compared.
      </AbsenceNote>
    </div>
  ) : (
    <table class="table stk">
      <thead>
        <tr>
          <th>File</th>
          <th>Asset</th>
          <th class="num">Added to written times</th>
          <th class="num">Spread</th>
          <th class="num">Sysmon events compared</th>
          <th>Used</th>
        </tr>
      </thead>
      <tbody>
        {clocks.map((clock) => (
          <tr>
            <th scope="row">
              <Evidence text={clock.file} />
            </th>
            <td data-l="Asset">
              <Evidence text={clock.asset} />
            </td>
            <td data-l="Added" class="num">
              <span class="td">{formatDelta(clock.shiftUs)}</span>
            </td>
            <td data-l="Spread" class="num">
              <span>{formatSpan(clock.spreadUs)}</span>
            </td>
            <td data-l="Compared" class="num">
              <span>{formatNumber(clock.pairs)}</span>
            </td>
            <td data-l="Used">
              <span>{usedWords(clock)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
