import { bindingDigest, type Binding, type FieldBinding } from '#queries/binding.ts'
import { foldCase } from '#queries/event.ts'
import { fieldType } from '#queries/field-types.ts'
import { mappingVersion } from '#queries/normalize.ts'
import { isIndexed } from './compile.ts'
import { inList, sql } from './sql.ts'
import type { Store } from './store.ts'

export interface BindAsk {
  readonly source: string
  readonly fields: readonly string[]
}

interface SeenRow {
  readonly field: string
  readonly seen: number
  readonly sample: string
}

/** Answers each field by what was observed at import; a field nobody has seen is missing, with the reason. */
export function* bindFields(store: Store, ask: BindAsk): Generator<void, Binding> {
  const fields = [...new Set(ask.fields)]
  const seen = new Map(
    store.reader
      .rows<SeenRow>(
        sql`SELECT field, sum(n) AS seen, sample FROM field_seen WHERE field IN ${inList(fields)} GROUP BY field`,
      )
      .map((row) => [row.field, row]),
  )
  yield
  const missing = fields.filter((field) => !seen.has(field))
  const known =
    missing.length === 0
      ? []
      : store.reader
          .rows<{ field: string }>(sql`SELECT DISTINCT field FROM field_seen`)
          .map((row) => row.field)
  const bindings = fields.map((field): FieldBinding => {
    const row = seen.get(field)
    if (!row) return { field, status: 'missing', reason: reasonFor(ask.source, field, known) }
    return {
      field,
      status: 'bound',
      // The store answers by ECS names: what stands where in a document is the mapping's, and has its version.
      paths: [field],
      type: fieldType(field),
      answeredBy: isIndexed(field) ? 'index' : 'document',
      seen: row.seen,
      sample: row.sample === '' ? null : row.sample,
    }
  })
  return {
    source: ask.source,
    fields: bindings,
    mappingVersion,
    digest: bindingDigest(mappingVersion, bindings),
  }
}

const reasonFor = (source: string, field: string, known: readonly string[]): string => {
  if (known.length === 0) return `${source} holds no events yet: import logs into it first.`
  const spelled = known.find((name) => foldCase(name) === foldCase(field))
  if (spelled !== undefined) return `Field names are exact: ${source} holds ${spelled}.`
  const last = `.${field.split('.').at(-1) ?? field}`
  const near = known.filter((name) => foldCase(name).endsWith(foldCase(last))).slice(0, 3)
  const hint = near.length > 0 ? ` It holds ${near.join(', ')}.` : ''
  return `No event of ${source} holds ${field}.${hint} Import logs that carry it, or take the clause out.`
}
