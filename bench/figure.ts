/** What a target is held against: the value itself, or its ratio to the peer. */
export interface Target {
  /** The number of the target in docs/performance.md. */
  readonly id: string
  readonly of: 'value' | 'ratio'
  readonly better: 'higher' | 'lower'
  readonly floor: number
  readonly goal: number
}

/** Something else that does the least of the same work, measured in the same run. */
export interface Peer {
  readonly name: string
  readonly value: number
}

/** One measured number. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: Target
  readonly peer?: Peer
  /** How many times as good as the peer; above 1 is better. */
  readonly ratio?: number
  /** What the number does not say by itself. */
  readonly note?: string
}

export type Standing = 'goal' | 'floor' | 'missed' | ''

/** Which of its targets a figure reaches; '' where it has none, or the peer is missing. */
export const standingOf = ({ value, ratio, target }: Figure): Standing => {
  if (!target) return ''
  const held = target.of === 'value' ? value : ratio
  if (held === undefined) return ''
  const reaches = (bound: number): boolean =>
    target.better === 'higher' ? held >= bound : held <= bound
  if (reaches(target.goal)) return 'goal'
  return reaches(target.floor) ? 'floor' : 'missed'
}
