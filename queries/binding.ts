import { createHash } from 'node:crypto'
import { AppError } from './errors.ts'

/** How one source answers one field. */
export type FieldBinding =
  | {
      readonly field: string
      readonly status: 'bound'
      /** Where it stands in the source's documents, one path a schema the source holds. */
      readonly paths: readonly string[]
      readonly type: 'keyword' | 'text' | 'number' | 'boolean' | 'ip' | 'date'
      /** `index`: narrowed by the source's own index; `document`: decided on the original document. */
      readonly answeredBy: 'index' | 'document'
      /** Observed, not assumed: events that held it among those looked at. Not part of the digest. */
      readonly seen: number
      readonly sample: string | null
    }
  | { readonly field: string; readonly status: 'missing'; readonly reason: string }

/** How a source answers all the fields a behavior needs. It goes stale when the digest changes. */
export interface Binding {
  readonly source: string
  readonly fields: readonly FieldBinding[]
  readonly mappingVersion: number
  readonly digest: string
}

/** The digest covers mapping version and each field's path, type and encoding; never counts or samples (DESIGN §5). */
export const bindingDigest = (mappingVersion: number, fields: readonly FieldBinding[]): string => {
  const facts = fields
    .map((f) =>
      f.status === 'bound'
        ? [f.field, f.type, f.answeredBy, ...f.paths.toSorted()]
        : [f.field, 'missing'],
    )
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([mappingVersion, facts]))
    .digest('hex')
}

/** Throws `unsupported` when a field the predicate asks for is not bound: a clause is never dropped (DESIGN §4.7). */
export const requireBound = (binding: Binding, fields: readonly string[]): void => {
  const known = new Map(binding.fields.map((f) => [f.field, f]))
  const missing = fields.flatMap((field) => {
    const found = known.get(field)
    if (found?.status === 'bound') return []
    return [{ field, message: found ? found.reason : 'It was not part of this binding.' }]
  })
  if (missing.length === 0) return
  throw new AppError(
    'unsupported',
    `${binding.source} cannot answer ${missing.map((m) => m.field).join(', ')}.`,
    {
      faults: missing,
      next: 'Take the clause out of the behavior, or choose a source that holds the field.',
    },
  )
}
