import type { EventMark as Mark } from '../models/lanes.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'

/**
 * One event, or several in one place, in the plot: kind by shape, letter and color, a ring for a hit, a
 * shadow for more than one. On a phone it is an upright tick. Its row in the table is its larger twin.
 */
export const EventMark = ({ mark }: { mark: Mark }) => {
  const x = pc(mark.x)
  const name = [
    'mark',
    `k-${mark.kind}`,
    ...(mark.isHit ? ['is-hit'] : []),
    ...(mark.isSelected ? ['is-sel'] : []),
  ]
  return (
    <a class={name.join(' ')} href={mark.href} tabindex={-1}>
      <title>{plainText(mark.title)}</title>
      {mark.isSelected ? <circle class="sel-ring" cx={x} cy={mark.y} r="11.5" /> : null}
      {mark.isHit ? (
        <circle class="hit-ring" cx={x} cy={mark.y} r={mark.isSelected ? '9.5' : '11'} />
      ) : null}
      {mark.count > 1 ? (
        <use class="under" href={`#g-${mark.glyph}`} x={x} y={mark.y} transform="translate(3 -2)" />
      ) : null}
      <use class="face" href={`#g-${mark.glyph}`} x={x} y={mark.y} />
      <rect
        class="tickmark"
        x={x}
        y={mark.y - 8}
        width={mark.isHit ? '4' : '2.5'}
        height="16"
        transform="translate(-1.5 0)"
      />
    </a>
  )
}
