import type { LinkLine as Line } from '../models/lanes.ts'
import { pc } from '../percent.ts'

/** A link as a piece of an elbow: weight and dash say the grade; the selected event's way alone is colored. */
export const LinkLine = ({ line }: { line: Line }) => (
  <line
    class={`link-line l-${line.grade}${line.isPath ? ' l-path' : ''}`}
    x1={pc(line.x1)}
    y1={line.y1}
    x2={pc(line.x2)}
    y2={line.y2}
  />
)
