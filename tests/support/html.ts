/* A reader of the HTML that our own renderer writes: every element closed, every attribute quoted. */

export interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Number of elements it stands in. */
  readonly depth: number
}

const voids = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'wbr', 'col', 'source'])
const tagPattern =
  /<!--[^]*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>/"]+(?:="[^"]*")?)*)\s*(\/?)>|</gi

const unescape = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

/** Every opening tag in order. Throws where an element is not closed or a `<` is no tag. */
export const tagsOf = (html: string): readonly Tag[] => {
  const tags: Tag[] = []
  const open: string[] = []
  for (const match of html.matchAll(tagPattern)) {
    const [whole, close, name = '', attributes = '', selfClosed] = match
    if (whole === '<')
      throw new Error(`a bare < at ${match.index}: ${html.slice(match.index, match.index + 60)}`)
    if (name === '') continue
    const lower = name.toLowerCase()
    if (close === '/') {
      const expected = open.pop()
      if (expected !== lower)
        throw new Error(`</${lower}> closes <${expected ?? 'nothing'}> at ${match.index}`)
      continue
    }
    tags.push({ name: lower, attributes: attributesOf(attributes), depth: open.length })
    if (selfClosed !== '/' && !voids.has(lower)) open.push(lower)
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`)
  return tags
}

const attributesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(text.matchAll(/([^\s=>/"]+)(?:="([^"]*)")?/g), (m) => [
      (m[1] ?? '').toLowerCase(),
      unescape(m[2] ?? ''),
    ]),
  )

export const idsOf = (tags: readonly Tag[]): readonly string[] =>
  tags.flatMap((tag) => (tag.attributes['id'] === undefined ? [] : [tag.attributes['id']]))
