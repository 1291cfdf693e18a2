import type { QueryPreviewView } from '#views/models/draft-preview.ts'
import type { Plan } from '../../hunts/plan.ts'
import { fieldWords, languageWords } from '../../hunts/query-words.ts'

/** The query as it will be run, its scope marked. */
export const queryPreview = ({ compiled, binding }: Plan): QueryPreviewView => ({
  language: languageWords[compiled.language],
  parts: compiled.parts,
  parameters: compiled.parameters.map(String),
  decidedAfter: compiled.decidedAfter,
  digest: binding.digest,
  fields: binding.fields.map((field) => ({ field: field.field, words: fieldWords(field) })),
})
