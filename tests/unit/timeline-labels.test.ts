import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LabelWish, type Obstacle, placeLabels } from '#src/hunts/timeline/labels.ts'
import type { MarkLabel } from '#views/models/lanes.ts'

const widths = { a: 748, b: 988, c: 1228, d: 1440 } as const
const names = ['a', 'b', 'c', 'd'] as const

const boxAt = (label: MarkLabel, px: number): { from: number; to: number } => {
  const at = (label.x / 100) * px
  return label.side === 'right'
    ? { from: at + label.gap, to: at + label.gap + label.width }
    : { from: at - label.gap - label.width, to: at - label.gap }
}

const shownAt = (label: MarkLabel, name: (typeof names)[number]): boolean =>
  names.indexOf(label.from) <= names.indexOf(name)

const wishes: fc.Arbitrary<readonly LabelWish[]> = fc.array(
  fc.record({
    x: fc.double({ min: 0, max: 100, noNaN: true }),
    y: fc.constantFrom(60, 84, 108),
    gap: fc.constantFrom(12, 15),
    text: fc.string({ minLength: 1, maxLength: 30 }),
    ground: fc.constant('plain' as const),
    look: fc.constant('plain' as const),
  }),
  { maxLength: 30 },
)
const obstacles: fc.Arbitrary<readonly Obstacle[]> = fc.array(
  fc.record({
    x: fc.double({ min: 0, max: 100, noNaN: true }),
    y: fc.constantFrom(60, 84, 108),
    half: fc.constantFrom(2, 8.5, 12),
  }),
  { maxLength: 30 },
)

describe('labels beside marks', () => {
  test('touch no mark, no line, no other label and no edge at any width they are shown at', () => {
    fc.assert(
      fc.property(wishes, obstacles, (wanted, marks) => {
        const labels = placeLabels(wanted, marks, 100)
        for (const name of names) {
          const px = widths[name]
          const shown = labels.filter((label) => shownAt(label, name))
          for (const [i, label] of shown.entries()) {
            const box = boxAt(label, px)
            expect(box.from).toBeGreaterThanOrEqual(0)
            expect(box.to).toBeLessThanOrEqual(px)
            for (const mark of marks.filter((one) => one.y === label.y)) {
              const at = (mark.x / 100) * px
              const apart = box.to <= at - mark.half + 0.1 || box.from >= at + mark.half - 0.1
              expect(apart).toBe(true)
            }
            for (const other of shown.slice(i + 1).filter((one) => one.y === label.y)) {
              const second = boxAt(other, px)
              expect(box.to <= second.from + 0.1 || second.to <= box.from + 0.1).toBe(true)
            }
          }
        }
      }),
    )
  })

  test('stand right of their mark, else left, else are left out', () => {
    const wish = { y: 60, gap: 12, text: 'cmd.exe', ground: 'plain', look: 'plain' } as const
    const [free] = placeLabels([{ ...wish, x: 50 }], [], 10)
    expect(free).toMatchObject({ side: 'right', from: 'a' })
    const [pushed] = placeLabels([{ ...wish, x: 50 }], [{ x: 52.5, y: 60, half: 8 }], 10)
    expect(pushed?.side).toBe('left')
    const walls = [
      { x: 52.5, y: 60, half: 8 },
      { x: 47.5, y: 60, half: 8 },
    ]
    expect(placeLabels([{ ...wish, x: 50 }], walls, 10)).toEqual([])
  })
})
