import { formatNumber, plural } from '../format.ts'
import type { BrowseView, ScopedEventRow } from '../models/draft.ts'
import { formText, plainText } from '../safe-text.ts'
import { AbsenceNote } from './absence-note.tsx'
import { countText } from './count.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { WhenCells, WhoWhatCells } from './scoped-event-cells.tsx'
import { ZoneName } from './time-stamp.tsx'

const Row = ({ row }: { row: ScopedEventRow }) => (
  <tr>
    <WhenCells row={row} />
    <td data-l="Log source" class="mid nowrap">
      <Evidence text={row.logSource} limit={60} class="plain" />
    </td>
    <WhoWhatCells row={row} />
    <td class="num">
      <button class={row.isCaptured ? 'btn on' : 'btn'} type="submit" name="capture" value={row.id}>
        {row.isCaptured ? 'Capture again' : 'Capture'}
        <span class="sr"> event {row.id.slice(0, 8)}</span>
      </button>
    </td>
  </tr>
)

/** The filter over the scoped events; without script the same form by its button. */
export const BrowseFilter = ({ view, action }: { view: BrowseView; action: string }) => (
  <form
    class="browse-filter"
    action={action}
    method="get"
    role="search"
    hx-get={action}
    hx-trigger="input delay:300ms, submit"
    hx-target="#browse"
    hx-swap="outerHTML"
    hx-replace-url="true"
    hx-sync="replace"
  >
    <input type="hidden" name="by" value="capture" />
    <label class="inline-field">
      Log source{' '}
      <select name="log">
        <option value="">all</option>
        {view.logs.map((log) => (
          <option value={formText(log.value)} selected={log.value === view.log}>
            {plainText(log.label)}
          </option>
        ))}
      </select>
    </label>
    <label class="inline-field grow">
      Text{' '}
      <input
        type="search"
        name="text"
        value={formText(view.text)}
        maxlength={200}
        autocomplete="off"
        spellcheck={false}
        placeholder="in command lines, paths, names, addresses"
      />
    </label>
    <button class="btn" type="submit">
      Show
    </button>
  </form>
)

/** Where the technique's behaviors look: one click each. */
export const BrowseQuick = ({ view }: { view: BrowseView }) =>
  view.quick.length === 0 ? null : (
    <p class="browse-quick mid">
      Where its behaviors look:{' '}
      {view.quick.map((one) => (
        <a href={one.href} {...(one.isOn ? { 'aria-current': 'true' as const } : {})}>
          <PlainText text={one.label} />
        </a>
      ))}
    </p>
  )

/** How many there are, as far as that is known. */
const Looked = ({ view }: { view: BrowseView }) => {
  if (view.count !== null) return <>{countText(view.count)} events in scope</>
  const { done, total } = view.progress
  if (view.next !== null)
    return (
      <>
        {formatNumber(done)} of {formatNumber(total)} that could match looked through so far
      </>
    )
  return view.first === null ? (
    <>{plural(view.rows.length, 'event')} of the scope, exact</>
  ) : (
    <>the last of those that match</>
  )
}

/** The fragment: one page of the scoped events, each with its button. */
export const CaptureBrowse = ({ view, action }: { view: BrowseView; action: string }) => (
  <form id="browse" class="panel capture-browse" action={action} method="post">
    <header>
      <h2>Events in scope</h2>
      <span class="mid micro" role="status">
        <Looked view={view} />, times in <ZoneName at={view.rows[0]?.time ?? 0} />
      </span>
      {view.first === null ? null : (
        <span class="end micro">
          <a href={view.first}>From the start</a>
        </span>
      )}
    </header>
    {view.rows.length === 0 ? (
      <div class="body">
        <AbsenceNote
          what={
            view.next === null
              ? 'No event of the scope answers this.'
              : 'None so far: not all is looked through.'
          }
        >
          {view.text === '' ? null : <>The text is looked for in {view.textFields.join(', ')}.</>}
        </AbsenceNote>
      </div>
    ) : (
      <table class="table stk browse-table">
        <thead>
          <tr>
            <th>
              <span class="sr">Kind</span>
            </th>
            <th>Time</th>
            <th>Log source</th>
            <th>Asset</th>
            <th>Identity</th>
            <th>What happened</th>
            <th>
              <span class="sr">Capture</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <Row row={row} />
          ))}
        </tbody>
      </table>
    )}
    {view.next === null ? null : (
      <footer>
        <a href={view.next}>{view.rows.length === 0 ? 'Look on' : 'Next page'}</a>
      </footer>
    )}
  </form>
)
