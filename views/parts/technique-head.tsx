import type { TechniqueModel } from '../pages/technique-model.ts'
import { BeginHunt } from './begin-hunt.tsx'

export interface TechniqueHeadProps {
  readonly model: TechniqueModel
  /** Names of all sources, to show the technique against. */
  readonly sources: readonly string[]
}

const SourceChoice = ({ model, sources }: TechniqueHeadProps) =>
  sources.length === 0 ? (
    <a class="btn" href="/sources#import">
      Import logs to see what is there
    </a>
  ) : (
    <form
      class="btns"
      action={`/techniques/${model.id}`}
      method="get"
      hx-get={`/techniques/${model.id}`}
      hx-trigger="change, submit"
      hx-target="#technique"
      hx-swap="outerHTML"
      hx-replace-url="true"
    >
      <label class="inline-field">
        Shown against{' '}
        <select name="source">
          <option value="">no source</option>
          {sources.map((name) => (
            <option value={name} selected={name === model.source?.id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button class="btn" type="submit">
        Show
      </button>
    </form>
  )

/** Where a technique stands, the source it is shown against, and the way into a hunt. */
export const TechniqueHead = ({ model, sources }: TechniqueHeadProps) => {
  const [tactic] = model.tactics
  return (
    <header class="page-head">
      <div>
        <p class="crumb">
          <a href="/techniques">Techniques</a> /{' '}
          {tactic ? (
            <>
              <a href={`/techniques?tactic=${tactic.shortName}`}>{tactic.name}</a>
              {model.parent ? ' / ' : null}
            </>
          ) : null}
          {model.parent ? (
            <a href={`/techniques/${model.parent.id}`}>
              {model.parent.id} {model.parent.name}
            </a>
          ) : null}
        </p>
        <h1>
          <span class="ev-h">{model.id}</span> {model.name}
        </h1>
      </div>
      <div class="btns">
        <SourceChoice model={model} sources={sources} />
        <BeginHunt model={model} class="btn primary">
          Start a hunt
        </BeginHunt>
      </div>
    </header>
  )
}
