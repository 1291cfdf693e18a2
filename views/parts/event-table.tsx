import type { EventTableView, RowGroup } from '../models/events.ts'
import { formatNumber } from '../format.ts'
import { EventRow } from './event-row.tsx'
import { FoldIcon, FoldRow } from './fold-row.tsx'
import { TimeDelta } from './time-delta.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

const Head = ({ at }: { at: number }) => (
  <thead>
    <tr>
      <th class="c-k">
        <span class="sr">Kind</span>
      </th>
      <th class="c-t">
        <span class="td">T±</span>{' '}
        <span class="tm">
          <ZoneName at={at} />
        </span>
      </th>
      <th class="c-w">
        <span class="as">Asset</span> <span class="id">Identity</span>
      </th>
      <th class="c-what">What happened</th>
      <th class="c-l">
        <span class="lk">Link</span> <span class="ky">Key</span>
      </th>
    </tr>
  </thead>
)

const GroupRow = ({ group }: { group: RowGroup }) => (
  <tr class="grp">
    <th colspan={5} scope="rowgroup">
      {group.name}
      <span>{group.words}</span>
    </th>
  </tr>
)

const Rows = ({ group }: { group: RowGroup }) => (
  <>
    {group.rows.map((row) => (
      <>
        {row.newDay === null ? null : (
          <tr class="grp grp-day">
            <th colspan={5} scope="rowgroup">
              <span>{row.newDay}</span>
            </th>
          </tr>
        )}
        <EventRow row={row} />
      </>
    ))}
  </>
)

const PlainRow = ({ words, href, action }: { words: string; href: string; action: string }) => (
  <tr class="row row-fold">
    <td class="c-k">
      <FoldIcon />
    </td>
    <td class="c-what" colspan={4}>
      {words} <a href={href}>{action}</a>
    </td>
  </tr>
)

const UndecidedRow = ({ view }: { view: NonNullable<EventTableView['undecided']> }) => (
  <tr class="row row-undecided">
    <td class="c-k">
      <svg class="glyph" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
        <rect class="und-ic" x="-6" y="-6" width="12" height="12" />
        <rect x="-6" y="-6" width="12" height="12" fill="url(#p-undecided)" />
      </svg>
    </td>
    <td class="c-t">
      <TimeDelta us={view.delta} /> <TimeStamp time={view.from} style="clock" />
    </td>
    <td class="c-what" colspan={3}>
      <strong>
        Undecided from here until <TimeStamp time={view.until} /> <ZoneName at={view.until} />.
      </strong>{' '}
      The source had been read up to <TimeStamp time={view.from} />. Nothing can be said about what
      followed later.
    </td>
  </tr>
)

const Pages = ({ page }: { page: EventTableView['page'] }) => (
  <footer class="table-pages">
    <span>
      {page.total === 0
        ? 'No row passes the filters.'
        : `Rows ${formatNumber(page.first)} to ${formatNumber(page.last)} of ${formatNumber(page.total)} in this span.`}
    </span>
    {page.previous === null ? null : (
      <a href={page.previous} data-key="previous-page" rel="prev">
        Earlier rows
      </a>
    )}
    {page.next === null ? null : (
      <a href={page.next} data-key="next-page" rel="next">
        Later rows
      </a>
    )}
  </footer>
)

/** The drawing's equal: the same events, row for row, in time order before and after the hit. */
export const EventTable = ({ view }: { view: EventTableView }) => {
  const [first, ...rest] = view.groups
  const folds = view.folds.map((fold) => (
    <FoldRow fold={fold} {...(fold.opened === null ? {} : { id: 'open' })} />
  ))
  return (
    <section class="panel events" id="events" aria-labelledby="tb-h">
      <header>
        <h2 id="tb-h">Events</h2>
        <span class="mid micro">{view.heading}</span>
      </header>
      <table class="table event-table">
        <caption class="sr">Events in time order, before and after the hit</caption>
        <Head at={view.zoneAt} />
        <tbody>
          {first ? <GroupRow group={first} /> : null}
          {folds}
          {view.moreFolds === null ? null : (
            <PlainRow words={view.moreFolds.words} href={view.moreFolds.href} action="Show" />
          )}
          {first ? <Rows group={first} /> : null}
          {rest.map((group) => (
            <>
              <GroupRow group={group} />
              <Rows group={group} />
            </>
          ))}
          {view.weak === null ? null : (
            <PlainRow words={view.weak.words} href={view.weak.href} action="Open" />
          )}
          {view.undecided === null ? null : <UndecidedRow view={view.undecided} />}
        </tbody>
      </table>
      <Pages page={view.page} />
    </section>
  )
}
