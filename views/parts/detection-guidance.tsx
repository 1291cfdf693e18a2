import type { DetectionView, StrategyView, TechniqueSourceView } from '../pages/technique-model.ts'
import { AbsenceNote } from './absence-note.tsx'
import { CitedProse } from './cited-prose.tsx'
import { Seen, SeenEvents } from './seen.tsx'

/** What ATT&CK publishes on detecting a technique, with its log sources resolved; or that nothing is. */
export const DetectionGuidance = ({
  detection,
  attackVersion,
  source,
}: {
  detection: DetectionView
  attackVersion: string
  source: TechniqueSourceView | null
}) => (
  <section class="panel">
    <header>
      <h2>Detection guidance and data sources</h2>
      <span class="mid micro">as ATT&CK Enterprise {attackVersion} gives them</span>
    </header>
    <div class="body stack-s">
      {detection.absence ? (
        <AbsenceNote what={detection.absence.what}>{detection.absence.fact}</AbsenceNote>
      ) : null}
      {detection.guidance ? (
        <div class="prose">
          <CitedProse paragraphs={detection.guidance} />
        </div>
      ) : null}
      {detection.strategies.map((strategy) => (
        <p>
          Strategy{' '}
          <a class="ev" href={strategy.href} rel="noreferrer external">
            {strategy.id}
          </a>
          ,{' '}
          {strategy.analytics.length === 1
            ? 'one analytic'
            : `${strategy.analytics.length} analytics`}
          : <span class="ev">{strategy.analytics.map((a) => a.id).join(' ')}</span>
        </p>
      ))}
    </div>
    {detection.strategies.some(hasLogSources) ? (
      <LogSources strategies={detection.strategies} source={source} />
    ) : null}
  </section>
)

const hasLogSources = (strategy: StrategyView): boolean =>
  strategy.analytics.some((analytic) => analytic.logSources.length > 0)

interface LogSourceRow {
  readonly key: string
  readonly analytic: string
  readonly platforms: string
  readonly component: string
  readonly log: string
  readonly code: string
  readonly resolvable: boolean
  readonly seen: StrategyView['analytics'][number]['logSources'][number]['events'][number]['seen']
}

/** One row an event id; a log that ATT&CK names without ids is one row of its own. */
const rowsOf = (strategies: readonly StrategyView[]): readonly LogSourceRow[] =>
  strategies.flatMap((strategy) =>
    strategy.analytics.flatMap((analytic) =>
      analytic.logSources.flatMap((log) => {
        const shared = {
          analytic: analytic.id,
          platforms: analytic.platforms.join(', '),
          component: log.component,
          log: log.name,
        }
        const events =
          log.events.length > 0 ? log.events : [{ code: '', channel: null, seen: null }]
        return events.map((event) => ({
          ...shared,
          key: `${analytic.id} ${log.name} ${event.code}`,
          code: event.code,
          resolvable: event.channel !== null,
          seen: event.seen,
        }))
      }),
    ),
  )

const LogSources = ({
  strategies,
  source,
}: {
  strategies: readonly StrategyView[]
  source: TechniqueSourceView | null
}) => (
  <table class="table stk">
    <thead>
      <tr>
        <th>Log source</th>
        <th>Event</th>
        <th>Data component</th>
        <th>Analytic</th>
        <th>{source === null ? 'Platforms' : `In ${source.id}`}</th>
        {source === null ? null : <th class="num">Events</th>}
      </tr>
    </thead>
    <tbody>
      {rowsOf(strategies).map((row) => (
        <tr>
          <th scope="row" class="ev">
            {row.log}
          </th>
          <td class="ev" data-l="Event">
            {row.code === '' ? <span class="dim">none named</span> : <span>{row.code}</span>}
          </td>
          <td data-l="Data component">
            <span>{row.component}</span>
          </td>
          <td class="ev" data-l="Analytic">
            <span>{row.analytic}</span>
          </td>
          <td data-l={source === null ? 'Platforms' : 'In the source'}>
            {source === null ? (
              <span>{row.platforms}</span>
            ) : row.resolvable ? (
              <span>
                <Seen seen={row.seen} />
              </span>
            ) : (
              <span class="dim">no Windows event log: not resolved</span>
            )}
          </td>
          {source === null ? null : (
            <td class="num" data-l="Events">
              {row.resolvable ? <SeenEvents seen={row.seen} source={source} /> : null}
            </td>
          )}
        </tr>
      ))}
    </tbody>
  </table>
)
