import { AppError } from '#queries/errors.ts'
import type { PageContext } from './env.ts'

/**
 * Reads a form that is no upload. Throws `invalid_request` for another type and `too_large` past the limit,
 * which is held while reading, whatever length was announced.
 */
export const readForm = async (c: PageContext): Promise<URLSearchParams> => {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    throw new AppError('invalid_request', 'A form is sent as application/x-www-form-urlencoded.')
  const limit = c.get('deps').config.limits.formBytes
  const chunks: Uint8Array[] = []
  let length = 0
  const { body } = c.req.raw
  if (body !== null) {
    for await (const chunk of body) {
      length += chunk.byteLength
      if (length > limit) throw new AppError('too_large', 'The form is too long.')
      chunks.push(chunk)
    }
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

/** A path of our own to go back to; anything that could leave this server becomes the home page. */
export const backPath = (text: string | null): string =>
  text !== null && /^\/(?![/\\])[^\p{Cc}\s\\]*$/u.test(text) ? text : '/'
