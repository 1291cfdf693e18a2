import type { Corpus } from './corpus.ts'
import type { Figure } from './figure.ts'

export interface Bench {
  readonly corpus: Corpus
  /** The version line of ripgrep; null where it is not installed. */
  readonly ripgrep: string | null
}

/** One question of the bench: one file, some figures. */
export interface BenchQuestion {
  readonly name: string
  readonly title: string
  run(bench: Bench): Promise<readonly Figure[]>
}
