import type { DataFolder } from '../data-folder.ts'
import { snapshotFile } from '../hunts/ask.ts'
import { openSnapshot } from '../hunts/snapshot/read.ts'

/**
 * The part of a hunt's address that opens the episode on the most assets, because a hop between two is the
 * first thing to look at; empty where no episode leaves its asset.
 */
export const whereToLook = (folder: DataFolder, run: string): string => {
  const snapshot = openSnapshot(snapshotFile(folder, run))
  try {
    const [widest] = snapshot.episodes().toSorted((a, b) => b.assets.length - a.assets.length)
    return widest === undefined || widest.assets.length < 2 ? '' : `?episode=${widest.n}`
  } finally {
    snapshot.close()
  }
}
