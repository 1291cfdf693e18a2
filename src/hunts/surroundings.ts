import type { Connector, Coverage, HistogramBucket, LogSource } from '#connectors/contract.ts'
import { foldCase, type LogEvent } from '#queries/event.ts'
import { browse } from '#queries/scoped-query.ts'
import type { Plan } from './plan.ts'

/** Most log sources a coverage is asked for: those the behavior needs first, then those most linked. */
const maxSelectors = 60

/** Needed log sources, then those of the events that were kept, by how many; each once. */
const coverageSelectors = (
  needs: readonly LogSource[],
  events: Iterable<Pick<LogEvent, 'channel' | 'code'>>,
): readonly LogSource[] => {
  const key = ({ channel, code }: LogSource): string => `${foldCase(channel)}\u0000${code}`
  const needed = new Map(needs.map((need) => [key(need), need]))
  const used = new Map<string, { source: LogSource; n: number }>()
  for (const { channel, code } of events) {
    const source = { channel, code }
    const at = key(source)
    if (channel === '' || needed.has(at)) continue
    const known = used.get(at) ?? { source, n: 0 }
    known.n += 1
    used.set(at, known)
  }
  const byUse = [...used.entries()].toSorted(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1))
  return [...needed.values(), ...byUse.map(([, { source }]) => source)].slice(
    0,
    Math.max(maxSelectors, needed.size),
  )
}

/** What telemetry the scope had, and how many events it holds over time. */
export interface Surroundings {
  readonly coverage: Coverage
  readonly volume: readonly HistogramBucket[]
}

export const readSurroundings = async (
  connector: Connector,
  plan: Plan,
  events: Iterable<LogEvent>,
  signal: AbortSignal,
): Promise<Surroundings> => ({
  coverage: await connector.coverage(
    plan.scope,
    coverageSelectors(plan.asked.needs, events),
    plan.coverageEdges,
    signal,
  ),
  volume: await connector.histogram(browse(plan.binding, plan.scope), plan.volumeEdges, signal),
})
