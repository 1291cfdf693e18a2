import type { Child } from 'hono/jsx'
import { html } from 'hono/html'
import type { NavPlace } from './model.ts'
import { AppBar } from './parts/app-bar.tsx'
import { Sprite } from './parts/sprite.tsx'
import { plainText } from './safe-text.ts'
import { type Shell, ShellContext } from './shell.ts'

export interface LayoutProps {
  readonly shell: Shell
  /** The page's own title; ` · AttackTrace` follows. */
  readonly title: string
  readonly current: NavPlace | null
  /** Names of module scripts this page needs besides htmx. */
  readonly scripts?: readonly string[]
  readonly children: Child
}

/** The whole document: app bar, one `<main>`, our stylesheet and htmx; no inline script or style. */
export const Layout = ({ shell, title, current, scripts = [], children }: LayoutProps) =>
  html`<!doctype html>${(
      <ShellContext.Provider value={shell}>
        <html lang="en" {...(shell.theme === 'auto' ? {} : { 'data-theme': shell.theme })}>
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="htmx-config" content="includeIndicatorCSS:false" />
            <title>{`${plainText(title)} · AttackTrace`}</title>
            <link rel="icon" type="image/svg+xml" href={shell.asset('icon.svg')} />
            <link rel="stylesheet" href={shell.asset('attacktrace.css')} />
            <script src={shell.asset('htmx.js')} defer></script>
            {scripts.map((name) => (
              <script type="module" src={shell.asset(name)}></script>
            ))}
          </head>
          <body {...(shell.keys ? {} : { 'data-keys': 'off' })}>
            <Sprite />
            <a class="skip" href="#main">
              Skip to content
            </a>
            <AppBar current={current} />
            <main id="main" class="page">
              {children}
            </main>
          </body>
        </html>
      </ShellContext.Provider>
    )}`
