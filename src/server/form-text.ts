import { formText } from '#views/safe-text.ts'

/** Reads what a form field showed with `formText`: one kind of line break, written-out characters as themselves. */
export const fromForm = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(/<U\+([0-9A-F]{4,6})>/g, (written, hex: string) => {
    const code = Number.parseInt(hex, 16)
    if (code > 0x10_ffff) return written
    const character = String.fromCodePoint(code)
    // Only what a field writes out is read back; `<U+0041>` was typed.
    return formText(character) === written ? character : written
  })

/**
 * What the hunter left in a field that showed `before`: the very same text where it was not touched, whatever
 * the browser did to its line breaks; else what was typed, with the line breaks that `before` had.
 */
export const editedText = (text: string, before: string | undefined): string => {
  if (before === undefined) return fromForm(text)
  const typed = text.replaceAll('\r\n', '\n')
  const shown = formText(before)
  if (typed === shown || `\n${typed}` === shown) return before
  const edited = fromForm(text)
  return before.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited
}
