import { existsSync } from 'node:fs'
import { AppError } from '#queries/errors.ts'
import type { LogEvent } from '#queries/event.ts'
import { snapshotFile } from '../../hunts/ask.ts'
import { openSnapshot, type Snapshot } from '../../hunts/snapshot/read.ts'
import type { Deps } from '../deps.ts'

/**
 * An event as a run of a hunt kept it, in scope or linked to it; of the newest run that has it where none
 * is named. Throws `not_found`.
 */
export const runEvent = async (
  deps: Deps,
  hunt: string,
  run: number | null,
  id: string,
): Promise<LogEvent> => {
  const runs = await deps.workspace.runs.ofHunt(hunt)
  for (const one of runs.filter(({ n }) => run === null || n === run)) {
    const file = snapshotFile(deps.folder, one.id)
    if (!existsSync(file)) continue
    const snapshot = openSnapshot(file)
    try {
      const event = keptEvent(snapshot, id)
      if (event) return event
    } finally {
      snapshot.close()
    }
  }
  throw new AppError('not_found', 'No run of this hunt has kept such an event.', {
    where: id,
    next: 'Open the hunt and choose the event again.',
  })
}

const keptEvent = (snapshot: Snapshot, id: string): LogEvent | undefined => {
  const row = snapshot.eventById(id)
  if (!row) return undefined
  const { fields, original, locator, identities, written, shiftUs } = snapshot.document(row)
  const { ts, early, late, time_source: source, asset, channel, code, kind } = row
  return {
    id,
    asset,
    channel,
    code,
    kind,
    time: { best: ts, early, late, source, written, shiftUs },
    fields,
    identities,
    locator,
    original,
  }
}
