import { inspect } from 'node:util'
import type { SourceDescription } from '#connectors/contract.ts'
import { isAppError } from '#queries/errors.ts'
import type { SourceStateName } from '#views/parts/source-state.tsx'
import type { SourceRow } from '#views/parts/source-table.tsx'
import type { ImportJob } from '../../imports/import-jobs.ts'
import type { Deps } from '../deps.ts'

const kindWords = { local: 'local store', elasticsearch: 'Elasticsearch' } as const

const stateOf = (description: SourceDescription): SourceStateName => {
  if (description.events.value === 0 && description.health === 'ok') return 'empty'
  return description.health
}

/** Whether this server is importing; the store's own mark also stands after a kill. */
export const isImporting = (jobs: readonly ImportJob[]): boolean =>
  jobs.some((job) => job.state === 'running' || job.state === 'queued')

export const rowOf = (description: SourceDescription, importing: boolean): SourceRow => ({
  id: description.id,
  kind: kindWords[description.kind],
  state: importing ? 'importing' : stateOf(description),
  events: description.events,
  range: description.range,
  watermark: description.watermark,
  assets: description.assets,
  identities: description.identities,
  rejects: description.rejects,
  bytes: description.bytes,
})

const unreachable = (id: string): SourceRow => ({
  id,
  kind: kindWords.local,
  state: 'unreachable',
  events: { value: 0, relation: 'at-least' },
  range: null,
  watermark: null,
  assets: 0,
  identities: 0,
  rejects: 0,
  bytes: null,
})

/** Every source of the folder; one that does not answer is shown as such and hides no other. */
export const sourceRows = async (
  { sources, imports, log }: Deps,
  signal: AbortSignal,
): Promise<readonly SourceRow[]> =>
  Promise.all(
    sources.list().map(async (name) => {
      try {
        const connector = await sources.open(name)
        return rowOf(await connector.describe(signal), isImporting(imports.list(name)))
      } catch (error) {
        if (!isAppError(error) || error.code === 'internal')
          log(`source ${name}: ${inspect(error)}`)
        return unreachable(name)
      }
    }),
  )
