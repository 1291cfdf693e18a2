import { textTable } from '#src/cli/text-table.ts'
import { type Figure, standingOf } from './figure.ts'

const number = (value: number): string => {
  if (value >= 1_000) return Math.round(value).toLocaleString('en')
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3)
}

const boundOf = ({ target }: Figure, bound: 'floor' | 'goal'): string => {
  if (!target) return ''
  const sign = target.better === 'higher' ? '≥' : '≤'
  return `${sign} ${target[bound]}${target.of === 'ratio' ? ' ×' : ''}`
}

/** Figures as a table of text, one a line. */
export const figureLines = (figures: readonly Figure[]): readonly string[] =>
  textTable(
    [
      'figure',
      'value',
      'unit',
      'target',
      'floor',
      'goal',
      'reaches',
      'peer',
      'peer value',
      'ratio',
      'note',
    ],
    figures.map((figure) => [
      figure.name,
      number(figure.value),
      figure.unit,
      figure.target?.id ?? '',
      boundOf(figure, 'floor'),
      boundOf(figure, 'goal'),
      standingOf(figure),
      figure.peer?.name ?? '',
      figure.peer ? number(figure.peer.value) : '',
      figure.ratio === undefined ? '' : `${number(figure.ratio)} ×`,
      figure.note ?? '',
    ]),
    [1, 8, 9],
  )
