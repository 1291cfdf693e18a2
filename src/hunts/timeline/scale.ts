import type { Micros } from '#queries/event.ts'

export type ScaleKind = 'log' | 'clock'

/** Air at each end of the plot, in percent: marks at a window's end are not cut. */
export const air = 1.6

/** Maps times to percents of the plot's width and back; monotonic, `from` and `to` inside the air. */
export interface Scale {
  readonly kind: ScaleKind
  /** t = 0: the focused hit, or the middle of the span where there is none. */
  readonly zero: Micros
  readonly from: Micros
  readonly to: Micros
  x(time: Micros): number
  at(x: number): Micros
  /** Where a time stands when it lies outside the span: in the air of its end. */
  clamped(time: Micros): number
}

const second = 1_000_000

/** `sign(t) · log10(1 + |t| / 1 s)`: a second beside the hit is as wide as ten hours far from it. */
const bend = (us: number): number => Math.sign(us) * Math.log10(1 + Math.abs(us) / second)
const unbend = (v: number): number => Math.sign(v) * (10 ** Math.abs(v) - 1) * second

const straight = (us: number): number => us

export const makeScale = (kind: ScaleKind, zero: Micros, from: Micros, to: Micros): Scale => {
  const f = kind === 'log' ? bend : straight
  const inverse = kind === 'log' ? unbend : straight
  const low = f(from - zero)
  const width = Math.max(f(to - zero) - low, Number.EPSILON)
  const room = 100 - 2 * air
  const x = (time: Micros): number => air + ((f(time - zero) - low) / width) * room
  return {
    kind,
    zero,
    from,
    to,
    x,
    at: (percent) => Math.round(zero + inverse(low + ((percent - air) / room) * width)),
    clamped: (time) => Math.min(100 - air / 2, Math.max(air / 2, x(time))),
  }
}

/**
 * The same mapping as an SQL expression: the number of the cell, `cellWidth` percent wide, that `ts` falls
 * into. Cells are counted from t = 0 in both directions, so no cell ever holds both sides of the hit.
 */
export const cellSql = (scale: Scale, cellWidth: number): { sql: string; params: number[] } => {
  const room = 100 - 2 * air
  if (scale.kind === 'clock') {
    const perUs = room / Math.max(scale.to - scale.from, 1) / cellWidth
    return { sql: 'floor((ts - ?) * ?)', params: [scale.zero, perUs] }
  }
  const width = Math.max(
    bend(scale.to - scale.zero) - bend(scale.from - scale.zero),
    Number.EPSILON,
  )
  const perUnit = room / width / cellWidth
  return {
    sql: 'floor(CASE WHEN ts >= ? THEN log10(1 + (ts - ?) / 1e6) ELSE -log10(1 + (? - ts) / 1e6) END * ?)',
    params: [scale.zero, scale.zero, scale.zero, perUnit],
  }
}

/** The percent at which a cell of `cellSql` begins. */
export const cellStart = (scale: Scale, cell: number, cellWidth: number): number =>
  scale.x(scale.zero) + cell * cellWidth

/** A percent as it is written into the drawing: two digits are a tenth of a pixel. */
export const percent = (x: number): string => `${Math.round(x * 100) / 100}%`
