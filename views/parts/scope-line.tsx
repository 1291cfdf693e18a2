import type { Child } from 'hono/jsx'
import type { HuntHeaderView } from '../models/hunt.ts'
import { formatTime } from '../format-time.ts'
import { formatNumber, formatSpan } from '../format.ts'
import { useShell } from '../shell.ts'
import { Evidence, PlainText } from './evidence.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

/** Names written out before the rest is counted. */
const maxNames = 4

const Fact = ({ word, children }: { word: string; children: Child }) => (
  <div>
    <dt>{word}</dt>
    <dd>{children}</dd>
  </div>
)

const Names = ({ names, reason }: { names: readonly string[]; reason: string | null }) => {
  if (reason !== null) {
    return (
      <>
        any{' '}
        <span class="dim">
          reason: <PlainText text={reason} />
        </span>
      </>
    )
  }
  const more = names.length - maxNames
  return (
    <>
      <Evidence text={names.slice(0, maxNames).join(', ')} class="plain" />
      {more > 0 ? (
        <span class="dim" title={names.slice(maxNames, maxNames + 40).join(', ')}>
          {' '}
          and {formatNumber(more)} more
        </span>
      ) : null}
    </>
  )
}

/** Source, assets, identities, window, behavior and run, in one line. */
export const ScopeLine = ({ view }: { view: HuntHeaderView }) => {
  const { from, to } = view.window
  const { zone } = useShell()
  const isOneDate = formatTime(from, 'date', zone) === formatTime(to, 'date', zone)
  return (
    <dl class="scope-line">
      <Fact word="Source">
        {view.source.href === null ? (
          <PlainText text={view.source.name} />
        ) : (
          <a href={view.source.href}>{view.source.name}</a>
        )}
      </Fact>
      <Fact word="Assets">
        <Names names={view.assets} reason={view.assetsReason} />
      </Fact>
      <Fact word="Identities">
        <Names names={view.identities} reason={view.identitiesReason} />
      </Fact>
      <Fact word="Window">
        <span class="nowrap">
          <TimeStamp time={from} style="full" />
        </span>{' '}
        →{' '}
        <span class="nowrap">
          <TimeStamp time={to} style={isOneDate ? 'clock' : 'full'} /> <ZoneName at={from} />
        </span>{' '}
        <span class="dim">{formatSpan(to - from)}</span>
      </Fact>
      <Fact word="Behavior">
        <PlainText text={view.behavior} />
      </Fact>
      {view.run === null ? null : (
        <Fact word="Run">
          {view.run.n} of {view.run.of}{' '}
          <span class="dim">
            <TimeStamp time={view.run.at} style="day-clock" />
            {view.run.tookMs === null ? '' : `, ${formatSpan(view.run.tookMs * 1000)}`}
            {view.run.scopeVersion > 1 ? `, scope ${view.run.scopeVersion}` : ''}
          </span>
        </Fact>
      )}
    </dl>
  )
}
