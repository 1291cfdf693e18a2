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
}: {
  word: 'asset' | 'identity'
  entities: readonly EntityRow[]
}) =>
  entities.length === 0 ? (
    <div class="body">
      <AbsenceNote what={word === 'asset' ? 'No asset seen yet.' : 'No identity seen yet.'} />
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
