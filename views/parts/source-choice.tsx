import { plural } from '../format.ts'
import type { SourceChoiceRow, SourceStepView } from '../models/draft.ts'
import { Badge } from './badge.tsx'
import { Count } from './count.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

const Needs = ({ row }: { row: SourceChoiceRow }) => (
  <span class="need-badges">
    {row.logSources.map(({ label, seen }) => (
      <Badge tone={seen ? 'ok' : 'warn'}>
        {label} {seen ? 'seen' : 'not seen'}
      </Badge>
    ))}
  </span>
)

const Fields = ({ row }: { row: SourceChoiceRow }) => (
  <span>
    {row.bound} of {row.fields} bound
    {row.missing.length === 0 ? null : (
      <span class="dim">
        {' '}
        without <Evidence text={row.missing.slice(0, 4).join(', ')} limit={160} />
        {row.missing.length > 4 ? ` and ${row.missing.length - 4} more` : ''}
      </span>
    )}
  </span>
)

const Choose = ({ row }: { row: SourceChoiceRow }) => (
  <button
    class={row.isChosen ? 'btn on' : 'btn'}
    type="submit"
    name="source"
    value={row.id}
    disabled={row.fault !== null}
  >
    {row.isChosen ? 'Chosen' : 'Choose'}
    <span class="sr"> {row.id}</span>
  </button>
)

const Row = ({ row, behaviors }: { row: SourceChoiceRow; behaviors: number }) => (
  <tr {...(row.isChosen ? { class: 'is-chosen' } : {})}>
    <th scope="row">
      <a href={`/sources/${row.id}`}>{row.id}</a>
    </th>
    {row.fault !== null || row.events === null ? (
      <td class="mid" colspan={behaviors > 0 ? 5 : 2} data-l="State">
        <PlainText text={row.fault ?? 'It did not answer.'} />
      </td>
    ) : (
      <>
        <td class="num" data-l="Events">
          <Count count={row.events} />
        </td>
        <td data-l="Holds">
          {row.from === null || row.to === null ? (
            <span class="dim">nothing yet</span>
          ) : (
            <span>
              <TimeStamp time={row.from} style="minute" /> to{' '}
              <TimeStamp time={row.to} style="minute" />
            </span>
          )}
        </td>
        {behaviors === 0 ? null : (
          <>
            <td data-l="Fields">
              <Fields row={row} />
            </td>
            <td data-l="Log sources">
              <Needs row={row} />
            </td>
            <td data-l="Behaviors">
              <span>
                {row.answerable} of {behaviors}
              </span>
            </td>
          </>
        )}
      </>
    )}
    <td class="num">
      <Choose row={row} />
    </td>
  </tr>
)

/** Each source beside what the technique's behaviors need: fields bound, log sources seen. */
export const SourceChoice = ({ view }: { view: SourceStepView }) => {
  const newest = view.rows.find((row) => row.to !== null)?.to ?? 0
  return (
    <table class="table stk source-choice">
      <caption class="sr">Sources, and whether each holds what is needed</caption>
      <thead>
        <tr>
          <th>Source</th>
          <th class="num">Events</th>
          <th>
            Holds, <ZoneName at={newest} />
          </th>
          {view.behaviors === 0 ? null : (
            <>
              <th>Fields needed</th>
              <th>Log sources needed</th>
              <th title={plural(view.behaviors, 'documented behavior')}>Behaviors to hunt here</th>
            </>
          )}
          <th>
            <span class="sr">Choose</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {view.rows.map((row) => (
          <Row row={row} behaviors={view.behaviors} />
        ))}
      </tbody>
    </table>
  )
}
