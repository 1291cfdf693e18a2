import { plainText } from '#views/safe-text.ts'

/** Characters that fill two cells of a terminal: East Asian wide and full-width forms, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u
const combining = /\p{M}/u

const cellsOf = (character: string): number =>
  combining.test(character) ? 0 : wide.test(character) ? 2 : 1

/** Log text made safe and cut to a number of terminal cells, with an ellipsis where something is left out. */
export const cut = (text: string, cells: number): string => {
  if (cells <= 0) return ''
  // Beyond this no column looks, and a hostile value may be megabytes long.
  const safe = plainText(text.slice(0, cells * 4))
  let used = 0
  let kept = ''
  let beforeLast = ''
  for (const character of safe) {
    const size = cellsOf(character)
    if (used + size > cells) return `${used < cells ? kept : beforeLast}…`
    if (used + size < cells || size === 0) beforeLast = kept + character
    kept += character
    used += size
  }
  return kept
}

/** How many cells of a terminal safe text fills. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + cellsOf(character), 0)

/** Cut and filled up with spaces on the right, or on the left. */
export const cell = (text: string, cells: number, align: 'left' | 'right' = 'left'): string => {
  const shown = cut(text, cells)
  const fill = ' '.repeat(Math.max(0, cells - widthOf(shown)))
  return align === 'left' ? shown + fill : fill + shown
}

/** Breaks safe text into lines of at most so many cells, at spaces where there are some. */
export const wrap = (text: string, cells: number, indent = ''): readonly string[] => {
  const room = Math.max(8, cells - indent.length)
  const lines: string[] = []
  let line = ''
  for (const word of plainText(text).split(' ')) {
    let rest = word
    while (widthOf(rest) > room) {
      if (line !== '') lines.push(line)
      line = ''
      const head = cut(rest, room).slice(0, -1)
      lines.push(head)
      rest = rest.slice(head.length)
    }
    if (line !== '' && widthOf(line) + 1 + widthOf(rest) > room) {
      lines.push(line)
      line = rest
    } else line = line === '' ? rest : `${line} ${rest}`
  }
  if (line !== '') lines.push(line)
  return lines.map((one) => indent + one)
}
