import { foldCase } from '../event.ts'
import type { Predicate } from '../predicate.ts'
import { isPlaceholder, type Template } from './template.ts'

/** What one way through a predicate says of the log source; null where it leaves it open. */
interface Way {
  readonly channels: readonly string[] | null
  readonly codes: readonly string[] | null
}

const open: Way = { channels: null, codes: null }

/** The log sources a predicate asks for, once each. `isOpen` when some way through it names none. */
export interface NamedLogSources {
  readonly isOpen: boolean
  readonly logSources: readonly { readonly channel: string; readonly code: string }[]
}

/** Read off the tree's own `winlog.channel` and `event.code` clauses; a `not` names none. */
export const logSourcesNamed = (predicate: Predicate | Template): NamedLogSources => {
  const ways = waysOf(predicate).map((way) => (pairsOf(way) > maxPairs ? open : way))
  const named = new Map<string, { channel: string; code: string }>()
  for (const way of ways) {
    for (const channel of way.channels ?? []) {
      for (const code of way.codes ?? []) {
        named.set(`${foldCase(channel)}\u0000${code}`, { channel, code })
      }
    }
  }
  return {
    isOpen: ways.some((way) => way.channels === null || way.codes === null),
    logSources: [...named.values()],
  }
}

/** More ways than this are not told apart: the tree counts as open. */
const maxWays = 256

/** More log sources than this are a list of values and not what a behavior needs: the way counts as open. */
const maxPairs = 1_000

const pairsOf = ({ channels, codes }: Way): number => (channels?.length ?? 0) * (codes?.length ?? 0)

const waysOf = (node: Predicate | Template): readonly Way[] => {
  if ('op' in node) return [wayOf(node.field, node.op, 'value' in node ? node.value : undefined)]
  if ('not' in node) return [open]
  const parts: readonly (Predicate | Template)[] = 'all' in node ? node.all : node.any
  if ('any' in node) return parts.flatMap(waysOf)
  let ways: readonly Way[] = [open]
  for (const part of parts) {
    const more = waysOf(part)
    if (ways.length * more.length > maxWays) return [open]
    ways = ways.flatMap((way) =>
      more.map((other) => ({
        channels: both(way.channels, other.channels),
        codes: both(way.codes, other.codes),
      })),
    )
  }
  return ways
}

const wayOf = (field: string, op: string, value: unknown): Way => {
  if ((op !== 'equals' && op !== 'one_of') || isPlaceholder(value)) return open
  const values = (Array.isArray(value) ? value : [value]).map(String)
  if (field === 'winlog.channel') return { channels: values, codes: null }
  return field === 'event.code' ? { channels: null, codes: values } : open
}

const both = (
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null => {
  if (a === null || b === null) return a ?? b
  const others = new Set(b.map(foldCase))
  return a.filter((value) => others.has(foldCase(value)))
}
