import { join } from 'node:path'
import { openLocal } from '#connectors/local/connector.ts'
import { makeStore } from '#connectors/local/make-store.ts'
import { importDocuments, scratchFolder } from '#tests/support/import-store.ts'
import { describeConnectorContract } from './connector-contract.ts'

for (const threads of [0, 2]) {
  const folder = scratchFolder()
  let stores = 0
  describeConnectorContract({
    name: `local store, ${threads === 0 ? 'in the calling thread' : `${threads} threads`}`,
    async open(documents) {
      stores += 1
      const file = join(folder.path, `store-${stores}.db`)
      if (documents.length === 0) makeStore(file)
      else await importDocuments(folder.path, file, documents)
      return openLocal({ id: `store-${stores}`, file, threads })
    },
    async close() {
      folder.remove()
    },
  })
}
