const widthOf = (text: string): number => Array.from(text).length

/** Rows under a head in columns of their own width; `right` names columns that are flush right. */
export const textTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] => {
  const widths = head.map((title, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const pad = ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)))
        return right.includes(i) ? pad + cell : cell + pad
      })
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
