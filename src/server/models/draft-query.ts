import type { FieldBinding } from '#queries/binding.ts'
import { plural } from '#views/format.ts'
import type { QueryPreviewView } from '#views/models/draft.ts'
import type { Plan } from '../../hunts/plan.ts'

const languages = { sql: 'SQL on the local store', elasticsearch: 'Elasticsearch query' } as const

const wordsOf = (field: FieldBinding): string =>
  field.status === 'missing'
    ? field.reason
    : `${field.paths.join(', ')}, ${field.type}, ${field.answeredBy === 'index' ? 'narrowed by index' : 'decided on the document'}, in ${plural(field.seen, 'event')}`

/** The query as it will be run, its scope marked. */
export const queryPreview = ({ compiled, binding }: Plan): QueryPreviewView => ({
  language: languages[compiled.language],
  parts: compiled.parts,
  parameters: compiled.parameters.map(String),
  decidedAfter: compiled.decidedAfter,
  digest: binding.digest,
  fields: binding.fields.map((field) => ({ field: field.field, words: wordsOf(field) })),
})
