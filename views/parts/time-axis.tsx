import type { TimeAxis as Axis } from '../models/lanes.ts'
import { pc } from '../percent.ts'

const anchorOf = (anchor: 'start' | 'middle' | 'end') =>
  anchor === 'middle' ? {} : { 'text-anchor': anchor }

/** Grid, T± above and the clock below it, and on which side of the hit "before" and "after" lie. */
export const TimeAxis = ({ axis, bottom }: { axis: Axis; bottom: number }) => (
  <>
    {axis.ticks.map((tick) => (
      <>
        <line class="grid" x1={pc(tick.x)} y1="46" x2={pc(tick.x)} y2={bottom} />
        <text
          class={tick.small ? 't-tick' : 't-tick tier-2'}
          x={pc(tick.x)}
          y="31"
          {...anchorOf(tick.anchor)}
        >
          {tick.delta}
        </text>
        {tick.clock === null ? null : (
          <text class="t-clock tier-2" x={pc(tick.x)} y="44" {...anchorOf(tick.anchor)}>
            {tick.clock}
            {tick.day === null ? null : <tspan class="from-b"> {tick.day}</tspan>}
          </text>
        )}
      </>
    ))}
    {axis.zero === null ? null : (
      <>
        <text class="t-tick t-zero" x={pc(axis.zero.x)} y="31">
          0
        </text>
        <text class="t-clock tier-2 t-zero" x={pc(axis.zero.x)} y="44">
          {axis.zero.clock}
        </text>
      </>
    )}
  </>
)

/** The two windows differ in length, and the axis says so. They stand beside the hit's flag. */
export const WindowWords = ({ axis, gap }: { axis: Axis; gap: number }) =>
  axis.zero === null ? null : (
    <>
      {axis.zero.x < 14 ? null : (
        <text class="t-band" x={pc(axis.zero.x)} dx={-gap} y="13" text-anchor="end">
          <tspan class="tier-2">{axis.before} </tspan>before
        </text>
      )}
      {axis.zero.x > 86 ? null : (
        <text class="t-band" x={pc(axis.zero.x)} dx={gap} y="13">
          after<tspan class="tier-2"> {axis.after}</tspan>
        </text>
      )}
    </>
  )
