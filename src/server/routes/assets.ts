import { Hono } from 'hono'
import { AppError } from '#queries/errors.ts'
import type { Env } from '../env.ts'

/** Styles, scripts and fonts, kept by the browser for a year: an address changes with its content. */
export const assetRoutes = new Hono<Env>().get('/assets/:file', (c) => {
  const asset = c.get('deps').assets.find(c.req.param('file'))
  if (!asset) throw new AppError('not_found', 'There is no such file.')
  return c.body(asset.body, 200, {
    'Content-Type': asset.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
  })
})
