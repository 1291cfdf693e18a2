import type { ParagraphView } from '../pages/technique-model.ts'

/** The numbers of what a text stands on, each a link to its reference. */
export const Cites = ({ cites }: { cites: readonly number[] }) => (
  <>
    {cites.map((n) => (
      <>
        {' '}
        <a class="cite" href={`#ref-${n}`}>
          {n}
        </a>
      </>
    ))}
  </>
)

/** Paragraphs in our own words, with their references. */
export const CitedProse = ({ paragraphs }: { paragraphs: readonly ParagraphView[] }) => (
  <>
    {paragraphs.map((paragraph) => (
      <p>
        {paragraph.text}
        <Cites cites={paragraph.cites} />
      </p>
    ))}
  </>
)
