import type { ErrorView } from '../model.ts'
import { FieldError } from '../parts/error-note.tsx'
import { themes, useShell } from '../shell.ts'

export interface SettingsModel {
  /** IANA names, UTC first. */
  readonly zones: readonly string[]
  /** What was sent last, where it was refused. */
  readonly sent?: { readonly zone: string }
  readonly error?: ErrorView
}

const themeWords = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const

const Theme = () => {
  const { theme } = useShell()
  return (
    <form action="/settings/theme" method="post" class="stack-s">
      <input type="hidden" name="back" value="/settings" />
      <fieldset class="field">
        <legend class="label">Theme</legend>
        <div class="radios">
          {themes.map((name) => (
            <label>
              <input type="radio" name="theme" value={name} checked={name === theme} />{' '}
              {themeWords[name]}
            </label>
          ))}
        </div>
        <span class="hint">Kept in this browser.</span>
      </fieldset>
      <div class="btns">
        <button class="btn" type="submit">
          Save theme
        </button>
      </div>
    </form>
  )
}

const Zone = ({ model }: { model: SettingsModel }) => {
  const { zone } = useShell()
  const chosen = model.sent?.zone ?? zone
  return (
    <form action="/settings/zone" method="post" class="stack-s">
      <div class="field">
        <label for="zone">Times are shown in</label>
        <input
          id="zone"
          name="zone"
          type="text"
          list="zones"
          value={chosen}
          autocomplete="off"
          {...(model.error
            ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'zone-error' }
            : {})}
        />
        <datalist id="zones">
          {model.zones.map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
        <FieldError id="zone-error" error={model.error} field="zone" />
        <span class="hint">
          Everything is kept and asked in UTC; the tooltip of a time always says UTC.
        </span>
      </div>
      <div class="btns">
        <button class="btn" type="submit">
          Save zone
        </button>
      </div>
    </form>
  )
}

const Keys = () => {
  const { keys } = useShell()
  return (
    <form action="/settings/keys" method="post" class="stack-s">
      <fieldset class="field">
        <legend class="label">Single-key shortcuts on the hunt page</legend>
        <div class="radios">
          <label>
            <input type="radio" name="keys" value="on" checked={keys} /> On
          </label>
          <label>
            <input type="radio" name="keys" value="off" checked={!keys} /> Off
          </label>
        </div>
        <span class="hint">
          With them off, nothing happens by a single letter: useful with speech input.
        </span>
      </fieldset>
      <div class="btns">
        <button class="btn" type="submit">
          Save keys
        </button>
      </div>
    </form>
  )
}

export const SettingsPage = ({ model }: { model: SettingsModel }) => (
  <>
    <header class="page-head">
      <div>
        <h1>Settings</h1>
        <p class="mid">How this workbench looks and how it answers the keyboard.</p>
      </div>
    </header>
    <div class="cols-2">
      <section class="panel">
        <header>
          <h2>Look</h2>
        </header>
        <div class="body">
          <Theme />
        </div>
      </section>
      <section class="panel">
        <header>
          <h2>Time zone</h2>
        </header>
        <div class="body">
          <Zone model={model} />
        </div>
      </section>
      <section class="panel">
        <header>
          <h2>Keyboard</h2>
        </header>
        <div class="body">
          <Keys />
        </div>
      </section>
    </div>
  </>
)
