import { plural } from '../format.ts'
import type { HistogramView } from '../models/draft-preview.ts'
import { pc } from '../percent.ts'

const base = 48

/** Events of the scope over time; hits as red marks above their bar. Positions are percentages: it fits any width. */
export const PreviewHistogram = ({ view }: { view: HistogramView }) => (
  <figure class="preview-histogram">
    <svg width="100%" height="68" role="img" aria-label={view.label}>
      {view.undecided === null ? null : (
        <rect
          fill="url(#p-undecided)"
          x={pc(view.undecided)}
          y="0"
          width={pc(100 - view.undecided)}
          height={base}
        />
      )}
      {view.bars.map((bar) => (
        <g>
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
          {bar.hits === 0 ? null : (
            <rect
              class="o-hit"
              x={pc(bar.x + bar.width * 0.1)}
              y={base - 3}
              width={pc(bar.width * 0.8)}
              height="6"
            />
          )}
        </g>
      ))}
      <line class="o-base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
      {view.ticks.map((tick) => (
        <text
          class="t-clock"
          x={pc(tick.x)}
          y="64"
          {...(tick.anchor === 'middle' ? {} : { 'text-anchor': tick.anchor })}
        >
          {tick.text}
          {tick.day === null ? null : ` ${tick.day}`}
        </text>
      ))}
    </svg>
    <figcaption class="dim micro">
      tallest bar {plural(view.tallest, 'event')}; red at the foot: hits
    </figcaption>
  </figure>
)
