import type { KeptFold } from '../snapshot/parse-rows.ts'
import type { Frame } from './frame.ts'
import { keyValues, keyWord } from './words.ts'

/** A key that too many events share, once for all the hits that lead to it. */
export interface KeyFold {
  /** Number of one of its folds: what `?open=fold-N` asks for. */
  readonly n: number
  readonly asset: string | null
  readonly rule: string
  readonly grade: KeptFold['grade']
  /** `logon id 0x3e7`. */
  readonly label: string
  readonly values: string
  readonly word: string
  readonly count: number
  readonly fanOut: number
  readonly reason: KeptFold['reason']
  readonly hits: number
}

const gradeOrder = ['exact', 'strong', 'medium', 'weak']

/** The folded keys of the hits on the page, the same key of several hits once, largest grade first. */
export const keyFolds = (frame: Frame): readonly KeyFold[] => {
  const rows = new Set(frame.hits.map((hit) => hit.row))
  const merged = new Map<string, KeyFold>()
  for (const fold of frame.snapshot.folds()) {
    if (!rows.has(fold.hit)) continue
    const values = keyValues(fold.key)
    const id = `${fold.rule}\u0000${fold.asset ?? ''}\u0000${values}`
    const known = merged.get(id)
    const word = keyWord(fold.rule)
    merged.set(id, {
      n: known && known.count >= fold.count ? known.n : fold.n,
      asset: fold.asset,
      rule: fold.rule,
      grade: fold.grade,
      label: `${word} ${values}`,
      values,
      word,
      count: Math.max(known?.count ?? 0, fold.count),
      fanOut: Math.max(known?.fanOut ?? 0, fold.fanOut),
      reason: known?.reason === 'hub' ? 'hub' : fold.reason,
      hits: (known?.hits ?? 0) + 1,
    })
  }
  return [...merged.values()].toSorted(
    (a, b) =>
      gradeOrder.indexOf(a.grade) - gradeOrder.indexOf(b.grade) || b.count - a.count || a.n - b.n,
  )
}
