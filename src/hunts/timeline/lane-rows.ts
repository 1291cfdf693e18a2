import type { EventKind } from '#queries/event.ts'
import { formatNumber, plural } from '#views/format.ts'
import { kindWord } from '#views/parts/glyph.tsx'
import type { FoldBar, LaneRow } from '#views/models/lanes.ts'
import type { KeyFold } from './key-folds.ts'
import type { Lane } from './lane.ts'
import type { LanePlan } from './lane-plan.ts'
import type { Address } from './state.ts'
import { cut } from './words.ts'

export const axisHeight = 50
const assetHeight = 22
const laneHeight = 24
/** Room for a name in the gutter: 212 px, mono 11 px and 10.5 px. */
const gutter = 206
const nameChar = 6.6
const subChar = 6.3
/** The phone's gutter: 104 px, 10 px mono. */
const shortChars = 15
const step = 13
const deepest = 6

export interface PlacedLane {
  readonly lane: Lane
  readonly mid: number
  readonly parentMid: number | null
}

/** Where everything of the drawing stands, from top to bottom. */
export interface RowLayout {
  readonly rows: readonly LaneRow[]
  readonly folds: readonly FoldBar[]
  /** Lanes that have a row, with the row they hang from. */
  readonly lanes: readonly PlacedLane[]
  readonly end: number
  /** Middle of an asset's row. */
  assetMid(asset: string): number | undefined
  laneMid(key: string): number | undefined
  kindMid(key: string, kind: EventKind): number | undefined
  lane(key: string): Lane | undefined
}

const nameOf = (lane: Lane): string => {
  if (lane.kind === 'session') {
    const who = lane.account === '' ? (lane.sessions[0] ?? '') : userPart(lane.account)
    return lane.sessions.length > 1 ? `sessions ${who}` : `session ${who}`
  }
  return lane.processes[0]?.name ?? 'process'
}

const userPart = (account: string): string => account.split('\\').at(-1) ?? account

const subOf = (lane: Lane): string | null => {
  if (lane.kind === 'session') {
    if (lane.sessions.length > 1) return formatNumber(lane.sessions.length)
    return lane.account === '' ? null : (lane.sessions[0] ?? null)
  }
  if (lane.processes.length > 1) return plural(lane.processes.length, 'run')
  const [process] = lane.processes
  return process?.pid === null || process === undefined ? null : String(process.pid)
}

const titleOf = (lane: Lane): string => {
  if (lane.kind === 'session') return `${nameOf(lane)}: ${cut(lane.sessions.join(', '), 200)}`
  const [process] = lane.processes
  if (!process) return nameOf(lane)
  const who = process.account === '' ? '' : `, ${process.account}`
  const command = process.command_line === '' ? process.name : process.command_line
  return cut(`${command} (pid ${process.pid ?? 'unknown'}${who})`, 300)
}

/** Names are cut to the gutter's width; what follows the name is left out when there is no room. */
const fit = (
  name: string,
  sub: string | null,
  indent: number,
): { label: string; sub: string | null } => {
  const label = cut(name, Math.floor((gutter - indent) / nameChar))
  const left = gutter - indent - label.length * nameChar - nameChar
  const room = Math.floor(left / subChar)
  return { label, sub: sub !== null && room >= Math.min(sub.length, 4) ? cut(sub, room) : null }
}

export interface RowInput {
  readonly plan: LanePlan
  readonly address: Address
  readonly extensions: ReadonlySet<string>
  readonly assetLabel: (asset: string) => string
  readonly keyFolds: readonly KeyFold[]
  /** Kinds with a row of their own, by lane. */
  readonly splits: ReadonlyMap<string, readonly EventKind[]>
}

/** Stacks assets, their lanes, what folds, and the kinds of crowded lanes; the order is the plan's. */
export const layOutRows = (input: RowInput): RowLayout => {
  const { plan, address, extensions, assetLabel, keyFolds, splits } = input
  const rows: LaneRow[] = []
  const folds: FoldBar[] = []
  const assetMids = new Map<string, number>()
  const laneMids = new Map<string, number>()
  const kindMids = new Map<string, number>()
  const lanes = new Map<string, Lane>()
  const placed: PlacedLane[] = []
  let y = axisHeight

  const addFold = (label: string, sub: string | null, bar: Omit<FoldBar, 'y'>): void => {
    const mid = y + laneHeight / 2
    rows.push({
      kind: 'fold',
      y,
      mid,
      ...fit(label, sub, 14),
      indent: 14,
      title: bar.text,
      short: cut(label, shortChars),
      isHit: false,
      isExtension: false,
      parentMid: null,
    })
    folds.push({ y: mid, ...bar })
    y += laneHeight
  }

  for (const asset of plan.assets) {
    const mid = y + assetHeight / 2
    assetMids.set(asset.asset, mid)
    const isExtension = extensions.has(asset.asset)
    const label = assetLabel(asset.asset)
    rows.push({
      kind: 'asset',
      y,
      mid,
      ...fit(label, isExtension ? 'added by link' : plural(asset.events, 'event'), 12),
      indent: 12,
      title: isExtension ? `${label}: outside the scope, added by link` : label,
      short: cut(isExtension ? `${label} +` : label, shortChars - 1),
      isHit: false,
      isExtension,
      parentMid: null,
    })
    y += assetHeight

    const above: number[] = []
    for (const { lane, depth } of asset.lanes) {
      const laneMid = y + laneHeight / 2
      const level = Math.min(depth, deepest)
      const indent = 14 + level * step
      const parentMid = depth === 0 ? null : (above[depth - 1] ?? null)
      lanes.set(lane.key, lane)
      placed.push({ lane, mid: laneMid, parentMid })
      laneMids.set(lane.key, laneMid)
      rows.push({
        kind: lane.kind,
        y,
        mid: laneMid,
        ...fit(nameOf(lane), subOf(lane), indent),
        indent,
        title: titleOf(lane),
        short: cut(nameOf(lane), shortChars - level),
        isHit: lane.isHit,
        isExtension,
        parentMid,
      })
      above[depth] = laneMid
      y += laneHeight
      for (const kind of splits.get(lane.key) ?? []) {
        const events = lane.kinds.get(kind) ?? 0
        const kindMid = y + laneHeight / 2
        const kindIndent = Math.min(indent + step, 14 + deepest * step)
        kindMids.set(`${lane.key}\u0000${kind}`, kindMid)
        rows.push({
          kind: 'kind',
          y,
          mid: kindMid,
          ...fit(kindWord[kind], formatNumber(events), kindIndent),
          indent: kindIndent,
          title: `${nameOf(lane)}: ${plural(events, `${kindWord[kind]} event`)}`,
          short: cut(` ${kindWord[kind]}`, shortChars - level),
          isHit: false,
          isExtension,
          parentMid: laneMid,
        })
        y += laneHeight
      }
    }

    for (const fold of keyFolds.filter((one) => one.asset === asset.asset)) {
      addFold(fold.label, fold.reason === 'hub' ? 'hub, folded' : 'folded', {
        text: `${plural(fold.count, 'event')} share ${fold.label}: folded.`,
        short: `${formatNumber(fold.count)} folded`,
        href: address.to({ open: `fold-${fold.n}`, event: null }, 'open'),
      })
    }
    if (asset.folded.lanes > 0) {
      addFold('folded', plural(asset.folded.lanes, 'lane'), {
        text: `${plural(asset.folded.lanes, 'more lane')}, ${plural(asset.folded.events, 'event')}.`,
        short: `${plural(asset.folded.lanes, 'more lane')}`,
        href: address.to({ open: `lanes-${asset.asset}` }),
      })
    }
  }
  if (plan.moreAssets.assets > 0) {
    addFold('more assets', formatNumber(plan.moreAssets.assets), {
      text: `${plural(plan.moreAssets.assets, 'more asset')}, ${plural(plan.moreAssets.events, 'event')}: in the table.`,
      short: `${plural(plan.moreAssets.assets, 'asset')} more`,
      href: address.to({ span: { kind: 'all' } }, 'events'),
    })
  }

  return {
    rows,
    folds,
    lanes: placed,
    end: y + 6,
    assetMid: (asset) => assetMids.get(asset),
    laneMid: (key) => laneMids.get(key),
    kindMid: (key, kind) => kindMids.get(`${key}\u0000${kind}`),
    lane: (key) => lanes.get(key),
  }
}
