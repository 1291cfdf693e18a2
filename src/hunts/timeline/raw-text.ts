/**
 * Breaks JSON text into lines without reading it: every character of the stored document stays as it is,
 * only line breaks and indents are put between its tokens. Text that is no JSON comes back unchanged.
 */
export const breakJson = (text: string): string => {
  if (!/^\s*[[{]/.test(text)) return text
  let out = ''
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? ''
    if (inString) {
      out += char
      if (char === '\\') {
        out += text[i + 1] ?? ''
        i += 1
      } else if (char === '"') inString = false
      continue
    }
    switch (char) {
      case '"':
        inString = true
        out += char
        break
      case '{':
      case '[': {
        const close = char === '{' ? '}' : ']'
        const rest = /^\s*/.exec(text.slice(i + 1))?.[0].length ?? 0
        if (text[i + 1 + rest] === close) {
          out += char + close
          i += 1 + rest
          break
        }
        depth += 1
        out += `${char}\n${'  '.repeat(depth)}`
        break
      }
      case '}':
      case ']':
        depth = Math.max(0, depth - 1)
        out += `\n${'  '.repeat(depth)}${char}`
        break
      case ',':
        out += `,\n${'  '.repeat(depth)}`
        break
      case ':':
        out += ': '
        break
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break
      default:
        out += char
    }
  }
  return out
}
