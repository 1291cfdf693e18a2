import { type LogEvent, textOf } from './event.ts'
import { templates } from './sentences/templates.ts'
import { accountOf, type Part, wordOf } from './sentences/words.ts'

export { accountOf } from './sentences/words.ts'

/** One part of a sentence. Parts with `evidence` are text of the log: escaped and marked wherever they are shown. */
export type SentencePart = Part

/** A value longer than this is cut: the whole of it stands among the fields. */
const maxValue = 240

type Piece =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly otherwise: string | null }
  | { readonly kind: 'optional'; readonly pieces: readonly Piece[] }

const parseValue = (inner: string): Piece => {
  const bar = inner.indexOf('|')
  return bar < 0
    ? { kind: 'value', name: inner, otherwise: null }
    : { kind: 'value', name: inner.slice(0, bar), otherwise: inner.slice(bar + 1) }
}

const parse = (template: string): readonly Piece[] =>
  (template.match(/\[[^\]]*\]|\{[^}]*\}|[^[{]+/g) ?? []).map((token): Piece => {
    if (token.startsWith('[')) return { kind: 'optional', pieces: parse(token.slice(1, -1)) }
    return token.startsWith('{') ? parseValue(token.slice(1, -1)) : { kind: 'said', text: token }
  })

const parsed = new Map(Object.entries(templates).map(([action, text]) => [action, parse(text)]))

/** One line: line breaks and runs of space in a log value are shown as one space. */
const shorten = (part: Part): readonly Part[] => {
  if (!part.evidence) return [part]
  const line = part.text
    .slice(0, maxValue * 4)
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= maxValue) return [{ text: line, evidence: true }]
  // Not between the two halves of a surrogate pair.
  const end = /[\ud800-\udbff]$/.test(line.slice(0, maxValue)) ? maxValue - 1 : maxValue
  return [{ text: line.slice(0, end), evidence: true }, { text: '…' }]
}

const fill = (pieces: readonly Piece[], event: LogEvent): readonly Part[] | undefined => {
  const parts: Part[] = []
  for (const piece of pieces) {
    if (piece.kind === 'said') parts.push({ text: piece.text })
    else if (piece.kind === 'optional') parts.push(...(fill(piece.pieces, event) ?? []))
    else {
      const word = wordOf(event, piece.name)
      if (word) parts.push(...word.flatMap(shorten))
      else if (piece.otherwise === null) return undefined
      else if (piece.otherwise !== '') parts.push({ text: piece.otherwise })
    }
  }
  return parts
}

/** Events without a sentence of their own: the first line of the message, or the provider and its event id. */
const general = (event: LogEvent): readonly Part[] => {
  const message = textOf(event.fields, 'message')?.split(/\r?\n/, 1)[0]?.trim()
  if (message !== undefined && message !== '') return shorten({ text: message, evidence: true })
  const provider = textOf(event.fields, 'event.provider') ?? event.channel
  const account = accountOf(event)
  const by: readonly Part[] =
    account === null ? [] : [{ text: ', by ' }, ...shorten({ text: account, evidence: true })]
  if (provider === '' && event.code === '') return [{ text: 'An event' }, ...by]
  return [
    ...shorten({ text: provider === '' ? 'An event' : provider, evidence: true }),
    ...(event.code === ''
      ? []
      : [{ text: ' event ' }, ...shorten({ text: event.code, evidence: true })]),
    ...by,
  ]
}

/**
 * The one plain sentence of a row (UI.md §9): who did what to what. At least one part; values of the log are
 * on one line, at most 240 characters each.
 */
export const sentenceOf = (event: LogEvent): readonly SentencePart[] => {
  const pieces = parsed.get(textOf(event.fields, 'event.action') ?? '')
  return capitalize((pieces && fill(pieces, event)) ?? general(event))
}

/** Our own first word begins with a capital; a value of the log stays as it is. */
const capitalize = ([first, ...rest]: readonly Part[]): readonly Part[] => {
  if (!first) return rest
  return first.evidence
    ? [first, ...rest]
    : [{ text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest]
}

/** The sentence as one text, for a terminal, a report or a tooltip; the log's parts are not escaped. */
export const sentenceText = (event: LogEvent): string =>
  sentenceOf(event)
    .map((part) => part.text)
    .join('')
