import type { NavPlace } from '../model.ts'
import { themes, useShell } from '../shell.ts'

const places: readonly { place: NavPlace; href: string; label: string }[] = [
  { place: 'home', href: '/', label: 'Home' },
  { place: 'techniques', href: '/techniques', label: 'Techniques' },
  { place: 'sources', href: '/sources', label: 'Sources' },
  { place: 'hunts', href: '/hunts', label: 'Hunts' },
]

const themeWord = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const

const Brand = () => (
  <a class="brand" href="/">
    <svg width="22" height="20" viewBox="0 0 22 20" aria-hidden="true">
      <path class="b-lane" d="M1 4.5h20M1 10h20M1 15.5h20" fill="none" />
      <circle class="b-dot" cx="5" cy="15.5" r="2.2" />
      <circle class="b-dot" cx="17.5" cy="4.5" r="2.2" />
      <circle class="b-hit" cx="11" cy="10" r="3.6" />
    </svg>
    AttackTrace
  </a>
)

/** Brand, main links, technique search, zone and theme: the same on every page. */
export const AppBar = ({ current }: { current: NavPlace | null }) => {
  const { theme, zone, path } = useShell()
  return (
    <header class="app-bar">
      <div>
        <Brand />
        <nav aria-label="Main">
          {places.map(({ place, href, label }) => (
            <a href={href} {...(place === current ? { 'aria-current': 'page' as const } : {})}>
              {label}
            </a>
          ))}
        </nav>
        <div class="end">
          <form
            class="jump"
            role="search"
            aria-label="Find a technique"
            action="/techniques"
            method="get"
          >
            <input type="hidden" name="go" value="1" />
            <label class="sr" for="jump">
              Find a technique
            </label>
            <input
              id="jump"
              name="q"
              type="search"
              placeholder="Find a technique"
              autocomplete="off"
            />
            <kbd aria-hidden="true">/</kbd>
          </form>
          <a
            class="zone"
            href="/settings"
            title="Times are shown in this zone. Change it in settings."
          >
            {zone}
          </a>
          <form class="theme" action="/settings/theme" method="post" aria-label="Theme">
            <input type="hidden" name="back" value={path} />
            {themes.map((name) => (
              <button
                type="submit"
                name="theme"
                value={name}
                aria-pressed={name === theme ? 'true' : 'false'}
              >
                {themeWord[name]}
              </button>
            ))}
          </form>
        </div>
      </div>
    </header>
  )
}
