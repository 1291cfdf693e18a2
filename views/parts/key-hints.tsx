import type { KeyHint } from '../models/hunt.ts'

const Hint = ({ hint }: { hint: KeyHint }) => (
  <span>
    {hint.keys
      .flatMap((key) => key.split(' '))
      .map((key) => (
        <kbd>{key}</kbd>
      ))}{' '}
    {hint.words}
  </span>
)

/** The first keys in one line, all of them behind `?`. A key follows a link of the page; it has no power of its own. */
export const KeyHints = ({ hints, shown = 8 }: { hints: readonly KeyHint[]; shown?: number }) => (
  <details class="key-hints" data-key="?" aria-label="Keys">
    <summary>
      {hints.slice(0, shown).map((hint) => (
        <Hint hint={hint} />
      ))}
      <span>
        <kbd>?</kbd> all keys
      </span>
    </summary>
    <div>
      {hints.slice(shown).map((hint) => (
        <Hint hint={hint} />
      ))}
      <span class="dim">Off in text fields; switched off in settings.</span>
    </div>
  </details>
)
