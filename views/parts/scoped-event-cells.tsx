import type { ScopedEventRow } from '../models/draft.ts'
import { PlainText } from './evidence.tsx'
import { Glyph } from './glyph.tsx'
import { Sentence } from './sentence.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** Kind and time: how a row of scoped events begins, wherever it stands. */
export const WhenCells = ({ row }: { row: ScopedEventRow }) => (
  <>
    <td class="c-k">
      <Glyph kind={row.glyph} size={18} />
      <span class="sr">{row.kindWord}</span>
    </td>
    <td data-l="Time" class="nowrap">
      <TimeStamp time={row.time} style="full" digits={3} />
    </td>
  </>
)

/** Asset, identity and what happened. */
export const WhoWhatCells = ({ row }: { row: ScopedEventRow }) => (
  <>
    <td data-l="Asset" class="nowrap">
      <PlainText text={row.asset} />
    </td>
    <td data-l="Identity">
      {row.account === '' ? (
        <span class="dim">names nobody</span>
      ) : (
        <PlainText text={row.account} />
      )}
    </td>
    <th scope="row" class="c-what">
      <Sentence parts={row.sentence} />
    </th>
  </>
)
