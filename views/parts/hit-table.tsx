import type { HitListView } from '../models/events.ts'
import { formatNumber } from '../format.ts'
import { PlainText } from './evidence.tsx'
import { Glyph, kindWord } from './glyph.tsx'
import { Sentence } from './sentence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

/** Every hit of the run in time order; its sentence leads to it on the timeline. */
export const HitTable = ({ view }: { view: HitListView }) => (
  <section class="panel hits" id="hits" aria-labelledby="hits-h">
    <header>
      <h2 id="hits-h">Hits</h2>
      <span class="mid micro">{view.heading}</span>
    </header>
    {view.rows.length === 0 ? (
      <div class="body">
        <p>The run found no hit. What telemetry was there says what that is worth.</p>
      </div>
    ) : (
      <table class="table stk hit-table">
        <caption class="sr">Hits in time order</caption>
        <thead>
          <tr>
            <th>Hit</th>
            <th>
              Time, <ZoneName at={view.rows[0]?.time ?? 0} />
            </th>
            <th>Asset</th>
            <th>Identity</th>
            <th>What happened</th>
            <th class="num">Episode</th>
            <th class="num">Linked</th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr>
              <th scope="row">
                <span class="nowrap">
                  <Glyph kind={row.glyph} size={18} />
                  <span class="sr">{kindWord[row.kind]}, hit</span> {row.n}
                </span>
              </th>
              <td data-l="Time">
                <TimeStamp time={row.time} digits={row.digits} />
              </td>
              <td data-l="Asset">
                <PlainText text={row.asset} />
              </td>
              <td data-l="Identity">
                {row.account === '' ? (
                  <span class="dim">names nobody</span>
                ) : (
                  <PlainText text={row.account} />
                )}
              </td>
              <td data-l="What happened">
                <a class="rowlink" href={row.href}>
                  <Sentence parts={row.sentence} />
                </a>
              </td>
              <td data-l="Episode" class="num">
                {row.episode ?? '–'}
              </td>
              <td data-l="Linked" class="num">
                {formatNumber(row.linked)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {view.next === null && view.first === null ? null : (
      <footer class="table-pages">
        {view.first === null ? null : <a href={view.first}>First page</a>}
        {view.next === null ? null : <a href={view.next}>Later hits</a>}
      </footer>
    )}
  </section>
)
