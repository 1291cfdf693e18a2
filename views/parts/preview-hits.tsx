import type { ScopedEventRow } from '../models/draft.ts'
import type { FoundView } from '../models/draft-preview.ts'
import { countText } from './count.tsx'
import { WhenCells, WhoWhatCells } from './scoped-event-cells.tsx'
import { ZoneName } from './time-stamp.tsx'

/** What the count came to: by name, by the owner of their process, and undetermined, apart. */
export const foundWords = ({ named, owner, undetermined }: FoundView): string =>
  [
    `${countText({ value: named.value + owner.value, relation: named.relation === 'exact' && owner.relation === 'exact' ? 'exact' : 'at-least' })} in scope`,
    ...(owner.value > 0 ? [`${countText(owner)} of them by the owner of their process`] : []),
    ...(undetermined.value > 0
      ? [
          `${countText(undetermined)} more ${undetermined.value === 1 ? 'names' : 'name'} nobody: whose they are is undetermined`,
        ]
      : []),
  ].join(', ')

const Row = ({ row }: { row: ScopedEventRow }) => (
  <tr>
    <WhenCells row={row} />
    <WhoWhatCells row={row} />
  </tr>
)

/** The first hits, in time order. */
export const PreviewHits = ({ rows }: { rows: readonly ScopedEventRow[] }) => (
  <table class="table stk browse-table">
    <thead>
      <tr>
        <th>
          <span class="sr">Kind</span>
        </th>
        <th>
          <ZoneName at={rows[0]?.time ?? 0} />
        </th>
        <th>Asset</th>
        <th>Identity</th>
        <th>What happened</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row row={row} />
      ))}
    </tbody>
  </table>
)
