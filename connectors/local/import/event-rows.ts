import type { StoreDatabase } from '../database.ts'
import type { Row } from './batch.ts'
import type { Deliveries } from './deliveries.ts'
import type { Interner } from './intern.ts'
import { openProcesses } from './processes.ts'
import { openRollups } from './rollups.ts'
import type { SliceView } from './slice-view.ts'
import { processSteps } from './slice.ts'

/** Turns typed events into rows, and into everything the store keeps beside them. */
export interface EventRows {
  /** `copy`: identical documents without a record id before it in its file. */
  of(view: SliceView, i: number, digest: Buffer, copy: number): Row
  flush(): void
}

export const openEventRows = (
  db: StoreDatabase,
  intern: Interner,
  deliveries: Deliveries,
): EventRows => {
  const processes = openProcesses(db)
  const rollups = openRollups(db)

  const seeProcess = (view: SliceView, i: number, asset: number, ts: number): number | null => {
    if (view.cell(i, 'boots') === 1) processes.boot(asset, ts)
    const entity = view.text(i, 'entity')
    const pid = view.cell(i, 'pid')
    if (entity === null && pid < 0) return null
    return processes.see({
      asset,
      entity,
      pid: pid < 0 ? null : pid,
      ts,
      what: processSteps[view.cell(i, 'step')] ?? 'seen',
      owner: view.owner(i),
      ownerRank: view.cell(i, 'ownerRank'),
    })
  }

  return {
    of(view, i, digest, copy) {
      const asset = view.asset(i)
      const source = view.source(i)
      const ts = view.cell(i, 'ts')
      const recordId = view.cell(i, 'recordId')
      rollups.add(view, i, asset, source, ts)
      deliveries.add({
        asset,
        channel: view.channel(i),
        ts,
        recordId: recordId < 0 ? null : recordId,
        cleared: view.text(i, 'cleared'),
      })
      const alias = view.text(i, 'alias')
      if (alias !== null) intern.assetAlias(asset, 'name', alias, ts)
      const address = view.text(i, 'address')
      if (address !== null) intern.assetAlias(asset, 'ip', address, ts)
      return {
        digest: copy === 0 ? i : Buffer.from(digest),
        asset,
        source,
        ts,
        kind: view.cell(i, 'kind'),
        idset: view.identitySet(i),
        proc: seeProcess(view, i, asset, ts),
        image: view.textId(i, 'image'),
        parentImage: view.textId(i, 'parentImage'),
        cmd: view.textId(i, 'commandLine'),
        record: view.cell(i, 'record'),
        shiftUs: view.cell(i, 'shiftUs'),
        copy,
        slice: view.slice,
        keyFrom: view.keyFrom(i),
        keyTo: view.cell(i, 'keyEnd'),
        start: view.cell(i, 'start'),
        length: view.cell(i, 'stop') - view.cell(i, 'start'),
      }
    },
    flush() {
      rollups.flush()
      deliveries.flush()
      processes.flush()
    },
  }
}
