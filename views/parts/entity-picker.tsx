import type { Child } from 'hono/jsx'
import { formatNumber, plural } from '../format.ts'
import type { ErrorView } from '../model.ts'
import type { EntityOption, PickerView } from '../models/draft-scope.ts'
import { formText, plainText } from '../safe-text.ts'
import { Chip } from './chip.tsx'
import { FieldError } from './error-note.tsx'
import { Evidence } from './evidence.tsx'
import { Note } from './note.tsx'
import { ReasonField } from './reason-field.tsx'
import { TimeStamp } from './time-stamp.tsx'

/** The words of one kind of picker. */
export interface PickerWords {
  readonly group: 'assets' | 'identities'
  readonly title: string
  readonly one: string
  readonly article: 'an'
  readonly these: string
  readonly any: string
  readonly placeholder: string
  readonly folded: string
}

/** Aliases shown in one row before the rest is counted. */
const aliasesShown = 2

const OptionRow = ({ option, kind }: { option: EntityOption; kind: PickerView['kind'] }) => (
  <tr>
    <th scope="row">
      <Evidence text={option.name} limit={120} name />
    </th>
    <td class="mid">
      {option.aliases.slice(0, aliasesShown).map((alias, i) => (
        <>
          {i > 0 ? <br /> : null}
          <Evidence text={alias} limit={120} name />
        </>
      ))}
      {option.aliases.length > aliasesShown ? (
        <span class="dim"> and {option.aliases.length - aliasesShown} more</span>
      ) : null}
    </td>
    <td class="num">{formatNumber(option.events)}</td>
    <td class="num">
      <TimeStamp time={option.lastSeen} style="minute" />
    </td>
    <td class="num">
      {option.isChosen ? (
        <span class="dim">chosen</span>
      ) : (
        <button class="btn" type="submit" name={`add_${kind}`} value={formText(option.name)}>
          Add<span class="sr"> {plainText(option.name)}</span>
        </button>
      )}
    </td>
  </tr>
)

const Options = ({ view, words }: { view: PickerView; words: PickerWords }) => (
  <>
    <table class="table options">
      <caption class="sr">
        {words.title} of this source matching {plainText(view.find ?? '')}
      </caption>
      <thead>
        <tr>
          <th>Name in this source</th>
          <th>Also known as</th>
          <th class="num">Events in window</th>
          <th class="num">Last seen</th>
          <th>
            <span class="sr">Add</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {view.options.map((option) => (
          <OptionRow option={option} kind={view.kind} />
        ))}
      </tbody>
    </table>
    <p class="hint">
      {view.isCut
        ? `The ${view.options.length} seen last; type more to narrow.`
        : `${plural(view.options.length, 'match', 'matches')}, exact.`}{' '}
      {words.folded}
    </p>
  </>
)

/** The fragment: what the source holds that answers to what is typed. */
export const EntityMatches = ({ view, words }: { view: PickerView; words: PickerWords }) => (
  <div id={`${view.kind}-matches`} class="stack-s" aria-live="polite">
    {view.find === null ? null : view.options.length > 0 ? (
      <Options view={view} words={words} />
    ) : (
      <p class="hint">
        This source has seen no {words.one} whose name begins with <Evidence text={view.find} />.{' '}
        {view.find.trim() === '' ? null : (
          <button
            class="btn"
            type="submit"
            name={`add_${view.kind}`}
            value={formText(view.find.trim())}
          >
            Add it as typed
          </button>
        )}
      </p>
    )}
  </div>
)

const Chosen = ({ view, words }: { view: PickerView; words: PickerWords }) => (
  <div class="chips">
    {view.chosen.map(({ name, also, isSeen }) => (
      <Chip
        remove={{
          name: `remove_${view.kind}`,
          value: formText(name),
          label: plainText(`Remove ${name}`),
        }}
      >
        <Evidence text={name} limit={120} />
        {also === null ? null : (
          <span class="dim">
            <Evidence text={also} limit={60} class="plain" />
          </span>
        )}
        {isSeen ? null : <span class="unseen">never seen here</span>}
      </Chip>
    ))}
    {view.chosen.length === 0 ? <span class="dim">No {words.one} chosen yet.</span> : null}
  </div>
)

/** One half of a scope: chosen names, a search in what the source holds, or "any" with its reason. */
export const EntityPicker = ({
  view,
  words,
  error,
  children,
}: {
  view: PickerView
  words: PickerWords
  error: ErrorView | undefined
  children?: Child
}) => {
  const { group, one } = words
  const isWrong = error?.faults.some((fault) => fault.field === group) ?? false
  return (
    <section class="panel entity-picker" id={group}>
      <header>
        <h2 id={`${group}-head`}>{words.title}</h2>
        <span class="mid micro">
          {view.mode === 'any' ? 'any' : `${formatNumber(view.chosen.length)} chosen`}
        </span>
      </header>
      <div
        class="body stack-s"
        role="group"
        aria-labelledby={`${group}-head`}
        aria-describedby={`${group}-error`}
      >
        <div class="radios">
          <label>
            <input type="radio" name={group} value="list" checked={view.mode === 'list'} />{' '}
            {words.these}
          </label>
          <label>
            <input type="radio" name={group} value="any" checked={view.mode === 'any'} />{' '}
            {words.any}
          </label>
        </div>
        <FieldError id={`${group}-error`} error={error} field={group} />
        <ReasonField name={group} value={view.reason} one={one} error={error} />
        <div class="of-list stack-s">
          <Chosen view={view} words={words} />
          {view.chosen.some((chosen) => !chosen.isSeen) ? (
            <Note tone="warn" what="Not seen">
              A name that this source has never seen stays in the scope: it is blind there.
            </Note>
          ) : null}
          {children}
          <div class="field picker">
            <label for={`find-${view.kind}`}>
              Add {words.article} {one}
            </label>
            <div class="with-btn">
              <input
                id={`find-${view.kind}`}
                type="text"
                name={view.kind}
                value={formText(view.find ?? '')}
                maxlength={320}
                placeholder={words.placeholder}
                autocomplete="off"
                spellcheck={false}
                {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
                hx-get={view.href}
                hx-trigger="input changed delay:300ms"
                hx-target={`#${view.kind}-matches`}
                hx-swap="outerHTML"
                hx-sync="replace"
              />
              <button class="btn" type="submit" name="do" value={`find-${view.kind}`}>
                Find
              </button>
            </div>
            <EntityMatches view={view} words={words} />
          </div>
        </div>
      </div>
    </section>
  )
}
