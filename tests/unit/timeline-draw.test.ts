import { afterAll, describe, expect, test } from 'vitest'
import { contextCells, unknownRows } from '#src/hunts/timeline/cells.ts'
import { drawLanes, elementsOf } from '#src/hunts/timeline/draw.ts'
import { drawOverview } from '#src/hunts/timeline/overview.ts'
import type { Frame } from '#src/hunts/timeline/frame.ts'
import type { LanesView } from '#views/models/lanes.ts'
import { LanePlot } from '#views/parts/lane-plot.tsx'
import { LaneGutter, LaneGutterShort } from '#views/parts/lane-gutter.tsx'
import { TimeOverview } from '#views/parts/time-overview.tsx'
import { seededRun } from '#tests/support/seeded-run.ts'
import { type SeededSnapshot, seededSnapshot } from '#tests/support/seeded-frame.ts'

const runs = new Map<string, SeededSnapshot>()
const runOf = (
  name: string,
  content: () => Parameters<typeof seededSnapshot>[0],
): SeededSnapshot => {
  const known = runs.get(name) ?? seededSnapshot(content())
  runs.set(name, known)
  return known
}
const small = (): SeededSnapshot => runOf('small', () => seededRun({ events: 50 }))
const large = (): SeededSnapshot => runOf('large', () => seededRun({ events: 5_000, moreHits: 14 }))
const huge = (): SeededSnapshot => runOf('huge', () => seededRun({ events: 50_000, moreHits: 260 }))
afterAll(() => {
  for (const run of runs.values()) run.close()
})

/** The number of the episode that holds the most: the story, among the hits around it. */
const storyOf = async (run: SeededSnapshot): Promise<number> => {
  const { snapshot } = await run.frame()
  return snapshot.episodes().toSorted((a, b) => b.context - a.context)[0]?.n ?? 1
}

const lanesOf = (frame: Frame): LanesView => {
  const view = drawLanes(frame)
  if (!view) throw new Error('the run has hits')
  return view
}

/** Elements and bytes of the finished drawing, counted in its text. */
const written = (frame: Frame, view: LanesView): { elements: number; bytes: number } => {
  const parts = [
    LanePlot({ view }),
    LaneGutter({ view, zone: 'UTC' }),
    LaneGutterShort({ view }),
    TimeOverview({ view: drawOverview(frame), dragTo: '' }),
  ]
  const text = parts.map(String).join('')
  return { elements: (text.match(/<[a-zA-Z]/g) ?? []).length, bytes: text.length }
}

describe('the lanes', () => {
  test('show the story of a small run: hits, ancestors, children, sessions, what folds', async () => {
    const view = lanesOf(await small().frame({ span: { kind: 'all' } }))
    const rows = view.rows.map((row) => `${row.kind} ${row.label}`)
    expect(rows).toContain('asset WS-0142')
    expect(rows).toContain('process EXCEL.EXE')
    expect(rows).toContain('process whoami.exe')
    expect(rows.some((row) => row.startsWith('fold logon id 0x3e7'))).toBe(true)
    const extension = view.rows.find((row) => row.label === 'SRV-FIN-03')
    expect(extension).toMatchObject({ isExtension: true, sub: 'added by link' })
    const hit = view.rows.find((row) => row.isHit && row.label === 'EXCEL.EXE')
    const parent = view.rows.find(
      (row) => row.label === 'svchost.exe' && row.mid === hit?.parentMid,
    )
    expect(parent).toBeDefined()
    expect(view.marks.filter((mark) => mark.isHit)).toHaveLength(2)
    expect(view.undecided?.words).toBe('undecided until 24 Nov 01:07:21')
    expect(view.axis).toMatchObject({ before: '6 h', after: '12 h' })
  })

  test.each([
    ['50', small],
    ['5,000', large],
    ['50,000', huge],
  ])('stay within 1,500 elements and 150 kB at %s events', async (_, run) => {
    for (const change of [
      { span: { kind: 'all' } },
      { span: { kind: 'all' }, scale: 'clock' },
      { episode: 0, span: { kind: 'all' } },
      { span: { kind: 'around', us: 60_000_000, name: '1m' } },
    ] as const) {
      const frame = await run().frame(change)
      const view = lanesOf(frame)
      const { elements, bytes } = written(frame, view)
      expect(elements).toBeLessThanOrEqual(1_500)
      expect(bytes).toBeLessThanOrEqual(150_000)
      expect(elementsOf(view)).toBeGreaterThanOrEqual(elements - 330)
    }
  })

  test('keep marks of one row apart at the narrowest plot', async () => {
    const view = lanesOf(await large().frame({ episode: await storyOf(large()) }))
    const rows = Map.groupBy(
      view.marks.filter((mark) => !mark.isHit && !mark.isSelected),
      (mark) => mark.y,
    )
    const bands = new Set(view.bands.map((band) => band.y))
    for (const [y, marks] of rows) {
      if (bands.has(y)) continue
      const xs = marks.map((mark) => mark.x).toSorted((a, b) => a - b)
      const gaps = xs.slice(1).map((x, i) => x - (xs[i] ?? 0))
      expect(Math.min(100, ...gaps)).toBeGreaterThanOrEqual(1.99)
    }
  })

  test('stand every context mark on its own side of the hit', async () => {
    const frame = await large().frame({
      episode: await storyOf(large()),
      span: { kind: 'all' },
    })
    const view = lanesOf(frame)
    const zeroX = frame.scale.x(frame.zero)
    const cells = contextCells(frame, unknownRows(frame))
    for (const cell of cells) expect(cell.cell >= 0).toBe(cell.ts >= frame.zero)
    for (const mark of view.marks.filter((one) => !one.isHit && one.title.startsWith('−'))) {
      expect(mark.x).toBeLessThan(zeroX)
    }
  })

  test('count every event of a lane once: as marks, as density, or in a fold', async () => {
    const frame = await small().frame({ span: { kind: 'all' } })
    const view = lanesOf(frame)
    const drawn = view.marks.reduce((sum, mark) => sum + mark.count, 0)
    const total = frame.snapshot.db
      .prepare<(string | number)[], { n: number }>(
        `SELECT count(*) AS n FROM event WHERE ${frame.drawn.sql}`,
      )
      .get(...frame.drawn.params)?.n
    expect(view.densities).toEqual([])
    expect(drawn).toBe(total)
  })

  test('draw hits one by one up to 200, then as counted clusters that hold them all', async () => {
    const view = lanesOf(await huge().frame({ episode: 0, span: { kind: 'all' } }))
    const hits = view.marks.filter((mark) => mark.isHit)
    expect(hits.length).toBeLessThan(262)
    expect(hits.reduce((sum, mark) => sum + mark.count, 0)).toBe(262)
    const fewer = lanesOf(await large().frame({ episode: 0, span: { kind: 'all' } }))
    expect(fewer.marks.filter((mark) => mark.isHit)).toHaveLength(16)
  })

  test('give a crowded lane its kinds, and what is more than marks can show as density', async () => {
    const view = lanesOf(
      await huge().frame({ episode: await storyOf(huge()), span: { kind: 'all' } }),
    )
    expect(view.rows.some((row) => row.kind === 'kind')).toBe(true)
    expect(view.densities.length).toBeGreaterThan(0)
    for (const row of view.densities) {
      expect(Math.max(...row.columns)).toBeLessThanOrEqual(4)
      expect(row.links.every((link) => link.href.includes('span='))).toBe(true)
    }
    expect(view.rows.length).toBeLessThanOrEqual(60)
  })

  test('name an order that the clocks cannot bear, and never hide it in a cluster', async () => {
    for (const run of [small(), large()]) {
      const episode = await storyOf(run)
      expect(lanesOf(await run.frame({ episode, span: { kind: 'all' } })).bands).toHaveLength(2)
    }
    const view = lanesOf(await small().frame({ span: { kind: 'all' } }))
    expect(view.labels.some((label) => label.text === 'order unknown')).toBe(true)
  })

  test('draw the way of the selected event to its hit, and only that, as the path', async () => {
    const run = small()
    const plain = lanesOf(await run.frame())
    expect(plain.links.some((line) => line.isPath)).toBe(false)
    const logon = run.snapshot.db
      .prepare<[], { id: string }>(
        "SELECT id FROM event WHERE kind = 'logon' AND best_grade = 'strong' ORDER BY ts DESC LIMIT 1",
      )
      .get()
    const view = lanesOf(await run.frame({ event: logon?.id ?? null }))
    expect(view.links.some((line) => line.isPath && line.grade === 'strong')).toBe(true)
    expect(view.marks.filter((mark) => mark.isSelected)).toHaveLength(1)
  })

  test('are absent when the run found nothing', async () => {
    const run = runOf('nothing', () => seededRun({ events: 0, nothing: 'covered' }))
    expect(drawLanes(await run.frame())).toBeNull()
  })

  test('end what the source had not read yet, and life lines with it', async () => {
    const view = lanesOf(await small().frame({ span: { kind: 'all' } }))
    const limit = view.undecided?.x ?? 100
    for (const life of view.lives) {
      expect(life.to).toBeLessThanOrEqual(limit + 0.01)
      expect(life.maybeTo ?? 0).toBeLessThanOrEqual(limit + 0.01)
    }
    for (const row of view.coverage.rows) {
      for (const part of row.runs) expect(part.x + part.width).toBeLessThanOrEqual(limit + 0.01)
    }
  })
})

describe('what was found', () => {
  test('is drawn alone where the windows reach far beyond it', async () => {
    const content = seededRun({ events: 50 })
    const day = 86_400_000_000
    const run = runOf('far', () => ({
      ...content,
      meta: {
        ...content.meta,
        windows: { process: { beforeUs: 300 * day, afterUs: 300 * day } },
      },
    }))
    const auto = await run.frame()
    expect(auto.isWhole).toBe(false)
    expect(auto.holdsAll).toBe(true)
    const all = await run.frame({ span: { kind: 'all' } })
    expect(all.isWhole).toBe(true)
  })
})
