import type { Micros } from '#queries/event.ts'
import type { CountView } from '../model.ts'
import { Count } from './count.tsx'
import { Evidence, PlainText } from './evidence.tsx'
import { RunState, type RunStateName } from './run-state.tsx'
import { TimeStamp, ZoneName } from './time-stamp.tsx'

export interface HuntRow {
  readonly id: string
  readonly title: string
  readonly technique: string
  readonly source: string
  /** `3 assets, 2 identities, 24 h`. */
  readonly scope: string
  readonly runs: number
  /** Of the last run. */
  readonly state: RunStateName | null
  readonly hits: CountView | null
  readonly context: CountView | null
  readonly lastRun: Micros | null
  /** One sentence of a run under way. */
  readonly progress: string | null
}

/** Hunts with their last run: hits never without their standing. */
export const HuntTable = ({ hunts }: { hunts: readonly HuntRow[] }) => {
  const newest = hunts.find((hunt) => hunt.lastRun !== null)?.lastRun ?? 0
  return (
    <table class="table stk hunt-table">
      <thead>
        <tr>
          <th>Hunt</th>
          <th>Technique</th>
          <th>Source</th>
          <th>Scope</th>
          <th class="num">Hits</th>
          <th class="num">Linked</th>
          <th>Last run</th>
          <th class="num">Runs</th>
          <th class="num">
            Asked, <ZoneName at={newest} />
          </th>
        </tr>
      </thead>
      <tbody>
        {hunts.map((hunt) => (
          <Row hunt={hunt} />
        ))}
      </tbody>
    </table>
  )
}

const Row = ({ hunt }: { hunt: HuntRow }) => (
  <tr>
    <th scope="row">
      <a href={`/hunts/${hunt.id}`}>
        <PlainText text={hunt.title} />
      </a>
    </th>
    <td data-l="Technique">
      <a class="ev nowrap" href={`/techniques/${hunt.technique}`}>
        {hunt.technique}
      </a>
    </td>
    <td data-l="Source">
      <Evidence text={hunt.source} />
    </td>
    <td data-l="Scope">
      <span>{hunt.scope}</span>
    </td>
    <td data-l="Hits" class="num">
      {hunt.hits ? <Count count={hunt.hits} /> : <span class="dim">–</span>}
    </td>
    <td data-l="Linked" class="num">
      {hunt.context ? <Count count={hunt.context} /> : <span class="dim">–</span>}
    </td>
    <td data-l="Last run">
      <span>
        <RunState state={hunt.state} />
        {hunt.progress ? <span class="dim micro"> {hunt.progress}</span> : null}
      </span>
    </td>
    <td data-l="Runs" class="num">
      <span>{hunt.runs}</span>
    </td>
    <td data-l="Asked" class="num">
      {hunt.lastRun === null ? (
        <span class="dim">never</span>
      ) : (
        <TimeStamp time={hunt.lastRun} style="minute" />
      )}
    </td>
  </tr>
)
