import type { FoldRowView } from '../models/events.ts'
import { Evidence, PlainText } from './evidence.tsx'
import { Glyph, kindWord } from './glyph.tsx'
import { Sentence } from './sentence.tsx'
import { TimeStamp } from './time-stamp.tsx'

export const FoldIcon = () => (
  <svg class="glyph" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
    <path class="fold-ic" d="M-6-4h12M-6 0h12M-6 4h12" />
  </svg>
)

/** Many events as one row with their count, and the way in. Opened, it shows what the source holds now. */
export const FoldRow = ({ fold, id }: { fold: FoldRowView; id?: string }) => (
  <>
    <tr class="row row-fold" {...(id === undefined ? {} : { id })}>
      <td class="c-k">
        <FoldIcon />
      </td>
      <td class="c-what" colspan={4}>
        {fold.text}
        <Evidence text={fold.evidence} limit={120} />
        <PlainText text={fold.after} />{' '}
        {fold.opened === null ? (
          <a href={fold.href} data-key="o">
            {fold.action}
          </a>
        ) : (
          <a href={fold.opened.closeHref} data-key="o">
            Close
          </a>
        )}
      </td>
    </tr>
    {fold.opened === null ? null : (
      <tr class="row row-opened">
        <td class="c-k" />
        <td class="c-what" colspan={4}>
          <p class="note unknown">
            <span class="what">Asked now</span>
            <span>
              <PlainText text={fold.opened.said} />
            </span>
          </p>
          {fold.opened.rows.length === 0 ? null : (
            <ol class="opened">
              {fold.opened.rows.map((row) => (
                <li>
                  <Glyph kind={row.kind} />
                  <span class="sr">{kindWord[row.kind]}</span>
                  <TimeStamp time={row.time} style="full" digits={3} />
                  <span>
                    <PlainText text={row.asset} />
                  </span>
                  <span class="mid">
                    <PlainText text={row.account} />
                  </span>
                  <span class="mid">
                    <Sentence parts={row.sentence} />
                  </span>
                </li>
              ))}
            </ol>
          )}
        </td>
      </tr>
    )}
  </>
)
