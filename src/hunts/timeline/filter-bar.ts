import { eventKinds, type EventKind } from '#queries/event.ts'
import { grades, type Grade } from '#queries/links/rule.ts'
import type { FilterBarView } from '#views/models/hunt.ts'
import { kindWord } from '#views/parts/glyph.tsx'
import { inSpan, ofEpisode, and, everyRow } from './filter.ts'
import type { Frame } from './frame.ts'
import { type StateChange, zooms } from './state.ts'

interface Tally {
  readonly kind: EventKind
  readonly grade: Grade | null
  readonly is_hit: 0 | 1
  readonly is_before: 0 | 1
  readonly n: number
}

const tallies = (frame: Frame): readonly Tally[] => {
  const { episode, holdsAll, scale } = frame
  const where = and(
    ofEpisode(episode === null ? null : episode.n),
    holdsAll ? everyRow : inSpan(scale.from, scale.to),
  )
  return frame.snapshot.db
    .prepare<(string | number)[], Tally>(
      `SELECT kind, best_grade AS grade, is_hit, ts < ? AS is_before, count(*) AS n
       FROM event WHERE ${where.sql} GROUP BY 1, 2, 3, 4`,
    )
    .all(frame.zero, ...where.params)
}

const flip = <T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> => {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}

/** The legend is the filter: each kind, grade and side with its count in the span, as a link that flips it. */
export const filterBar = (frame: Frame): FilterBarView => {
  const { state, address } = frame
  const rows = tallies(frame)
  const isOwnSpan = state.span.kind === 'auto' || state.span.kind === 'found'
  const sum = (test: (row: Tally) => boolean): number =>
    rows.filter(test).reduce((total, row) => total + row.n, 0)
  const isShown = (row: Tally): boolean => state.showWeak || row.grade !== 'weak'
  const to = (change: StateChange): string => address.to({ ...change, after: null })
  return {
    kinds: eventKinds.flatMap((kind) => {
      const n = sum((row) => row.kind === kind && isShown(row))
      const isOff = state.hideKinds.has(kind)
      if (kind === 'other' && n === 0 && !isOff) return []
      return [
        {
          kind,
          label: kindWord[kind],
          n,
          isOff,
          href: to({ hideKinds: flip(state.hideKinds, kind) }),
        },
      ]
    }),
    grades: grades.map((grade) => ({
      grade,
      label: grade,
      n: sum((row) => row.grade === grade && row.is_hit === 0),
      isOff: grade === 'weak' ? !state.showWeak : state.hideGrades.has(grade),
      href: to(
        grade === 'weak'
          ? { showWeak: !state.showWeak }
          : { hideGrades: flip(state.hideGrades, grade) },
      ),
    })),
    sides: (['before', 'after'] as const).map((side) => ({
      label: side,
      n: sum(
        (row) => (row.is_before === 1) === (side === 'before') && row.is_hit === 0 && isShown(row),
      ),
      isOff: state.hideSides.has(side),
      href: to({ hideSides: flip(state.hideSides, side) }),
    })),
    zooms: [
      { href: to({ span: { kind: 'all' } }), label: 'all', isCurrent: frame.isWhole },
      {
        href: to({ span: { kind: 'found' } }),
        label: 'found',
        isCurrent: frame.holdsAll && !frame.isWhole && isOwnSpan,
      },
      ...zooms.map((zoom) => ({
        href: to({ span: { kind: 'around', us: zoom.us, name: zoom.name } }),
        label: zoom.label,
        isCurrent: state.span.kind === 'around' && state.span.name === zoom.name,
      })),
    ],
    scales: [
      { href: to({ scale: 'log' }), label: 'around the hit', isCurrent: state.scale === 'log' },
      { href: to({ scale: 'clock' }), label: 'clock', isCurrent: state.scale === 'clock' },
    ],
    field: state.field === null ? null : { ...state.field, clearHref: to({ field: null }) },
    clearHref:
      state.hideKinds.size + state.hideGrades.size + state.hideSides.size === 0 &&
      state.field === null
        ? null
        : to({
            hideKinds: new Set(),
            hideGrades: new Set(),
            hideSides: new Set(),
            field: null,
          }),
  }
}
