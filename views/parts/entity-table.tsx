import type { Micros } from '#queries/event.ts'
import { formatNumber } from '../format.ts'
import { AbsenceNote } from './absence-note.tsx'
import { Evidence } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

export interface EntityRow {
  readonly label: string
  readonly aliases: readonly string[]
  readonly events: number
  readonly lastSeen: Micros
}

/** Assets or identities of a source, with the spellings folded into each. */
export const EntityTable = ({
  word,
  entities,
  searched,
}: {
  word: 'asset' | 'identity'
  entities: readonly EntityRow[]
  searched: boolean
}) =>
  entities.length === 0 ? (
    <div class="body">
      <AbsenceNote
        what={
          searched
            ? 'None is found by this.'
            : word === 'asset'
              ? 'No asset seen yet.'
              : 'No identity seen yet.'
        }
      />
    </div>
  ) : (
    <table class="table stk">
      <thead>
        <tr>
          <th>{word === 'asset' ? 'Asset' : 'Identity'}</th>
          <th>Also written</th>
          <th class="num">Events</th>
          <th>
            Last seen, <ZoneName at={entities[0]?.lastSeen ?? 0} />
          </th>
        </tr>
      </thead>
      <tbody>
        {entities.map((entity) => (
          <tr>
            <th scope="row">
              <Evidence text={entity.label} />
            </th>
            <td class="mid" data-l="Also written">
              <span>
                {entity.aliases.map((alias, i) => (
                  <>
                    {i > 0 ? ', ' : null}
                    <Evidence text={alias} limit={200} />
                  </>
                ))}
              </span>
            </td>
            <td class="num" data-l="Events">
              <span>{formatNumber(entity.events)}</span>
            </td>
            <td data-l="Last seen">
              <TimeStamp time={entity.lastSeen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )

/** Finds one among many by any of its spellings; says how many are shown of how many. */
export const EntitySearch = ({
  action,
  query,
  shown,
  total,
}: {
  action: string
  query: string
  shown: number
  total: number
}) => (
  <>
    <span class="mid micro">
      {query === ''
        ? shown < total
          ? `the ${formatNumber(shown)} last seen of ${formatNumber(total)}`
          : formatNumber(total)
        : `${formatNumber(shown)} found of ${formatNumber(total)}`}
    </span>
    <form class="end with-btn" action={action} method="get" role="search" aria-label="Find by name">
      <label class="sr" for="entity-q">
        Find by name or alias
      </label>
      <input
        id="entity-q"
        name="q"
        type="search"
        value={query}
        placeholder="Find by any spelling"
      />
      <button class="btn" type="submit">
        Find
      </button>
    </form>
  </>
)
