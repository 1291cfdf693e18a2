import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Layout } from '#views/layout.tsx'
import type { NavPlace } from '#views/model.ts'
import { ShellContext } from '#views/shell.ts'
import type { PageContext } from './env.ts'
import { isFragment, targetId, varyHeaders } from './fragment.ts'
import { shellOf } from './shell.ts'

export interface View {
  /** The page's own title. */
  readonly title: string
  readonly current: NavPlace | null
  /** What stands inside `<main>`. */
  readonly page: () => Child
  /**
   * The parts that htmx may ask for alone, by the id of their one root. htmx names the one it wants in
   * `HX-Target`; where it names none of these, the first is given.
   */
  readonly fragments?: Readonly<Record<string, () => Child>>
  readonly status?: ContentfulStatusCode
  /** Module scripts of this page besides htmx, by asset name. */
  readonly scripts?: readonly string[]
}

/** Answers with the whole document, or with the one part that htmx asked for: the same components. */
export const respond = async (c: PageContext, view: View): Promise<Response> => {
  const shell = await shellOf(c)
  c.header('Vary', varyHeaders)
  c.header('Cache-Control', 'no-store')
  const status = view.status ?? 200
  const fragment = isFragment(c) ? fragmentOf(c, view) : undefined
  if (fragment)
    return c.html(<ShellContext.Provider value={shell}>{fragment()}</ShellContext.Provider>, status)
  return c.html(
    <Layout shell={shell} title={view.title} current={view.current} scripts={view.scripts ?? []}>
      {view.page()}
    </Layout>,
    status,
  )
}

const fragmentOf = (c: PageContext, view: View): (() => Child) | undefined => {
  const { fragments = {} } = view
  const wanted = targetId(c)
  if (wanted !== null && Object.hasOwn(fragments, wanted)) return fragments[wanted]
  return Object.values(fragments)[0]
}
