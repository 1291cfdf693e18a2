import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSnapshot, type Snapshot } from '#src/hunts/snapshot/read.ts'
import { type SnapshotContent, writeSnapshot } from '#src/hunts/snapshot/write.ts'
import { type Frame, frameOf } from '#src/hunts/timeline/frame.ts'
import { addressOf, type HuntState, defaultState } from '#src/hunts/timeline/state.ts'

export interface SeededSnapshot {
  readonly snapshot: Snapshot
  /** What a page looks at in some state. */
  readonly frame: (change?: Partial<HuntState>) => Promise<Frame>
  readonly close: () => void
}

/** A run's content as a snapshot on disk, opened as the pages open it. */
export const seededSnapshot = (content: SnapshotContent): SeededSnapshot => {
  const folder = mkdtempSync(join(tmpdir(), 'attacktrace-snapshot-'))
  const file = join(folder, 'run.db')
  writeSnapshot(file, content)
  const snapshot = openSnapshot(file)
  return {
    snapshot,
    frame: (change = {}) => {
      const state = { ...defaultState, ...change }
      return frameOf({
        snapshot,
        state,
        address: addressOf('/hunts/hunt00000001', state),
        zone: 'UTC',
      })
    },
    close: () => {
      snapshot.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
