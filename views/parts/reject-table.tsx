import { formatNumber } from '../format.ts'
import { AbsenceNote } from './absence-note.tsx'
import { Evidence, PlainText } from './evidence.tsx'

export interface RejectRow {
  readonly file: string
  readonly record: number
  readonly reason: string
  readonly text: string
}

/** Lines and records that could not be read: file, number, reason and the text as it was. */
export const RejectTable = ({
  rejects,
  next,
  first,
}: {
  rejects: readonly RejectRow[]
  /** Whether this is the first page: only then an empty one means that nothing was rejected. */
  first: boolean
  /** Address of the next page; null on the last. */
  next: string | null
}) =>
  rejects.length === 0 ? (
    <div class="body">
      {first ? (
        <AbsenceNote what="Nothing was rejected.">
          Every line and record of every imported file was read.
        </AbsenceNote>
      ) : (
        <AbsenceNote what="No more rejects." />
      )}
    </div>
  ) : (
    <>
      <table class="table rejects stk">
        <thead>
          <tr>
            <th>File and line</th>
            <th>Reason</th>
            <th>As read</th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject) => (
            <tr>
              <th scope="row">
                <Evidence text={reject.file} />{' '}
                <span class="ev">{formatNumber(reject.record)}</span>
              </th>
              <td data-l="Reason">
                <PlainText text={reject.reason} />
              </td>
              <td data-l="As read">
                <span>
                  <Evidence text={reject.text} limit={400} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {next === null ? null : (
        <footer>
          <a href={next}>Next {rejects.length}</a>
        </footer>
      )}
    </>
  )
