import type { Micros } from '#queries/event.ts'
import { formatNumber, formatSpan, plural } from '#views/format.ts'
import { digitsOf, formatTime } from '#views/format-time.ts'
import type {
  EventRowView,
  EventTableView,
  FoldRowView,
  OpenedFold,
  RowGroup,
} from '#views/models/events.ts'
import { countText } from '#views/parts/count.tsx'
import type { EventRow } from '../snapshot/row-types.ts'
import { sentenceParts } from '../snapshot/read.ts'
import { assetLabels } from './asset-labels.ts'
import { and, type Condition } from './filter.ts'
import type { Frame } from './frame.ts'
import { glyphOf } from './glyph-of.ts'
import { type KeyFold, keyFolds } from './key-folds.ts'
import { isOrderKnown, uncertainty } from './order.ts'
import { apartWords, standingCounts } from './standing.ts'
import { keyWord } from './words.ts'

export const pageRows = 200
const maxFolds = 8

const countRows = (frame: Frame, where: Condition): number =>
  frame.snapshot.db
    .prepare<(string | number)[], { n: number }>(
      `SELECT count(*) AS n FROM event WHERE ${where.sql}`,
    )
    .get(...where.params)?.n ?? 0

const before = (row: number): Condition => ({ sql: 'row < ?', params: [row] })
const behind = (row: number): Condition => ({ sql: 'row > ?', params: [row] })

/** The row behind which a page begins: pages lie end to end from the first row, so a row is always on one page. */
const pageStart = (frame: Frame): number => {
  const { state, snapshot, drawn } = frame
  if (state.after !== null) return state.after
  const selected = state.event === null ? undefined : snapshot.eventById(state.event)
  const wanted = selected?.row ?? frame.focus?.row
  if (wanted === undefined) return 0
  const position = countRows(frame, and(drawn, before(wanted)))
  const skip = Math.floor(position / pageRows) * pageRows
  return skip === 0 ? 0 : rowAt(frame, skip - 1)
}

const rowAt = (frame: Frame, position: number): number =>
  frame.snapshot.db
    .prepare<(string | number)[], { row: number }>(
      `SELECT row FROM event WHERE ${frame.drawn.sql} ORDER BY row LIMIT 1 OFFSET ?`,
    )
    .get(...frame.drawn.params, position)?.row ?? 0

const pageOf = (frame: Frame, after: number): readonly EventRow[] => {
  const where = and(frame.drawn, behind(after))
  return frame.snapshot.db
    .prepare<(string | number)[], EventRow>(
      `SELECT * FROM event WHERE ${where.sql} ORDER BY row LIMIT ${pageRows}`,
    )
    .all(...where.params)
}

/** The page before the one that begins behind `after`. */
const previousStart = (frame: Frame, after: number): number => {
  const where = and(frame.drawn, { sql: 'row <= ?', params: [after] })
  const rows = frame.snapshot.db
    .prepare<(string | number)[], { row: number }>(
      `SELECT row FROM event WHERE ${where.sql} ORDER BY row DESC LIMIT ${pageRows + 1}`,
    )
    .all(...where.params)
  return rows.length > pageRows ? (rows.at(-1)?.row ?? 0) : 0
}

/** The table: the same rows as the drawing, in time order, cut into Before, the hit, and After. */
export const eventTable = (
  frame: Frame,
  opened: ReadonlyMap<number, OpenedFold>,
): EventTableView => {
  const { address, drawn, zone } = frame
  const after = pageStart(frame)
  const rows = pageOf(frame, after)
  const total = countRows(frame, drawn)
  const first =
    after === 0 ? 1 : countRows(frame, and(drawn, { sql: 'row <= ?', params: [after] })) + 1
  const last = first + rows.length - 1
  const lastRow = rows.at(-1)?.row
  const folds = keyFolds(frame)
  const showAll = frame.state.open !== null
  return {
    heading: headingOf(frame, total),
    groups: groupsOf(frame, rows, zone),
    folds:
      first > 1
        ? []
        : folds.slice(0, showAll ? 100 : maxFolds).map((f) => foldRow(frame, f, opened)),
    moreFolds:
      first > 1 || showAll || folds.length <= maxFolds
        ? null
        : {
            href: address.to({ open: `fold-${folds[maxFolds]?.n ?? 0}` }, 'events'),
            words: `${formatNumber(folds.length - maxFolds)} more folded keys`,
          },
    weak: weakOf(frame),
    undecided:
      frame.undecidedFrom === null || last < total
        ? null
        : {
            delta: frame.undecidedFrom - frame.zero,
            from: frame.undecidedFrom,
            until: frame.reach.to,
          },
    page: {
      first: rows.length === 0 ? 0 : first,
      last,
      total,
      previous: first > 1 ? address.to({ after: previousStart(frame, after) }, 'events') : null,
      next: last < total && lastRow !== undefined ? address.to({ after: lastRow }, 'events') : null,
    },
    zoneAt: frame.zero,
  }
}

const headingOf = (frame: Frame, total: number): string => {
  const { relation } = standingCounts(frame.snapshot).context
  const count = (where: string): number =>
    countRows(frame, and(frame.drawn, { sql: where, params: [] }))
  // A match whose identity is not known is no hit of the scope: it is counted apart.
  const apart = count("is_hit = 1 AND identity = 'undetermined'")
  const hits = count('is_hit = 1') - apart
  const linked = total - hits - apart
  const also = apart === 0 ? '' : `, ${apartWords(apart)},`
  const words = countText({ value: linked, relation })
  return `${plural(hits, 'hit')}${also} and ${words} linked ${linked === 1 ? 'event' : 'events'}`
}

const weakOf = (frame: Frame): EventTableView['weak'] => {
  if (frame.state.showWeak) return null
  const inside = frame.episode === null ? '' : 'AND episode = ?'
  const params = frame.episode === null ? [] : [frame.episode.n]
  const n =
    frame.snapshot.db
      .prepare<number[], { n: number }>(
        `SELECT count(*) AS n FROM event WHERE is_hit = 0 AND best_grade = 'weak' ${inside}`,
      )
      .get(...params)?.n ?? 0
  return n === 0
    ? null
    : {
        href: frame.address.to({ showWeak: true, after: null }, 'events'),
        words: `${plural(n, 'event')} only there by account or nearness: weak, collapsed.`,
      }
}

const foldRow = (
  frame: Frame,
  fold: KeyFold,
  opened: ReadonlyMap<number, OpenedFold>,
): FoldRowView => {
  const label = assetLabels(frame)
  const where = fold.asset === null ? '' : ` on ${label(fold.asset)}`
  const why =
    fold.reason === 'hub' ? 'a hub key joins nothing' : `more than the rule's limit in its windows`
  return {
    text: `${plural(fold.count, 'event')} share ${fold.word} `,
    evidence: fold.values,
    after: `${where}: folded, ${why}.`,
    href: frame.address.to({ open: `fold-${fold.n}`, event: null, after: null }, 'open'),
    action: 'Open',
    opened: opened.get(fold.n) ?? null,
  }
}

const groupsOf = (frame: Frame, rows: readonly EventRow[], zone: string): readonly RowGroup[] => {
  const focusRow = frame.focus?.row ?? Number.MAX_SAFE_INTEGER
  const views = rowViews(frame, rows)
  const parts = [
    // The hit closes what came before it.
    { name: 'Before', side: 'before', rows: views.filter((row) => row.row <= focusRow) },
    { name: 'After', side: 'after', rows: views.filter((row) => row.row > focusRow) },
  ]
  const dayOf = (ts: Micros | undefined): string =>
    ts === undefined ? '' : formatTime(ts, 'date', zone)
  return parts
    .filter((part) => part.rows.length > 0)
    .map(({ name, side, rows: own }) => ({
      name,
      rows: own,
      words:
        side === 'before'
          ? `${dayOf(own[0]?.time)}, ${formatSpan(frame.zero - frame.scale.from)} back · ${plural(own.length, 'row')} on this page`
          : `${dayOf(own[0]?.time)}, ${formatSpan(frame.scale.to - frame.zero)} forward · ${plural(own.length, 'row')} on this page`,
    }))
}

const rowViews = (frame: Frame, rows: readonly EventRow[]): readonly EventRowView[] => {
  const label = assetLabels(frame)
  const owners = new Map(frame.snapshot.processes().map((one) => [one.n, one.account]))
  const unknown = new Set<number>()
  const notes = new Map<number, string>()
  let saidUntil = Number.NEGATIVE_INFINITY
  for (const [i, row] of rows.entries()) {
    const above = rows[i - 1]
    if (row.direction === 'unknown') unknown.add(row.row)
    if (above === undefined || isOrderKnown(above, row)) continue
    unknown.add(above.row)
    unknown.add(row.row)
    // Said once for all rows of one stretch of doubt: the mark says it for the rest.
    if (row.early > saidUntil) notes.set(row.row, pairNote(above, row))
    saidUntil = Math.max(saidUntil, above.late, row.late)
  }
  let day = rows[0] ? formatTime(rows[0].ts, 'day', frame.zone) : ''
  return rows.map((row): EventRowView => {
    const here = formatTime(row.ts, 'day', frame.zone)
    const isNewDay = here !== day
    day = here
    return {
      row: row.row,
      href: frame.address.to({ event: row.id, after: null }, `e${row.row}`),
      kind: row.kind,
      glyph: glyphOf(row),
      delta: row.hit_n === null ? row.ts - frame.zero : null,
      hit: row.hit_n,
      isOrderUnknown: unknown.has(row.row),
      time: row.ts,
      digits: timeDigits(row),
      newDay: isNewDay ? here : null,
      asset: label(row.asset),
      isExtension: row.extension === 1,
      account: row.account === '' ? ownerOf(row, owners) : row.account,
      isOwner: row.account === '',
      standing: row.identity,
      sentence: sentenceParts(row),
      grade: row.best_grade,
      key: row.best_rule === null ? null : keyWord(row.best_rule),
      isLookup: row.lookup === 1,
      isSelected: row.id === frame.state.event,
      note: noteOf(row, notes),
    }
  })
}

/** Who a row that names nobody is of: the account of its process, where that is known. */
const ownerOf = (row: EventRow, owners: ReadonlyMap<number, string>): string =>
  row.process === null ? '' : (owners.get(row.process) ?? '')

const noteOf = (row: EventRow, notes: ReadonlyMap<number, string>): string | null => {
  const note = notes.get(row.row)
  if (note !== undefined) return note
  return row.direction === 'unknown'
    ? `The clocks cannot tell on which side of its hit this lies: its time is known to ${formatSpan(uncertainty(row))}.`
    : null
}

const pairNote = (above: EventRow, row: EventRow): string =>
  `Order with the row above is unknown: their times are known to ${formatSpan(Math.max(uncertainty(above), uncertainty(row)))}.`

/** As many digits as the source gave, and no more than milliseconds in a row. */
const timeDigits = (row: EventRow): 0 | 3 => {
  const whole = row.late - row.early >= 999_000 && digitsOf(row.ts) === 0
  return whole ? 0 : 3
}
