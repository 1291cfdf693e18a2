import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { AppError } from '#queries/errors.ts'
import { SettingsPage } from '#views/pages/settings.tsx'
import { themes } from '#views/shell.ts'
import { reportOf } from '../../errors.ts'
import type { Env, PageContext } from '../env.ts'
import { backPath, readForm } from '../form.ts'
import { respond } from '../respond.tsx'
import { themeCookie } from '../shell.ts'

const zones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC'),
]

const year = 31_536_000

const page = (c: PageContext, refused?: { zone: string; error: AppError }): Promise<Response> =>
  respond(c, {
    title: 'Settings',
    current: 'settings',
    status: refused === undefined ? 200 : 422,
    page: () => (
      <SettingsPage
        model={
          refused === undefined
            ? { zones }
            : { zones, sent: { zone: refused.zone }, error: reportOf(refused.error) }
        }
      />
    ),
  })

const choice = (field: string, allowed: readonly string[]): AppError =>
  new AppError('invalid_request', `Choose one of: ${allowed.join(', ')}.`, {
    faults: [{ field, message: `Choose one of: ${allowed.join(', ')}.` }],
  })

/** How the workbench looks and answers keys; each form goes back to where it was sent from. */
export const settingsRoutes = new Hono<Env>()
  .get('/settings', (c) => page(c))
  .post('/settings/theme', async (c) => {
    const form = await readForm(c)
    const theme = themes.find((name) => name === form.get('theme'))
    if (theme === undefined) throw choice('theme', themes)
    setCookie(c, themeCookie, theme, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      maxAge: year,
    })
    return c.redirect(backPath(form.get('back')), 303)
  })
  .post('/settings/zone', async (c) => {
    const zone = (await readForm(c)).get('zone')?.trim() ?? ''
    const known = zones.find((name) => name.toLowerCase() === zone.toLowerCase())
    if (known === undefined) {
      const message = 'Give a zone by its IANA name, like Europe/Berlin or UTC.'
      const error = new AppError('invalid_request', message, {
        faults: [{ field: 'zone', message }],
      })
      return page(c, { zone, error })
    }
    await c.get('deps').workspace.settings.set({ zone: known })
    return c.redirect('/settings', 303)
  })
  .post('/settings/keys', async (c) => {
    const keys = (await readForm(c)).get('keys')
    if (keys !== 'on' && keys !== 'off') throw choice('keys', ['on', 'off'])
    await c.get('deps').workspace.settings.set({ singleKeys: keys === 'on' })
    return c.redirect('/settings', 303)
  })
