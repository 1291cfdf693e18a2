import type { CompiledQuery } from '#connectors/contract.ts'
import type { FieldBinding } from '#queries/binding.ts'
import { plural } from '#views/format.ts'

/** The language of a compiled query, as its panel names it. */
export const languageWords: Readonly<Record<CompiledQuery['language'], string>> = {
  sql: 'SQL on the local store',
  elasticsearch: 'Elasticsearch query',
}

/** How a source answers one field, in one line; or why it does not. */
export const fieldWords = (field: FieldBinding): string => {
  if (field.status === 'missing') return field.reason
  const by = field.answeredBy === 'index' ? 'narrowed by index' : 'decided on the document'
  return `${field.paths.join(', ')}, ${field.type}, ${by}, in ${plural(field.seen, 'event')}`
}
