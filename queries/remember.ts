/** Texts longer than this are rare, and too large to keep. */
const longest = 512
/** Answers of one function that are kept: this many of the newest, and as many of those before them. */
const generation = 4_096

/**
 * The same pure function, which remembers what it answered lately: a log says the same paths, accounts and
 * ids again and again. What is kept has an end, whatever is asked.
 */
export const remember = <T>(answer: (text: string) => T): ((text: string) => T) => {
  let young = new Map<string, { readonly answer: T }>()
  let old = young
  // One event is asked about the same text several times in a row.
  let lastText: string | undefined
  let last: { readonly answer: T } | undefined
  return (text) => {
    if (text === lastText && last !== undefined) return last.answer
    if (text.length > longest) return answer(text)
    const known = young.get(text)
    lastText = text
    last = known
    if (known !== undefined) return known.answer
    const made = old.get(text) ?? { answer: answer(text) }
    last = made
    if (young.size >= generation) {
      old = young
      young = new Map()
    }
    young.set(text, made)
    return made.answer
  }
}
