import { getCookie } from 'hono/cookie'
import { type Shell, type Theme, themes } from '#views/shell.ts'
import { defaultSettings } from '../workspace/settings.ts'
import type { PageContext } from './env.ts'

export const themeCookie = 'attacktrace-theme'

const themeOf = (text: string | undefined): Theme => themes.find((t) => t === text) ?? 'auto'

/** What the frame of a page needs. An error page must come even when the workspace does not answer. */
export const shellOf = async (c: PageContext): Promise<Shell> => {
  const { workspace, assets } = c.get('deps')
  const settings = await workspace.settings.all().catch(() => defaultSettings)
  const url = new URL(c.req.url)
  return {
    theme: themeOf(getCookie(c, themeCookie)),
    zone: settings.zone,
    keys: settings.singleKeys,
    path: c.req.method === 'GET' ? `${url.pathname}${url.search}` : '/',
    asset: (name) => assets.address(name),
  }
}
