import type { DensityRow } from '../models/lanes.ts'
import { pc } from '../percent.ts'
import { plainText } from '../safe-text.ts'

const steps = [1, 2, 3, 4] as const

/** Columns of one step, neighbors in one stroke; a hair of ground stays between strokes. */
const pathOf = (columns: readonly number[], step: number): string => {
  let d = ''
  for (let i = 0; i < columns.length; i += 1) {
    if (columns[i] !== step) continue
    const from = i
    while (columns[i + 1] === step) i += 1
    const width = i - from + 0.9
    d += `M${from} 0h${width}v1h-${width}z`
  }
  return d
}

/**
 * A row with more events than marks could show: a column's strength is its count. The columns are one
 * picture stretched over the plot, a path a step; the links above it lead into their part of the span.
 */
export const LaneDensity = ({ row, end }: { row: DensityRow; end: number }) => (
  <>
    <rect class="d-0" x="0" y={row.y} width={pc(end)} height={row.height} />
    <svg
      x={pc(row.x)}
      y={row.y}
      width={pc(row.width)}
      height={row.height}
      viewBox={`0 0 ${row.columns.length} 1`}
      preserveAspectRatio="none"
    >
      {steps.map((step) => {
        const d = pathOf(row.columns, step)
        return d === '' ? null : <path class={`d-${step}`} d={d} />
      })}
    </svg>
    {row.links.map((link) => (
      <a class="way-in" href={link.href} tabindex={-1}>
        <title>{plainText(link.title)}</title>
        <rect x={pc(link.x)} y={row.y} width={pc(link.width)} height={row.height} />
      </a>
    ))}
  </>
)
