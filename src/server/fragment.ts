import type { PageContext } from './env.ts'

/** Headers that decide between page and fragment; every HTML answer varies by them. */
export const varyHeaders = 'HX-Request, HX-Request-Type, HX-History-Restore-Request, HX-Target'

/** Whether htmx asks for a part of a page. Back asks for the page, and so does a swap of the whole body. */
export const isFragment = (c: PageContext): boolean =>
  c.req.header('HX-Request') === 'true' &&
  c.req.header('HX-Request-Type') !== 'full' &&
  c.req.header('HX-History-Restore-Request') !== 'true'

/** The id of the element htmx will replace (`div#events`), or null. */
export const targetId = (c: PageContext): string | null =>
  /^[a-z][a-z0-9-]*#([A-Za-z][\w-]{0,79})$/.exec(c.req.header('HX-Target') ?? '')?.[1] ?? null
