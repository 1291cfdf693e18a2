import type { EventRowView } from '../models/events.ts'
import { plainText } from '../safe-text.ts'
import { PlainText } from './evidence.tsx'
import { Glyph, kindWord } from './glyph.tsx'
import { Sentence } from './sentence.tsx'
import { TimeDelta } from './time-delta.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** The account's whole name and how the row comes to it; a cell shows only its last part. */
const accountTitle = (row: EventRowView): string => {
  if (row.standing === 'undetermined') return 'identity undetermined: no owner is known'
  if (row.account === '') return 'names nobody'
  const owner = row.isOwner ? ', the owner of its process' : ''
  return `${plainText(row.account)}${owner}`
}

const nameOf = (row: EventRowView): string =>
  [
    'row',
    ...(row.hit === null ? [] : ['row-hit']),
    ...(row.isSelected ? ['row-sel'] : []),
    ...(row.isOrderUnknown ? ['row-unk'] : []),
  ].join(' ')

/** The domain stands in the tooltip and among the fields. */
const userPart = (account: string): string => account.split('\\').at(-1) ?? account

/** T±, with `≈` in front where the clocks cannot tell; the number of a hit stands in its place. */
const When = ({ row }: { row: EventRowView }) => (
  <td class="c-t">
    {row.hit === null ? (
      <TimeDelta us={row.delta ?? 0} orderUnknown={row.isOrderUnknown} />
    ) : (
      <span class="td">hit {row.hit}</span>
    )}{' '}
    <TimeStamp time={row.time} style="clock" digits={row.digits} />
  </td>
)

/** One event: the row is the larger twin of its mark, and its sentence is the link that opens it. */
export const EventRow = ({ row }: { row: EventRowView }) => (
  <tr
    id={`e${row.row}`}
    class={nameOf(row)}
    {...(row.isSelected ? { 'aria-selected': 'true' as const } : {})}
  >
    <td class="c-k">
      <Glyph kind={row.glyph} size={18} />
      <span class="sr">{kindWord[row.kind]}</span>
    </td>
    <When row={row} />
    <td class="c-w">
      <span class={row.isExtension ? 'as has-ext' : 'as'}>
        <PlainText text={row.asset} />
        {row.isExtension ? (
          <>
            {' '}
            <abbr class="ext" title="outside the scope, added by link">
              +
            </abbr>
          </>
        ) : null}
      </span>{' '}
      <span class={row.isOwner ? 'id dim' : 'id'} title={accountTitle(row)}>
        {row.account === '' ? '–' : <PlainText text={userPart(row.account)} />}
        {row.standing === 'undetermined' ? ' undetermined' : ''}
      </span>
    </td>
    <td class="c-what">
      <a class="rowlink" href={row.href}>
        <Sentence parts={row.sentence} />
      </a>
      {row.isLookup ? <span class="dim"> lookup</span> : null}
      {row.note === null ? null : <span class="ordnote">≈ {row.note}</span>}
    </td>
    <td class="c-l">
      {row.hit === null ? null : <span class="badge hit">hit {row.hit}</span>}
      {row.grade === null || row.hit !== null ? null : (
        <>
          <span class="lk grade">
            <svg width="26" height="6" aria-hidden="true">
              <line class={`link-line l-${row.grade}`} x1="1" y1="3" x2="25" y2="3" />
            </svg>
            {row.grade}
          </span>{' '}
          <span class="ky">{row.key}</span>
        </>
      )}
    </td>
  </tr>
)
