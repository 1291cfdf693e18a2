import { snapshotFile } from '#src/hunts/ask.ts'
import { writeSnapshot, type SnapshotContent } from '#src/hunts/snapshot/write.ts'
import type { Deps } from '#src/server/deps.ts'
import type { RunState } from '#src/workspace/parse-run.ts'
import type { Run } from '#src/workspace/runs.ts'

/** Keeps a run as if it had been asked and answered: hunt, run and snapshot, all by the program's own writers. */
export const seedHunt = async (
  { workspace, folder }: Pick<Deps, 'workspace' | 'folder'>,
  content: SnapshotContent,
  hunt: string | null = null,
): Promise<Run> => {
  const { question } = content.meta
  const asked = {
    technique: question.technique,
    source: question.source,
    title: content.meta.title,
    question: JSON.stringify(question),
    scope: JSON.stringify(question.scope),
  }
  const id = hunt ?? (await workspace.hunts.create(asked)).id
  const run = await workspace.runs.queue(id, 1, asked.question, process.pid)
  await workspace.runs.begin(run.id)
  writeSnapshot(snapshotFile(folder, run.id), {
    ...content,
    meta: { ...content.meta, run: run.id, hunt: id },
  })
  await workspace.runs.finish(run.id, {
    state: content.meta.state,
    counts: content.meta.counts,
    gaps: content.gaps,
    error: null,
  })
  return workspace.runs.get(run.id)
}

/** A run that ended without anything to show. */
export const seedEmptyRun = async (
  { workspace }: Pick<Deps, 'workspace'>,
  content: SnapshotContent,
  state: Exclude<RunState, 'queued' | 'running'>,
): Promise<Run> => {
  const { question } = content.meta
  const hunt = await workspace.hunts.create({
    technique: question.technique,
    source: question.source,
    title: content.meta.title,
    question: JSON.stringify(question),
    scope: JSON.stringify(question.scope),
  })
  const run = await workspace.runs.queue(hunt.id, 1, JSON.stringify(question), process.pid)
  await workspace.runs.begin(run.id)
  await workspace.runs.finish(run.id, {
    state,
    counts: null,
    gaps: [],
    error:
      state === 'failed'
        ? {
            code: 'source_timeout',
            origin: 'source',
            message: 'lab does not answer: timed out after 30 s.',
            next: 'Try again when the source is up.',
          }
        : null,
  })
  return workspace.runs.get(run.id)
}
