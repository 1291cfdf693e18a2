/** One run of log text: plain, or one character that must be written out to be seen. */
export interface TextSegment {
  readonly text: string
  readonly odd: boolean
}

/**
 * Control, bidirectional, zero-width and other invisible characters, and lone surrogates: what could
 * hide or reorder text. Unicode general categories Cc, Cf, Cs, Co, Zl, Zp, and the fillers of category Lo.
 */
const odd = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/u
const oddRun = new RegExp(odd.source, 'gu')
const kept = new Set(['\n', '\t'])

/** Cuts log text into segments. With `lines`, line breaks (CR LF is one) and tabs stay what they are. */
export const segmentsOf = (text: string, lines = false): readonly TextSegment[] => {
  if (!odd.test(text)) return [{ text, odd: false }]
  const segments: TextSegment[] = []
  let from = 0
  for (const match of text.matchAll(oddRun)) {
    if (lines && (kept.has(match[0]) || text.startsWith('\r\n', match.index))) continue
    if (match.index > from) segments.push({ text: text.slice(from, match.index), odd: false })
    const code = match[0].codePointAt(0) ?? 0
    segments.push({ text: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, odd: true })
    from = match.index + match[0].length
  }
  if (from < text.length) segments.push({ text: text.slice(from), odd: false })
  return segments
}

/** The same on one line, for attributes and titles that cannot hold a box: `<U+202E>`. */
export const plainText = (text: string): string =>
  segmentsOf(text)
    .map((s) => (s.odd ? `<${s.text}>` : s.text))
    .join('')

/**
 * Text as a form field shows it to be edited: line breaks stay, what cannot be seen is written out. `fromForm`
 * of src/server/form-text.ts reads it back.
 */
export const formText = (text: string): string =>
  segmentsOf(text.replaceAll('\r\n', '\n'), true)
    .map((s) => (s.odd ? `<${s.text}>` : s.text))
    .join('')

/** The same inside a textarea, whose first line break the browser drops. */
export const areaText = (text: string): string => {
  const shown = formText(text)
  return shown.startsWith('\n') ? `\n${shown}` : shown
}

/** Cuts text at a number of code points, never inside a surrogate pair. */
export const cutText = (text: string, length: number): { text: string; cut: boolean } => {
  if (text.length <= length) return { text, cut: false }
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length
  return { text: text.slice(0, end), cut: true }
}
