import { foldCase } from './event.ts'

/** The first label of a domain, folded: `THESHIRE` and `theshire.local` are one domain. Null when empty. */
export const foldDomain = (domain: string | null): string | null => {
  const first = foldCase((domain ?? '').trim()).split('.')[0] ?? ''
  return first === '' || first === '-' || first === '.' ? null : first
}
