/** Imports one file into one store and says how long it took and how much memory the process held at most. */
import { basename } from 'node:path'
import { importFiles } from '#connectors/local/import/import-files.ts'

const [store = '', path = ''] = process.argv.slice(2)
const from = performance.now()
const summary = await importFiles({
  storeFile: store,
  files: [{ path, name: basename(path) }],
  signal: new AbortController().signal,
})
const ms = performance.now() - from
if (!summary.whole) throw new Error(`not imported whole: ${JSON.stringify(summary.files)}`)
process.stdout.write(
  JSON.stringify({ ms, events: summary.events, peakKb: process.resourceUsage().maxRSS }),
)
