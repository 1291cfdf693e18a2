import { formatSpan, plural } from '#views/format.ts'
import type { HuntRow } from '#views/parts/hunt-table.tsx'
import { parseInstant, type ScopeInput } from '#queries/scope.ts'
import { parseQuestion } from '../../hunts/question.ts'
import type { Hunt } from '../../workspace/hunts.ts'
import type { Run } from '../../workspace/runs.ts'
import type { Deps } from '../deps.ts'

/** A scope in one line: `3 assets, any identity, 24 h`. */
const scopeSummary = (scope: ScopeInput): string => {
  const side = (part: ScopeInput['assets'], one: string, many: string): string =>
    'any' in part ? `any ${one}` : plural(part.list.length, one, many)
  const from = parseInstant(scope.window.from)
  const to = parseInstant(scope.window.to)
  const window = from === undefined || to === undefined ? [] : [formatSpan(to - from)]
  return [
    side(scope.assets, 'asset', 'assets'),
    side(scope.identities, 'identity', 'identities'),
    ...window,
  ].join(', ')
}

/** The scope of a hunt's question; a question of another version of the program does not hide the hunt. */
const scopeOf = (hunt: Hunt): string => {
  try {
    return scopeSummary(parseQuestion(JSON.parse(hunt.question)).scope)
  } catch {
    return 'not readable'
  }
}

export interface HuntWithRuns {
  readonly hunt: Hunt
  /** Newest first. */
  readonly runs: readonly Run[]
}

/** The newest hunts with their runs. */
export const huntsWithRuns = async (
  { workspace }: Deps,
  limit = 200,
): Promise<readonly HuntWithRuns[]> => {
  const hunts = await workspace.hunts.list(limit)
  return Promise.all(
    hunts.map(async (hunt) => ({ hunt, runs: await workspace.runs.ofHunt(hunt.id) })),
  )
}

export const huntRow = ({ hunt, runs }: HuntWithRuns, deps: Deps): HuntRow => {
  const last = runs[0]
  const live = last === undefined ? null : deps.runs.progress(last.id)
  return {
    id: hunt.id,
    title: hunt.title,
    technique: hunt.technique,
    source: hunt.source,
    scope: scopeOf(hunt),
    runs: runs.length,
    state: last?.state ?? null,
    hits: last?.counts?.hits ?? null,
    context: last?.counts?.context ?? null,
    lastRun: last?.queued ?? null,
    progress: live?.sentence ?? null,
  }
}
