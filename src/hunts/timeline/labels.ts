import type { LabelFrom, MarkLabel } from '#views/models/lanes.ts'

/** Plot widths a drawing is laid out for, in pixels, and the class that shows a label from there on. */
const widths: readonly { readonly name: LabelFrom; readonly px: number }[] = [
  { name: 'a', px: 748 },
  { name: 'b', px: 988 },
  { name: 'c', px: 1228 },
  { name: 'd', px: 1440 },
]

/** Mono 10.5 px is 0.6 em wide. */
const charPx = 6.3
const padding = 6

export interface LabelWish {
  readonly x: number
  readonly y: number
  /** Pixels from the mark's middle to its edge, and air. */
  readonly gap: number
  readonly text: string
  readonly ground: MarkLabel['ground']
  readonly look: MarkLabel['look']
}

/** Something a label must not touch in its row: a mark, with half its width in pixels. */
export interface Obstacle {
  readonly x: number
  readonly y: number
  readonly half: number
}

interface Box {
  readonly from: number
  readonly to: number
}

const boxOf = (wish: LabelWish, side: MarkLabel['side'], width: number, px: number): Box => {
  const at = (wish.x / 100) * px
  return side === 'right'
    ? { from: at + wish.gap, to: at + wish.gap + width }
    : { from: at - wish.gap - width, to: at - wish.gap }
}

const touches = (a: Box, b: Box): boolean => a.from < b.to && b.from < a.to

/**
 * Places labels greedily in the order given, right of their marks and then left, against marks, lines that
 * run through their row, and labels placed before. A label that fits at no width is left out.
 */
export const placeLabels = (
  wishes: readonly LabelWish[],
  obstacles: readonly Obstacle[],
  limit: number,
): readonly MarkLabel[] => {
  const perRow = new Map<number, readonly Obstacle[]>()
  for (const one of obstacles) perRow.set(one.y, [...(perRow.get(one.y) ?? []), one])
  const placed = new Map<string, Box[]>()
  const labels: MarkLabel[] = []
  for (const wish of wishes) {
    if (labels.length >= limit) break
    const width = wish.text.length * charPx + padding
    const here = perRow.get(wish.y) ?? []
    const fits = (side: MarkLabel['side'], index: number): boolean =>
      widths.slice(index).every(({ name, px }) => {
        const box = boxOf(wish, side, width, px)
        if (box.from < 2 || box.to > px - 2) return false
        const isFree = here.every((one) => {
          const at = (one.x / 100) * px
          return !touches(box, { from: at - one.half, to: at + one.half })
        })
        return isFree && !(placed.get(`${wish.y} ${name}`) ?? []).some((b) => touches(box, b))
      })
    const found = widths
      .flatMap((_, index) =>
        (['right', 'left'] as const).map((side) => ({ index, side, ok: fits(side, index) })),
      )
      .find((one) => one.ok)
    if (!found) continue
    for (const { name, px } of widths.slice(found.index)) {
      const key = `${wish.y} ${name}`
      placed.set(key, [...(placed.get(key) ?? []), boxOf(wish, found.side, width, px)])
    }
    labels.push({
      x: wish.x,
      y: wish.y,
      text: wish.text,
      side: found.side,
      gap: wish.gap,
      width: Math.round(width * 10) / 10,
      from: widths[found.index]?.name ?? 'd',
      ground: wish.ground,
      look: wish.look,
    })
  }
  return labels
}
