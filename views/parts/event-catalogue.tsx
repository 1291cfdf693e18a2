import type { EventRowView, TechniqueSourceView } from '../pages/technique-model.ts'
import { AbsenceNote } from './absence-note.tsx'
import { Seen, SeenAssets, SeenEvents, SeenLast } from './seen.tsx'
import { ZoneName } from './time-stamp.tsx'

export interface EventCatalogueProps {
  readonly title: string
  /** Head of the second column: `Channel` or `Name`. */
  readonly second: string
  readonly rows: readonly EventRowView[]
  readonly source: TechniqueSourceView | null
}

/** Events that matter for a technique, each resolved against the chosen source. */
export const EventCatalogue = ({ title, second, rows, source }: EventCatalogueProps) => (
  <section class="panel">
    <header>
      <h2>{title}</h2>
      <span class="mid micro">
        {source === null ? (
          'no source chosen: none is said to be seen or not'
        ) : (
          <>
            resolved against {source.id}, times in <ZoneName at={source.to ?? 0} />
          </>
        )}
      </span>
    </header>
    {rows.length === 0 ? (
      <div class="body">
        <AbsenceNote what={`${title}: none listed for this technique.`} />
      </div>
    ) : (
      <table class="table cat">
        <thead>
          <tr>
            <th>Event</th>
            <th>{second}</th>
            <th>Why it matters here</th>
            {source === null ? null : (
              <>
                <th>In {source.id}</th>
                <th class="num">Events</th>
                <th class="num">Last</th>
                <th class="num">Assets</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row row={row} source={source} />
          ))}
        </tbody>
      </table>
    )}
    {source !== null && rows.some((row) => row.seen?.state === 'not-seen') ? (
      <footer>
        Not seen means: no such event from any of {source.assets}{' '}
        {source.assets === 1 ? 'asset' : 'assets'} in all that {source.id} holds. Either it is not
        collected or it is not audited.
      </footer>
    ) : null}
  </section>
)

const Row = ({ row, source }: { row: EventRowView; source: TechniqueSourceView | null }) => (
  <tr>
    <th scope="row" class="ev">
      {row.code}
    </th>
    <td class="cat-name">{row.name}</td>
    <td class="why">{row.why}</td>
    {source === null ? null : (
      <>
        <td>
          <Seen seen={row.seen} />
        </td>
        <td class="num">
          <SeenEvents seen={row.seen} source={source} />
        </td>
        <td class="num">
          <SeenLast seen={row.seen} />
        </td>
        <td class="num">
          <SeenAssets seen={row.seen} source={source} />
        </td>
      </>
    )}
  </tr>
)
