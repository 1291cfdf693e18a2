import { cell, cut, widthOf } from '../hunts/columns.ts'

/** A value of more cells is cut unless told: one hostile name must not push every other column out of sight. */
const usualWidest = 60

/** Rows under a head in columns of their own width; `right` names columns that are flush right. */
export const textTable = (
  head: readonly string[],
  values: readonly (readonly string[])[],
  right: readonly number[] = [],
  widest = usualWidest,
): readonly string[] => {
  const rows = values.map((row) => row.map((value) => cut(value, widest)))
  const widths = head.map((title, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => cell(text, widths[i] ?? 0, right.includes(i) ? 'right' : 'left'))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
