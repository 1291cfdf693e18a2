import type { LogSourceStat, SourceDescription } from '#connectors/contract.ts'
import type { TechniqueGuide } from '#queries/behaviors/schema.ts'
import { sysmonChannel } from '#queries/behaviors/schema.ts'
import { foldCase } from '#queries/event.ts'
import type {
  AttackLogSourceView,
  EventRowView,
  SeenView,
  StrategyView,
} from '#views/pages/technique-model.ts'
import { channelOf } from './log-channels.ts'
import type { AttackLogSource, Technique } from './schema.ts'

/** Answers whether a source holds an event. Channels fold case: some collectors write `security`. */
export type Seen = (channel: string, code: string) => SeenView

/** Of no source, everything is null: neither seen nor not seen. */
export const seenIn = (source: SourceDescription | null): Seen => {
  if (!source) return () => null
  const stats = new Map<string, LogSourceStat>()
  for (const stat of source.logSources) {
    const key = keyOf(stat.channel, stat.code)
    const before = stats.get(key)
    stats.set(key, before ? joined(before, stat) : stat)
  }
  return (channel, code) => {
    const stat = stats.get(keyOf(channel, code))
    if (!stat || stat.events === 0) return { state: 'not-seen' }
    return { state: 'seen', events: stat.events, last: stat.last, assets: stat.assets }
  }
}

const keyOf = (channel: string, code: string): string => `${foldCase(channel)}\u0000${code}`

/** The same channel in two spellings. Which assets both hold is not known: the larger number is certain. */
const joined = (a: LogSourceStat, b: LogSourceStat): LogSourceStat => ({
  ...a,
  events: a.events + b.events,
  first: Math.min(a.first, b.first),
  last: Math.max(a.last, b.last),
  assets: Math.max(a.assets, b.assets),
})

/** A guide's event tables and ATT&CK's log sources, each row with what the chosen source holds of it. */
export interface ResolvedGuide {
  readonly windowsEvents: readonly EventRowView[]
  readonly sysmonEvents: readonly EventRowView[]
  readonly strategies: readonly StrategyView[]
}

export const resolveGuide = (
  guide: TechniqueGuide | null,
  technique: Technique,
  source: SourceDescription | null,
): ResolvedGuide => {
  const seen = seenIn(source)
  return {
    windowsEvents: (guide?.windowsEvents ?? []).map(({ code, channel, indicates }) => ({
      code,
      channel,
      name: channel,
      why: indicates,
      seen: seen(channel, code),
    })),
    sysmonEvents: (guide?.sysmonEvents ?? []).map(({ code, name, matters }) => ({
      code,
      channel: sysmonChannel,
      name,
      why: matters,
      seen: seen(sysmonChannel, code),
    })),
    strategies: technique.strategies.map((strategy) => ({
      id: strategy.id,
      href: `https://attack.mitre.org/detectionstrategies/${strategy.id}`,
      analytics: strategy.analytics.map((analytic) => ({
        id: analytic.id,
        platforms: analytic.platforms,
        logSources: analytic.logSources.map((logSource) => logSourceView(logSource, seen)),
      })),
    })),
  }
}

const logSourceView = (logSource: AttackLogSource, seen: Seen): AttackLogSourceView => ({
  name: logSource.name,
  component: logSource.component,
  channel: channelOf(logSource.name, logSource.codes[0] ?? null),
  events: logSource.codes.map((code) => {
    const channel = channelOf(logSource.name, code)
    return { code, channel, seen: channel === null ? null : seen(channel, code) }
  }),
})
