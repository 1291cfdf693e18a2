import type { MarkLabel as Label } from '../models/lanes.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'

const ground = { plain: 'lb', before: 'lb lb-before', asset: 'lb lb-asset' } as const

const look = { plain: 't-mark', hit: 't-mark t-mark-hit', unknown: 't-mark t-mark-unk' } as const

/** Words beside a mark on a ground of their own, shown from the plot width at which they touch nothing. */
export const MarkLabel = ({ label }: { label: Label }) => {
  const x = pc(label.x)
  const isLeft = label.side === 'left'
  return (
    <g class={`from-${label.from}`}>
      <rect
        class={ground[label.ground]}
        x={x}
        y={label.y - 8}
        width={label.width}
        height="16"
        transform={`translate(${isLeft ? -(label.gap + label.width) : label.gap} 0)`}
      />
      <text
        class={look[label.look]}
        x={x}
        dx={isLeft ? -(label.gap + 3) : label.gap + 3}
        y={label.y + 3.8}
        {...(isLeft ? { 'text-anchor': 'end' } : {})}
      >
        {plainText(label.text)}
      </text>
    </g>
  )
}
