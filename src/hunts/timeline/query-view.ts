import { formatNumber, plural } from '#views/format.ts'
import { formatTime } from '#views/format-time.ts'
import type { QueryAsRunView } from '#views/models/hunt.ts'
import { countText } from '#views/parts/count.tsx'
import { fieldWords, languageWords } from '../query-words.ts'
import type { Snapshot } from '../snapshot/read.ts'

/** The compiled query of a run, its scope marked: read-only, never run from text. */
export const queryAsRun = (snapshot: Snapshot, zone: string): QueryAsRunView => {
  const meta = snapshot.meta()
  const { compiled, binding, estimate } = meta
  const bound = binding.fields.filter((field) => field.status === 'bound').length
  const total = Object.values(meta.timings).reduce((sum, ms) => sum + ms, 0)
  const rules = Object.keys(meta.windows).length
  return {
    language: languageWords[compiled.language],
    parts: compiled.parts,
    parameters: compiled.parameters.map(String),
    decidedAfter: compiled.decidedAfter,
    binding: {
      source: binding.source,
      bound,
      fields: binding.fields.map((field) => ({
        field: field.field,
        words: fieldWords(field),
      })),
      digest: binding.digest,
    },
    correlation: `${plural(rules, 'rule')}, ${plural(meta.linkQueries, 'link query', 'link queries')}, ${countText(meta.counts.hits)} ${meta.counts.hits.value === 1 ? 'hit' : 'hits'}`,
    answered: `${meta.source}, ${formatTime(meta.started, 'full', zone)}, in ${formatNumber(Math.round(total))} ms; ${countText(estimate.events)} events in scope`,
    digest: snapshot.digest(),
    timings: Object.entries(meta.timings).map(([phase, ms]) => ({ phase, ms: Math.round(ms) })),
  }
}
