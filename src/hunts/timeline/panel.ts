import { createHash } from 'node:crypto'
import { type FieldValue, type Fields, valuesOf } from '#queries/event.ts'
import { logSourceLabel } from '#queries/log-source-label.ts'
import { formatSpan } from '#views/format.ts'
import type { EventPanelView, FieldRow } from '#views/models/events.ts'
import type { EventDocument } from '../snapshot/documents.ts'
import { sentenceParts } from '../snapshot/read.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import { assetLabels } from './asset-labels.ts'
import type { Frame } from './frame.ts'
import { glyphOf } from './glyph-of.ts'
import { uncertainty } from './order.ts'
import { processTree } from './process-tree.ts'
import { breakJson } from './raw-text.ts'
import { mainLink, otherLinks, receiptOf } from './receipt.ts'
import { type HuntState, type PanelTab, panelTabs } from './state.ts'

const treeNodes = 60
/** A filter's value must fit into an address. */
const maxFilterValue = 500

const tabWords: Readonly<Record<PanelTab, string>> = {
  fields: 'Fields',
  raw: 'Raw',
  tree: 'Process tree',
}

const standingWords: Readonly<Record<EventRow['identity'], string | null>> = {
  named: null,
  owner: 'names nobody: of this identity by the owner of its process',
  undetermined: 'identity undetermined: it names nobody and no owner is known',
}

/** First what says where and what, then the rest by name. */
const fieldOrder = [
  'event.code',
  'event.action',
  'host.name',
  'user.domain',
  'user.name',
  'user.id',
  'process.name',
  'process.pid',
  'process.command_line',
  'process.parent.name',
  'winlog.logon.id',
]

const oneText = (value: FieldValue): string => String(value)

const fieldRows = (frame: Frame, fields: Fields): readonly FieldRow[] => {
  const place = new Map(fieldOrder.map((name, i) => [name, i]))
  const rank = (name: string): number => place.get(name) ?? fieldOrder.length
  return Object.keys(fields)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name): FieldRow => {
      const values = valuesOf(fields, name)
      const [first] = values
      const value = values.map(oneText).join(', ')
      const isFilterable =
        first !== undefined && values.length === 1 && value.length <= maxFilterValue && value !== ''
      return {
        name,
        value,
        onlyHref: isFilterable
          ? frame.address.to({ field: { name, value: oneText(first) }, after: null }, 'events')
          : null,
      }
    })
}

const clockText = (event: EventRow, document: EventDocument): string => {
  const shift =
    document.shiftUs === 0
      ? ''
      : `, shifted by ${formatSpan(document.shiftUs)} for its host's clock`
  return `read from ${event.time_source}${shift}; known to ${formatSpan(uncertainty(event))}`
}

export interface PanelInput {
  readonly frame: Frame
  readonly event: EventRow
  /** On the event's own page nothing is cut and tabs stay there. */
  readonly isOwnPage: boolean
  /** Where the guided steps take this event's values. */
  readonly captureHref: string
}

/** One event whole: why it is here, its fields, its document, its processes. */
export const eventPanel = (input: PanelInput): EventPanelView => {
  const { frame, event, isOwnPage } = input
  const { snapshot, address, state } = frame
  const document = snapshot.document(event)
  const links = snapshot.linksOf(event.row)
  const main = mainLink(frame, links)
  const others = otherLinks(
    frame,
    links.filter((link) => link !== main),
  )
  const own = (change: Partial<HuntState>): string =>
    address.tab(`events/${event.id}`, { event: null, after: null, ...change })
  const tabHref = (tab: PanelTab): string =>
    isOwnPage ? own({ tab }) : address.to({ tab }, `e${event.row}`)
  return {
    id: event.id,
    row: event.row,
    glyph: glyphOf(event),
    kind: event.kind,
    sentence: sentenceParts(event),
    delta: event.hit_n === null && frame.focus !== null ? event.ts - frame.zero : null,
    hit: event.hit_n,
    time: event.ts,
    asset: assetLabels(frame)(event.asset),
    logSource: logSourceLabel(event.channel, event.code),
    isExtension: event.extension === 1,
    standing: standingWords[event.identity],
    clock: clockText(event, document),
    receipt: main ? receiptOf(frame, event, main) : null,
    otherLinks: others.links,
    moreLinks: others.more,
    hitWords:
      event.hit_n === null ? null : `It matched the behavior: ${frame.meta.behavior.title}.`,
    tab: state.tab,
    tabs: panelTabs.map((tab) => ({
      href: tabHref(tab),
      label: tabWords[tab],
      current: tab === state.tab,
      ...(tab === 'fields' ? { n: Object.keys(document.fields).length } : {}),
    })),
    fields: state.tab === 'fields' ? fieldRows(frame, document.fields) : [],
    raw: state.tab === 'raw' ? rawOf(document, own({ tab: 'raw' })) : null,
    tree:
      state.tab === 'tree' ? processTree(frame, isOwnPage ? 400 : treeNodes, event.process) : null,
    locator: `${document.locator.file}, record ${document.locator.record}, written ${document.written}`,
    ownHref: own({}),
    centreHref: address.to({ centre: event.id, hit: null, event: event.id }, `e${event.row}`),
    captureHref: input.captureHref,
    closeHref: address.to({ event: null, tab: 'fields' }, `e${event.row}`),
    rowHref: isOwnPage
      ? address.to({ event: event.id, tab: 'fields' }, `e${event.row}`)
      : `#e${event.row}`,
  }
}

const rawOf = (document: EventDocument, fullHref: string): EventPanelView['raw'] => ({
  text: breakJson(document.original),
  sha256: createHash('sha256').update(document.original).digest('hex'),
  fullHref,
})
