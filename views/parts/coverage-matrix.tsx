import type { Child } from 'hono/jsx'
import type { CoverageMatrixView } from '../models/hunt.ts'
import { formatNumber } from '../format.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'
import { CoverageCell, CoverageLegend } from './coverage-strip.tsx'
import { PlainText } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

/** The clock over rows of coverage; what stands at its end says its bucket and zone. */
export const CoverageAxis = ({
  ticks,
  children,
}: {
  ticks: CoverageMatrixView['ticks']
  children?: Child
}) => (
  <div class="cov-axis">
    <span />
    <svg width="100%" height="14" aria-hidden="true">
      {ticks.map((tick) => (
        <text
          x={pc(tick.x)}
          y="11"
          {...(tick.anchor === 'middle' ? {} : { 'text-anchor': tick.anchor })}
        >
          {tick.text}
        </text>
      ))}
    </svg>
    <span class="dim micro">{children}</span>
  </div>
)

/** Asset × log source × time: what the scope could see. The words of each row say what the pattern shows. */
export const CoverageMatrix = ({ view }: { view: CoverageMatrixView }) => {
  return (
    <section class="panel coverage-matrix" id="coverage" aria-labelledby="cov-h">
      <header>
        <h2 id="cov-h">Coverage of the scope</h2>
        <span class="mid micro">
          log source by asset over the window, <ZoneName at={view.from} />; the needed ones stand
          first
        </span>
      </header>
      <div class="body stack">
        <CoverageLegend />
        {view.groups.length === 0 ? (
          <p>No coverage was recorded: the run ended before it was asked for.</p>
        ) : (
          <CoverageAxis ticks={view.ticks} />
        )}
        {view.groups.map((group) => (
          <div class="cov-asset">
            <h3>
              <PlainText text={group.asset} />
              {group.isExtension ? <span class="dim"> added by link</span> : null}
            </h3>
            {group.rows.map((row) => (
              <div class="cov-row">
                <span title={plainText(row.channel)}>
                  <PlainText text={row.source} />{' '}
                  {row.isNeeded ? <span class="badge">needed</span> : null}
                </span>
                <svg class="cov-strip" width="100%" height="11" aria-hidden="true">
                  {row.runs.map((run) => (
                    <CoverageCell run={run} y={1} height={9} />
                  ))}
                </svg>
                <span class={row.isWanting ? 'cov-t is-blind' : 'cov-t'}>
                  {row.words} <span class="cov-n dim">{formatNumber(row.events)} events</span>
                </span>
              </div>
            ))}
          </div>
        ))}
        {view.shown < view.total ? (
          <p class="hint">
            {formatNumber(view.shown)} of {formatNumber(view.total)} rows are shown, the needed log
            sources among them.
          </p>
        ) : null}
        {view.watermark === null ? null : (
          <p class="hint">
            The source had been read up to <TimeStamp time={view.watermark} />: what lies later is
            not known yet.
          </p>
        )}
      </div>
    </section>
  )
}
