/** The least an EVTX import must do: parses every record of a file with the same reader, and drops it. */
import { readFileSync } from 'node:fs'
import { parseEvtxFile } from 'winevtx'

const [path = ''] = process.argv.slice(2)
const from = performance.now()
let events = 0
for (const record of parseEvtxFile(readFileSync(path))) if (record.event !== null) events += 1
process.stdout.write(JSON.stringify({ ms: performance.now() - from, events }))
