import { pc } from '../percent.ts'
import type { SightRow, SightView } from '../models/draft-scope.ts'
import { plural } from '../format.ts'
import { plainText } from '../safe-text.ts'
import { countText } from './count.tsx'
import { CoverageAxis } from './coverage-matrix.tsx'
import { CoverageCell, CoverageLegend } from './coverage-strip.tsx'
import { ErrorNote } from './error-note.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { Facts } from './facts.tsx'
import { GapList } from './gap-list.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

const Row = ({
  row,
  asset,
  undecided,
}: {
  row: SightRow
  asset: string
  undecided: number | null
}) => (
  <div class="cov-row">
    <span class="cov-n">
      <Evidence text={row.label} limit={60} /> <span class="dim">{row.name}</span>
    </span>
    <svg
      class="cov-strip"
      width="100%"
      height="10"
      role="img"
      aria-label={plainText(`${asset} ${row.label}: ${row.words}`)}
    >
      {row.runs.map((run) => (
        <CoverageCell run={run} y={0.5} height={9} />
      ))}
      {undecided === null ? null : (
        <>
          <rect class="und-bg" x={pc(undecided)} y="0" width={pc(100 - undecided)} height="10" />
          <rect
            fill="url(#p-undecided)"
            x={pc(undecided)}
            y="0"
            width={pc(100 - undecided)}
            height="10"
          />
        </>
      )}
    </svg>
    <span class={row.isWanting ? 'cov-t is-blind' : 'cov-t'}>
      {row.isNeeded ? <b>needed</b> : null} {row.words}
    </span>
  </div>
)

/**
 * Keeps the scope and asks again when a field of it has changed. It stands apart from what it replaces: a
 * change during an answer must not be lost with the old part.
 */
export const SightRefresh = ({ action }: { action: string }) => (
  <span
    id="sight-refresh"
    hidden
    hx-post={action}
    hx-trigger="change from:#scope-form delay:300ms"
    hx-target="#scope-sight"
    hx-swap="outerHTML"
    hx-sync="replace"
  />
)

/** First the consequence in one sentence, then asset × log source × time, then what it will cost. */
export const SightBody = ({
  view,
  hasCost = true,
}: {
  view: SightView
  /** Whether it also says what the scope holds and what reading it costs. */
  hasCost?: boolean
}) => {
  if (view.state === 'error') return <ErrorNote error={view.error} />
  if (view.state === 'open') {
    return (
      <div class="absence">
        <p>
          <strong>The scope is not whole yet.</strong>
        </p>
        <ul class="mid">
          {view.missing.map((one) => (
            <li>
              <PlainText text={one} />
            </li>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <>
      <p class={`verdict-line ${view.verdict.tone}`}>
        <strong>{view.verdict.head}</strong> <PlainText text={view.verdict.text} />
      </p>
      {view.assets.length === 0 ? null : (
        <CoverageAxis ticks={view.ticks}>
          {view.bucket}, <ZoneName at={view.checkedAt} />
        </CoverageAxis>
      )}
      {view.assets.map(({ asset, rows }) => (
        <section class="cov-asset">
          <h3>
            <Evidence text={asset} limit={120} />
          </h3>
          {rows.map((row) => (
            <Row row={row} asset={asset} undecided={view.undecided} />
          ))}
        </section>
      ))}
      {view.moreAssets > 0 ? (
        <p class="hint">
          {plural(view.moreAssets, 'more asset')} in scope: those with something wanting are shown
          first.
        </p>
      ) : null}
      {view.assets.length === 0 ? null : <CoverageLegend />}
      {view.neededFor === '' ? null : (
        <p class="hint">
          <b>needed</b>: for <PlainText text={view.neededFor} />.
        </p>
      )}
      <GapList gaps={view.gaps} />
      {hasCost ? (
        <Facts
          facts={[
            [
              'In scope',
              `${countText(view.events)} events, ${view.events.relation === 'exact' ? 'exact' : 'not counted to the end'}`,
            ],
            ['Cost', <PlainText text={view.cost} />],
          ]}
        />
      ) : null}
    </>
  )
}

/** The fragment beside the scope's fields. */
export const ScopeSight = ({ view, source }: { view: SightView; source: string }) => (
  <aside class="panel cov-live" id="scope-sight" aria-labelledby="sight-head">
    <header>
      <h2 id="sight-head">What this scope can see</h2>
      <span class="mid micro">
        <PlainText text={source} />
        {view.state === 'seen' ? (
          <>
            {' '}
            · checked <TimeStamp time={view.checkedAt} style="clock" />{' '}
            <ZoneName at={view.checkedAt} />
          </>
        ) : null}
      </span>
      <span class="end">
        <button class="btn" type="submit" name="do" value="check">
          Check again
        </button>
      </span>
    </header>
    <div class="body stack-s">
      <SightBody view={view} />
    </div>
  </aside>
)
