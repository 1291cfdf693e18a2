import type { ReferenceView } from '../pages/technique-model.ts'

export const CitationList = ({ references }: { references: readonly ReferenceView[] }) => (
  <section class="panel" id="references">
    <header>
      <h2>References</h2>
    </header>
    <ol class="body cites">
      {references.map((reference) => (
        <li id={`ref-${reference.n}`} value={reference.n}>
          <a href={reference.href} rel="noreferrer external">
            {reference.title}
          </a>
          . {reference.publisher}
          {reference.year === null ? '' : `, ${reference.year}`}.
        </li>
      ))}
    </ol>
  </section>
)
