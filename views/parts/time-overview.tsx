import type { OverviewView } from '../models/lanes.ts'
import { pc } from '../percent.ts'

const base = 32
const fewHits = 40

/** Few hits are lines through the bars; many are one picture at their top, so that the bars stay readable. */
const Hits = ({ hits }: { hits: readonly number[] }) =>
  hits.length <= fewHits ? (
    <>
      {hits.map((x) => (
        <rect class="o-hit" x={pc(x)} y="2" width="2" height="30" transform="translate(-1 0)" />
      ))}
    </>
  ) : (
    <svg x="0" y="0" width="100%" height="7" viewBox="0 0 1000 1" preserveAspectRatio="none">
      <path class="o-hit" d={hits.map((x) => `M${Math.round(x * 10) - 1} 0h2v1h-2z`).join('')} />
    </svg>
  )

/**
 * The whole scope on a clock scale. Each bar is a link to its span; with script the frame and its grips can
 * be dragged, which follows the same kind of link.
 */
export const TimeOverview = ({ view, dragTo }: { view: OverviewView; dragTo: string }) => (
  <div class="brush">
    <div class="brush-h">
      <span class="strong">{view.head}</span>
      <span class="dim">{view.sub}</span>
    </div>
    <svg
      class="time-overview"
      width="100%"
      height="50"
      role="group"
      aria-label={view.label}
      data-from={view.from}
      data-to={view.to}
      data-drag={dragTo}
    >
      {view.undecided === null ? null : (
        <rect
          fill="url(#p-undecided)"
          x={pc(view.undecided)}
          y="0"
          width={pc(100 - view.undecided)}
          height={base + 1}
        />
      )}
      {view.bars.map((bar) => (
        <a class="o-link" href={bar.href} tabindex={-1}>
          <title>{bar.title}</title>
          <rect class="o-room" x={pc(bar.x)} y="0" width={pc(bar.width)} height={base} />
          {bar.height === 0 ? null : (
            <rect
              class="o-bar"
              x={pc(bar.x + bar.width * 0.1)}
              y={base - bar.height}
              width={pc(bar.width * 0.8)}
              height={bar.height}
            />
          )}
        </a>
      ))}
      <line class="o-base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
      {view.frame === null ? null : (
        <>
          <rect
            class="o-frame"
            x={pc(view.frame.x)}
            y="1"
            width={pc(view.frame.width)}
            height="31"
            rx="2"
          />
          <rect
            class="o-grip o-grip-from"
            x={pc(view.frame.x)}
            y="10"
            width="4"
            height="13"
            rx="2"
            transform="translate(-2 0)"
          />
          <rect
            class="o-grip o-grip-to"
            x={pc(view.frame.x + view.frame.width)}
            y="10"
            width="4"
            height="13"
            rx="2"
            transform="translate(-2 0)"
          />
        </>
      )}
      <Hits hits={view.hits} />
      {view.ticks.map((tick) => (
        <text
          class={tick.small ? 't-clock' : 't-clock tier-2'}
          x={pc(tick.x)}
          y="46"
          {...(tick.anchor === 'middle' ? {} : { 'text-anchor': tick.anchor })}
        >
          {tick.text}
          {tick.day === null ? null : <tspan class="tier-2"> {tick.day}</tspan>}
        </text>
      ))}
    </svg>
  </div>
)
