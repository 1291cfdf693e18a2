import { Badge } from './badge.tsx'

export interface TechniqueRow {
  readonly id: string
  readonly name: string
  /** Name of the technique it is a part of. */
  readonly parent: string | null
  readonly platforms: readonly string[]
  /** Documented behaviors in our guide; 0 where there is no guide. */
  readonly behaviors: number
}

/** Techniques, one a row; a sub-technique names what it is a part of. */
export const TechniqueTable = ({
  rows,
  choose,
  chosen,
}: {
  rows: readonly TechniqueRow[]
  /** Name of a submit button a row, in the form around the table; its value is the technique's id. */
  choose?: string
  chosen?: string | undefined
}) => (
  <table class="table stk technique-table">
    <thead>
      <tr>
        <th>Id</th>
        <th>Technique</th>
        <th>Platforms</th>
        <th>Guide</th>
        {choose === undefined ? null : (
          <th>
            <span class="sr">Choose</span>
          </th>
        )}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr>
          <td class="ev" data-l="Id">
            <span>{row.id}</span>
          </td>
          <th scope="row">
            {row.parent === null ? null : <span class="dim">{row.parent}: </span>}
            <a href={`/techniques/${row.id}`}>{row.name}</a>
          </th>
          <td class="mid" data-l="Platforms">
            <span>{row.platforms.join(', ')}</span>
          </td>
          <td data-l="Guide">
            <span>
              {row.behaviors > 0 ? (
                <Badge tone="ok">
                  {row.behaviors} {row.behaviors === 1 ? 'behavior' : 'behaviors'}
                </Badge>
              ) : (
                <span class="dim">facts only</span>
              )}
            </span>
          </td>
          {choose === undefined ? null : (
            <td class="num">
              <button
                class={row.id === chosen ? 'btn on' : 'btn'}
                type="submit"
                name={choose}
                value={row.id}
              >
                {row.id === chosen ? 'Chosen' : 'Choose'}
                <span class="sr">
                  {' '}
                  {row.id} {row.name}
                </span>
              </button>
            </td>
          )}
        </tr>
      ))}
    </tbody>
  </table>
)
