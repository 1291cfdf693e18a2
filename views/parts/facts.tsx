import type { Child } from 'hono/jsx'

/** Pairs of a word and its value. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, Child])[] }) => (
  <dl class="facts">
    {facts.map(([word, value]) => (
      <>
        <dt>{word}</dt>
        <dd>{value}</dd>
      </>
    ))}
  </dl>
)
