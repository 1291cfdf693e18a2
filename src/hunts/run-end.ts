import { existsSync, renameSync, rmSync } from 'node:fs'
import type { Gap } from '#connectors/contract.ts'
import { isAppError } from '#queries/errors.ts'
import { reportOf } from '../errors.ts'
import type { RunError } from '../workspace/parse-run.ts'
import type { RunEnd } from '../workspace/runs.ts'
import { type Stop, stopGap, stopOf } from './gaps.ts'
import { hitsFile, type RunResult } from './run.ts'
import { openSnapshot } from './snapshot/read.ts'
import { unfinished } from './snapshot/write.ts'

/** How a run ended, whatever happened: it never rejects. */
export const endOf = async (
  work: () => Promise<RunResult>,
  file: string,
  signal: AbortSignal,
): Promise<RunEnd> => {
  try {
    return { ...(await work()), error: null }
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') return stoppedEarly(stopOf(signal))
    return {
      ...(keptHits(file) ?? { counts: null, gaps: [] }),
      state: 'failed',
      error: runErrorOf(error),
    }
  }
}

/** The end of a run that was stopped before it had found anything. */
export const stoppedEarly = (stop: Stop): RunEnd => ({
  state: stop,
  counts: null,
  gaps: [stopGap(stop, 'before anything was found')],
  error: null,
})

/** The end of a run whose process died: what it had kept by then is its snapshot, with a gap. */
export const interruptedEnd = (file: string): RunEnd => {
  const kept = keptHits(file)
  return kept ? { ...kept, state: 'interrupted', error: null } : stoppedEarly('interrupted')
}

/** What a run that did not reach its end had kept: its hits become its snapshot. Null when there is nothing. */
const keptHits = (file: string): Pick<RunEnd, 'counts' | 'gaps'> | null => {
  const hits = hitsFile(file)
  if (!existsSync(file) && existsSync(hits)) renameSync(hits, file)
  rmSync(hits, { force: true })
  // What was being written when the program died was never whole.
  for (const part of [file, hits].flatMap(unfinished)) rmSync(part, { force: true })
  if (!existsSync(file)) return null
  try {
    const snapshot = openSnapshot(file)
    try {
      const gaps: readonly Gap[] = snapshot.gaps()
      return { counts: snapshot.meta().counts, gaps }
    } finally {
      snapshot.close()
    }
  } catch {
    // A damaged file must not keep the program from starting; its page says what is wrong with it.
    return null
  }
}

export const runErrorOf = (error: unknown): RunError => {
  const { code, origin, message, next } = reportOf(error)
  return { code, origin, message, next: next ?? null }
}
