import { plural } from '../format.ts'
import { AbsenceNote } from '../parts/absence-note.tsx'
import { PlainText } from '../parts/evidence.tsx'
import { type TechniqueRow, TechniqueTable } from '../parts/technique-table.tsx'

export interface TechniquesModel {
  readonly attackVersion: string
  readonly notice: string
  readonly total: number
  readonly guided: number
  readonly query: string
  readonly tactic: string
  readonly platform: string
  readonly onlyGuided: boolean
  readonly tactics: readonly { readonly value: string; readonly label: string }[]
  readonly platforms: readonly string[]
  readonly found: number
  /** The best few, over all tactics; empty where nothing was typed. */
  readonly best: readonly TechniqueRow[]
  readonly groups: readonly {
    readonly id: string
    readonly name: string
    readonly rows: readonly TechniqueRow[]
  }[]
}

const Select = ({
  name,
  label,
  all,
  value,
  options,
}: {
  name: string
  label: string
  all: string
  value: string
  options: readonly { readonly value: string; readonly label: string }[]
}) => (
  <label class="inline-field">
    {label}{' '}
    <select name={name}>
      <option value="">{all}</option>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </label>
)

/** Search as you type; without script the same form by its button. */
const SearchForm = ({ model }: { model: TechniquesModel }) => (
  <form
    class="technique-search"
    action="/techniques"
    method="get"
    role="search"
    aria-label="All techniques"
    hx-get="/techniques"
    hx-trigger="input delay:200ms, submit"
    hx-target="#technique-list"
    hx-swap="outerHTML"
    hx-sync="replace"
    hx-replace-url="true"
  >
    <label class="sr" for="q">
      Id, name, tactic or platform
    </label>
    <input
      id="q"
      name="q"
      type="search"
      value={model.query}
      placeholder="T1559.001, component object, lateral …"
      autocomplete="off"
      autofocus
    />
    <Select name="tactic" label="Tactic" all="all" value={model.tactic} options={model.tactics} />
    <Select
      name="platform"
      label="Platform"
      all="all"
      value={model.platform}
      options={model.platforms.map((value) => ({ value, label: value }))}
    />
    <label class="inline-field">
      <input type="checkbox" name="guide" value="only" checked={model.onlyGuided} /> with a guide
    </label>
    <button class="btn" type="submit">
      Search
    </button>
  </form>
)

const Found = ({ model }: { model: TechniquesModel }) => (
  <p class="mid" role="status">
    {plural(model.found, 'technique')}
    {model.found === model.total ? null : <> of {model.total}</>}
    {model.query === '' ? null : (
      <>
        {' '}
        for “<PlainText text={model.query} />”
      </>
    )}
  </p>
)

/** The fragment: what was found, grouped by tactic in the order of the matrix. */
export const TechniqueList = ({ model }: { model: TechniquesModel }) => (
  <div id="technique-list" class="stack">
    <Found model={model} />
    {model.found === 0 ? (
      <AbsenceNote what="No technique answers this.">
        The catalog holds every active technique of ATT&CK Enterprise {model.attackVersion}.{' '}
        <a href="/techniques">Show all {model.total}</a>
      </AbsenceNote>
    ) : null}
    {model.best.length > 0 ? (
      <section class="panel">
        <header>
          <h2>Best matches</h2>
        </header>
        <TechniqueTable rows={model.best} />
      </section>
    ) : null}
    {model.groups.map((group) => (
      <section class="panel" id={`tactic-${group.id}`}>
        <header>
          <h2>{group.name}</h2>
          <span class="mid micro">{group.rows.length}</span>
        </header>
        <TechniqueTable rows={group.rows} />
      </section>
    ))}
  </div>
)

export const TechniquesPage = ({ model }: { model: TechniquesModel }) => (
  <>
    <header class="page-head">
      <div>
        <h1>Techniques</h1>
        <p class="mid">
          {model.total} active techniques of ATT&CK Enterprise {model.attackVersion};{' '}
          {plural(model.guided, 'has', 'have')} a guide of ours. Any of them can be hunted with a
          behavior captured from your own logs.
        </p>
      </div>
    </header>
    <div class="stack">
      <SearchForm model={model} />
      <TechniqueList model={model} />
      <p class="dim micro">{model.notice}</p>
    </div>
  </>
)
