import type { Need } from '#views/parts/need-list.tsx'
import type { Run } from '../../workspace/runs.ts'
import type { HuntWithRuns } from './hunts.ts'

const ofRun: Readonly<
  Partial<Record<Run['state'], { tone: Need['tone']; word: string; action: string }>>
> = {
  failed: { tone: 'bad', word: 'Failed', action: 'See why' },
  partial: { tone: 'bad', word: 'Partial', action: 'See the gaps' },
  interrupted: { tone: 'warn', word: 'Interrupted', action: 'Open' },
}

const factOf = (run: Run): string => {
  if (run.error !== null) return `Run ${run.n}: ${run.error.message}`
  const [first, ...more] = run.gaps
  const rest = more.length === 0 ? '' : ` And ${more.length} more.`
  return first === undefined
    ? `Run ${run.n} has not answered whole.`
    : `Run ${run.n}: ${first.message}${rest}`
}

const rank: Readonly<Record<Need['tone'], number>> = { bad: 0, warn: 1, unknown: 2 }

/** Worst first, then newest. */
export const inOrder = (needs: readonly Need[]): readonly Need[] =>
  needs.toSorted((a, b) => rank[a.tone] - rank[b.tone] || (b.at ?? 0) - (a.at ?? 0))

/** Hunts whose last run did not answer whole. */
export const runNeeds = (hunts: readonly HuntWithRuns[]): readonly Need[] =>
  hunts.flatMap(({ hunt, runs }) => {
    const last = runs[0]
    const kind = last === undefined ? undefined : ofRun[last.state]
    if (last === undefined || kind === undefined) return []
    return [
      {
        ...kind,
        title: hunt.title,
        href: `/hunts/${hunt.id}`,
        fact: factOf(last),
        at: last.finished ?? last.queued,
      },
    ]
  })
