import { formatNumber, formatSpan, plural } from '#views/format.ts'
import type { LinkReceiptView, OtherLink, PathStepView } from '#views/models/events.ts'
import type { KeptLink } from '../snapshot/parse-rows.ts'
import type { EventRow } from '../snapshot/row-types.ts'
import type { Frame } from './frame.ts'
import { keyWord, ruleReason, ruleTitle } from './words.ts'

/** Other links shown by name; the rest are counted. */
const maxOthers = 8

const keyText = (link: Pick<KeptLink, 'key'>): string => {
  const names = Object.keys(link.key).join(' + ')
  const values = Object.values(link.key).map(String).join(' + ')
  return names === '' ? values : `${names} = ${values}`
}

const windowText = (link: KeptLink): string =>
  link.lookup
    ? 'found by its exact id, outside the window: a lookup'
    : `${formatSpan(link.beforeUs)} before, ${formatSpan(link.afterUs)} after`

const directionText = (link: KeptLink, distance: number): string =>
  link.direction === 'unknown'
    ? `unknown: ${link.whyOrder}`
    : `${link.direction}: ${formatSpan(distance)}. ${link.whyOrder}`

/** One link as its receipt, always the same lines. */
export const receiptOf = (frame: Frame, event: EventRow, link: KeptLink): LinkReceiptView => {
  const hit = frame.snapshot.eventByRow(link.hit)
  const distance = hit === undefined ? 0 : event.ts - hit.ts
  const to = hit?.hit_n ? `hit ${hit.hit_n}` : 'its hit'
  return {
    grade: link.grade,
    reason: ruleReason(link.rule) ?? 'It shares a key with the hit.',
    lines: [
      { word: 'Key', text: keyText(link), isEvidence: true },
      {
        word: 'Rule',
        text: `${ruleTitle(link.rule)}, to ${to}; ${windowText(link)}`,
        isEvidence: false,
      },
      { word: 'Direction', text: directionText(link, distance), isEvidence: false },
      {
        word: 'Fan-out',
        text: `${plural(link.fanOut, 'event')} ${link.fanOut === 1 ? 'shares' : 'share'} this key in these windows; the rule folds above ${formatNumber(link.limit)}`,
        isEvidence: false,
      },
    ],
    steps: link.path.length < 2 ? [] : link.path.map((step) => stepOf(frame, step)),
  }
}

const stepOf = (frame: Frame, step: KeptLink['path'][number]): PathStepView => {
  const to = step.to === null ? undefined : frame.snapshot.eventById(step.to)
  return {
    rule: ruleTitle(step.rule),
    key: Object.values(step.key).map(String).join(' + '),
    grade: step.grade,
    href: to ? frame.address.to({ event: to.id, after: null }, `e${to.row}`) : null,
  }
}

/** The event's links besides the one whose receipt is shown. */
export const otherLinks = (
  frame: Frame,
  links: readonly KeptLink[],
): { readonly links: readonly OtherLink[]; readonly more: number } => ({
  links: links.slice(0, maxOthers).map((link) => {
    const hit = frame.snapshot.eventByRow(link.hit)
    return {
      grade: link.grade,
      key: keyWord(link.rule),
      label: hit?.hit_n ? `hit ${hit.hit_n}` : 'a hit',
      href: frame.address.to({ event: link.hitId, after: null }, `e${link.hit}`),
    }
  }),
  more: Math.max(0, links.length - maxOthers),
})

/** The link a panel explains: to the hit at t = 0 where there is one, else the best. */
export const mainLink = (frame: Frame, links: readonly KeptLink[]): KeptLink | undefined =>
  links.find((link) => link.hit === frame.focus?.row && link.grade === links[0]?.grade) ?? links[0]
