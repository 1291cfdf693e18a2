import type { CoverageRun, CoverageStateName, CoverageStripView } from '../models/lanes.ts'
import { pc } from '../percent.ts'

const patterns: Readonly<Partial<Record<CoverageStateName, string>>> = {
  blind: 'url(#p-blind)',
  failed: 'url(#p-failed)',
  truncated: 'url(#p-trunc)',
}

/** One state over one stretch of time: a pattern each, so that color is never alone. */
export const CoverageCell = ({
  run,
  y,
  height = 7,
}: {
  run: CoverageRun
  y: number
  height?: number
}) => {
  const fill = patterns[run.state]
  const look = fill === undefined ? { class: `cov cov-${run.state}` } : { fill }
  return <rect {...look} x={pc(run.x)} y={y} width={pc(run.width)} height={height} />
}

/** What telemetry there was under the lanes, on the same scale. */
export const CoverageStrip = ({ strip }: { strip: CoverageStripView }) => (
  <>
    {strip.rows.flatMap((row) => row.runs.map((run) => <CoverageCell run={run} y={row.y + 2.5} />))}
  </>
)

const legend: readonly { state: CoverageStateName; words: string }[] = [
  { state: 'seen', words: 'seen' },
  { state: 'quiet', words: 'quiet: source alive, none of this kind' },
  { state: 'blind', words: 'blind: nothing collected' },
  { state: 'truncated', words: 'truncated: cleared or cut' },
  { state: 'failed', words: 'failed: not answered' },
]

export const CoverageLegend = () => (
  <div class="cov-legend">
    {legend.map(({ state, words }) => (
      <span>
        <svg width="22" height="10" aria-hidden="true">
          <rect
            {...(patterns[state] === undefined
              ? { class: `cov cov-${state}` }
              : { fill: patterns[state] })}
            x=".5"
            y=".5"
            width="21"
            height="9"
          />
        </svg>
        {words}
      </span>
    ))}
  </div>
)
