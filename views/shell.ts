import { createContext, useContext } from 'hono/jsx'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What every page needs and no page asks for: the reader's settings and the addresses of our assets. */
export interface Shell {
  readonly theme: Theme
  /** IANA name of the zone that times are shown in. */
  readonly zone: string
  /** Single-key shortcuts on the hunt page. */
  readonly keys: boolean
  /** Path and query of this request, for forms that come back to it. */
  readonly path: string
  /** The address of an asset by its name, with its content hash. */
  readonly asset: (name: string) => string
}

const plainShell: Shell = {
  theme: 'auto',
  zone: 'UTC',
  keys: true,
  path: '/',
  asset: (name) => `/assets/${name}`,
}

export const ShellContext = createContext<Shell>(plainShell)

export const useShell = (): Shell => useContext(ShellContext)
