import type { EventKind, Micros } from '#queries/event.ts'
import type { ProcessRow } from '../snapshot/row-types.ts'
import type { Cell } from './cells.ts'
import type { HitPoint } from './frame.ts'
import type { Lane } from './lane.ts'
import { groupsOf, kinOf } from './lane-groups.ts'
import { arrange } from './lane-order.ts'

/** Lanes that are drawn at most, hits' own lanes apart; the rest fold per asset. */
const laneLimit = 24
/** Even hits stop having lanes of their own here: they are drawn on their asset's row. */
const hardLimit = 48
const assetLimit = 24

export interface AssetPlan {
  readonly asset: string
  readonly events: number
  /** Lanes in the order they are drawn: sessions, then processes by ancestry. */
  readonly lanes: readonly { readonly lane: Lane; readonly depth: number }[]
  /** What found no lane: how many, and their events. */
  readonly folded: { readonly lanes: number; readonly events: number }
}

export interface LanePlan {
  readonly assets: readonly AssetPlan[]
  readonly moreAssets: { readonly assets: number; readonly events: number }
  /** The lane an event is drawn on; null for its asset's row. */
  laneOf(event: {
    asset: string
    process: number | null
    session: string | null
    account: string
  }): string | null
}

interface Tally {
  events: number
  rank: number
  first: Micros
  kinds: Map<EventKind, number>
}

const emptyTally = (): Tally => ({
  events: 0,
  rank: Number.MAX_SAFE_INTEGER,
  first: Number.MAX_SAFE_INTEGER,
  kinds: new Map(),
})

const count = (tally: Tally, cell: Cell): void => {
  tally.events += cell.n
  tally.rank = Math.min(tally.rank, cell.rank)
  tally.first = Math.min(tally.first, cell.ts)
  tally.kinds.set(cell.kind, (tally.kinds.get(cell.kind) ?? 0) + cell.n)
}

const tallyIn = <K>(map: Map<K, Tally>, key: K): Tally => {
  const known = map.get(key)
  if (known) return known
  const made = emptyTally()
  map.set(key, made)
  return made
}

const sessionKey = (asset: string, account: string, session: string): string =>
  `s ${asset} ${account === '' ? session : account}`

export interface PlanInput {
  readonly processes: readonly ProcessRow[]
  readonly hits: readonly HitPoint[]
  readonly cells: readonly Cell[]
  /** Lookups lie before it: they say nothing about which asset came first. */
  readonly since: Micros
  /** The asset whose lanes are all wanted. */
  readonly opened: string | null
}

/** Decides which lanes are drawn, in which order, and what folds. Pure: the same run gives the same lanes. */
export const planLanes = ({ processes, hits, cells, since, opened }: PlanInput): LanePlan => {
  const byNumber = new Map(processes.map((process) => [process.n, process]))
  const kin = kinOf(hits, byNumber)
  const perProcess = new Map<number, Tally>()
  const perSession = new Map<string, Tally & { asset: string; account: string; ids: Set<string> }>()
  const perAsset = new Map<string, Tally>()

  for (const cell of cells) {
    const tally = tallyIn(perAsset, cell.asset)
    const { first } = tally
    count(tally, cell)
    if (cell.ts < since) tally.first = first
    if (cell.process !== null && byNumber.has(cell.process)) {
      count(tallyIn(perProcess, cell.process), cell)
    } else if (cell.session !== null) {
      const key = sessionKey(cell.asset, cell.account, cell.session)
      const known = perSession.get(key) ?? {
        ...emptyTally(),
        asset: cell.asset,
        account: cell.account,
        ids: new Set<string>(),
      }
      count(known, cell)
      known.ids.add(cell.session)
      perSession.set(key, known)
    }
  }
  for (const hit of hits) {
    const tally = tallyIn(perAsset, hit.asset)
    tally.events += 1
    tally.rank = -1
    tally.first = Math.min(tally.first, hit.ts)
  }

  const wanted = processes.filter((p) => kin.has(p.n) || perProcess.has(p.n))
  const isCrowd = wanted.length + perSession.size > laneLimit
  const { groups, laneOf } = groupsOf(
    wanted,
    (process) => isCrowd && (kin.size > laneLimit || !kin.has(process.n)),
  )
  const hitProcesses = new Set(hits.map((hit) => hit.process))
  const lanes = new Map<string, Lane>()
  for (const group of groups.values()) {
    const [first] = group.members
    if (!first) continue
    const tally = emptyTally()
    for (const member of group.members) addTally(tally, perProcess.get(member.n))
    lanes.set(group.key, {
      key: group.key,
      kind: 'process',
      asset: first.asset,
      processes: group.members,
      account: first.account,
      sessions: [],
      parent: first.parent === null ? null : (laneOf.get(first.parent) ?? null),
      isHit: group.members.some((m) => hitProcesses.has(m.n)),
      events: tally.events,
      rank: tally.rank,
      start: Math.min(...group.members.map((m) => m.started ?? m.first)),
      kinds: tally.kinds,
    })
  }
  for (const [key, session] of perSession) {
    lanes.set(key, {
      key,
      kind: 'session',
      asset: session.asset,
      processes: [],
      account: session.account,
      sessions: [...session.ids],
      parent: null,
      isHit: hits.some(
        (hit) =>
          hit.process === null &&
          hit.session !== null &&
          sessionKey(hit.asset, hit.account, hit.session) === key,
      ),
      events: session.events,
      rank: session.rank,
      start: session.first,
      kinds: session.kinds,
    })
  }

  const isKin = (lane: Lane): boolean => lane.processes.some((p) => kin.has(p.n))
  const order = (a: Lane, b: Lane): number =>
    Number(b.isHit) - Number(a.isHit) ||
    Number(isKin(b)) - Number(isKin(a)) ||
    a.rank - b.rank ||
    a.start - b.start ||
    (a.key < b.key ? -1 : 1)
  const ranked = [...lanes.values()].toSorted(order)
  const must = ranked.filter((lane) => lane.isHit || isKin(lane)).length
  const limit = Math.max(laneLimit, Math.min(must, hardLimit))
  const chosen = new Set(ranked.slice(0, limit).map((lane) => lane.key))
  const rest = Map.groupBy(ranked.slice(limit), (lane) => lane.asset)
  for (const [asset, left] of rest) {
    // A fold's row takes as much room as the one lane it would stand for.
    const wanted = asset === opened ? hardLimit : left.length === 1 ? 1 : 0
    for (const lane of left.slice(0, wanted)) chosen.add(lane.key)
  }

  const assetOrder = [...perAsset.entries()].toSorted(
    ([a, x], [b, y]) => x.first - y.first || (a < b ? -1 : 1),
  )
  const kept = new Set(
    [...perAsset.entries()]
      .toSorted(([a, x], [b, y]) => x.rank - y.rank || y.events - x.events || (a < b ? -1 : 1))
      .slice(0, assetLimit)
      .map(([asset]) => asset),
  )
  const dropped = assetOrder.filter(([asset]) => !kept.has(asset))
  const assets = assetOrder
    .filter(([asset]) => kept.has(asset))
    .map(([asset, tally]): AssetPlan => {
      const here = ranked.filter((lane) => lane.asset === asset)
      const folded = here.filter((lane) => !chosen.has(lane.key))
      return {
        asset,
        events: tally.events,
        lanes: arrange(
          here.filter((lane) => chosen.has(lane.key)),
          lanes,
        ),
        folded: {
          lanes: folded.length,
          events: folded.reduce((sum, lane) => sum + lane.events, 0),
        },
      }
    })

  return {
    assets,
    moreAssets: {
      assets: dropped.length,
      events: dropped.reduce((sum, [, tally]) => sum + tally.events, 0),
    },
    laneOf: ({ asset, process, session, account }) => {
      const key =
        process === null
          ? session === null
            ? null
            : sessionKey(asset, account, session)
          : (laneOf.get(process) ?? null)
      return key !== null && chosen.has(key) ? key : null
    },
  }
}

const addTally = (to: Tally, from: Tally | undefined): void => {
  if (!from) return
  to.events += from.events
  to.rank = Math.min(to.rank, from.rank)
  to.first = Math.min(to.first, from.first)
  for (const [kind, n] of from.kinds) to.kinds.set(kind, (to.kinds.get(kind) ?? 0) + n)
}
