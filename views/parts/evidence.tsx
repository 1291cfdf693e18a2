import { formatNumber } from '../format.ts'
import { cutText, segmentsOf } from '../safe-text.ts'

export interface EvidenceProps {
  readonly text: string
  /** A block of its own, line breaks kept. */
  readonly box?: boolean
  /** Line breaks and tabs are kept, in a place of its own where they cannot pass for rows of the page. */
  readonly lines?: boolean
  /** Characters shown before the cut. */
  readonly limit?: number
  /** Address of the full text; our own path, never text from a log. */
  readonly full?: string
  readonly class?: string
  /** A name that may break behind its dots and backslashes before it breaks inside a word. */
  readonly name?: boolean
}

/** The places where a name of a host or an account may break. */
const broken = (text: string) =>
  text.split(/(?<=[.\\@])/).map((part, i) =>
    i === 0 ? (
      part
    ) : (
      <>
        <wbr />
        {part}
      </>
    ),
  )

/**
 * The only way a page prints text from a log: escaped, mono, isolated from the text around it, with
 * invisible and reordering characters written out. Never used in `href`, `src`, `class` or `id`.
 */
export const Evidence = ({
  text,
  box = false,
  lines = box,
  limit = 2000,
  full,
  class: extra,
  name: isName = false,
}: EvidenceProps) => {
  const { text: shown, cut } = cutText(text, limit)
  const content = segmentsOf(shown, lines).map((s) =>
    s.odd ? <span class="odd">{s.text}</span> : isName ? broken(s.text) : s.text,
  )
  const name = [
    'ev',
    ...(box ? ['ev-box'] : lines ? ['ev-lines'] : []),
    ...(extra ? [extra] : []),
  ].join(' ')
  const rest = cut ? <CutNote length={text.length} full={full} /> : null
  return box ? (
    <>
      <pre class={name}>{content}</pre>
      {rest}
    </>
  ) : (
    <>
      <span class={name}>{content}</span>
      {rest}
    </>
  )
}

const CutNote = ({ length, full }: { length: number; full: string | undefined }) => (
  <span class="dim micro">
    {' … '}
    {full ? <a href={full}>all {formatNumber(length)} characters</a> : null}
    {full ? null : <>{formatNumber(length)} characters in all</>}
  </span>
)

/**
 * Words that came from outside but are read as prose: names of files, sources, hunts, messages about them.
 * Escaped and isolated like evidence, in the face of the text around them.
 */
export const PlainText = ({ text }: { text: string }) => (
  <bdi>{segmentsOf(text).map((s) => (s.odd ? <span class="odd">{s.text}</span> : s.text))}</bdi>
)
