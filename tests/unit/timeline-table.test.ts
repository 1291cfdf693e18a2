import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bannerOf } from '#src/hunts/timeline/banner.ts'
import { filterBar } from '#src/hunts/timeline/filter-bar.ts'
import { isOrderKnown } from '#src/hunts/timeline/order.ts'
import { eventPanel } from '#src/hunts/timeline/panel.ts'
import { readState } from '#src/hunts/timeline/state.ts'
import { eventTable } from '#src/hunts/timeline/table.ts'
import type { EventRowView, EventTableView } from '#views/models/events.ts'
import { seededRun } from '#tests/support/seeded-run.ts'
import { type SeededSnapshot, seededSnapshot } from '#tests/support/seeded-frame.ts'

const none = new Map()
const rowsOf = (table: EventTableView): readonly EventRowView[] =>
  table.groups.flatMap((group) => group.rows)
const stateOf = (href: string) =>
  readState(Object.fromEntries(new URL(href, 'http://x').searchParams))

let run: SeededSnapshot
let small: SeededSnapshot
beforeAll(() => {
  run = seededSnapshot(seededRun({ events: 1_500 }))
  small = seededSnapshot(seededRun({ events: 50 }))
})
afterAll(() => {
  run.close()
  small.close()
})

describe('the event table', () => {
  test('pages through every row once, in time order, forward and back', async () => {
    const seen: number[] = []
    let table = eventTable(await run.frame({ after: 0 }), none)
    for (;;) {
      seen.push(...rowsOf(table).map((row) => row.row))
      if (table.page.next === null) break
      table = eventTable(await run.frame(stateOf(table.page.next)), none)
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen).toHaveLength(table.page.total)
    const back: number[] = []
    for (;;) {
      back.unshift(...rowsOf(table).map((row) => row.row))
      if (table.page.previous === null) break
      table = eventTable(await run.frame(stateOf(table.page.previous)), none)
    }
    expect(new Set(back)).toEqual(new Set(seen))
  })

  test('opens on the page that holds the hit, or the selected event', async () => {
    const table = eventTable(await run.frame(), none)
    expect(rowsOf(table).some((row) => row.hit === 1)).toBe(true)
    const last = run.snapshot.db
      .prepare<[], { id: string }>(
        "SELECT id FROM event WHERE best_grade <> 'weak' ORDER BY row DESC LIMIT 1",
      )
      .get()
    const other = eventTable(await run.frame({ event: last?.id ?? null }), none)
    expect(rowsOf(other).some((row) => row.isSelected)).toBe(true)
  })

  test('cuts the rows into before and after; the hit closes what came before it', async () => {
    const table = eventTable(await small.frame(), none)
    expect(table.groups.map((group) => group.name)).toEqual(['Before', 'After'])
    expect(table.groups[0]?.rows.at(-1)?.hit).toBe(1)
    expect(table.groups[1]?.rows[0]?.delta).toBeGreaterThan(0)
    expect(table.heading).toBe('2 hits and 47 linked events')
  })

  test('collapses weak links to one row until they are asked for', async () => {
    const table = eventTable(await small.frame(), none)
    expect(table.weak?.words).toMatch(/^8 events/)
    const shown = eventTable(await small.frame(stateOf(table.weak?.href ?? '')), none)
    expect(shown.weak).toBeNull()
    expect(shown.page.total).toBe(table.page.total + 8)
  })

  test('gives a folded key one row, and says nothing of what followed past the watermark', async () => {
    const table = eventTable(await small.frame({ span: { kind: 'all' } }), none)
    expect(table.folds).toHaveLength(1)
    expect(table.folds[0]).toMatchObject({ evidence: '0x3e7', opened: null })
    expect(table.undecided?.delta).toBeGreaterThan(0)
  })

  test('hides kinds and sides but never a hit, and keeps what may lie on either side', async () => {
    const kinds = rowsOf(eventTable(await small.frame({ hideKinds: new Set(['process']) }), none))
    expect(kinds.filter((row) => row.hit !== null)).toHaveLength(2)
    expect(kinds.some((row) => row.kind === 'process' && row.hit === null)).toBe(false)
    const after = rowsOf(eventTable(await small.frame({ hideSides: new Set(['before']) }), none))
    const left = after.filter((row) => row.hit === null && (row.delta ?? 0) < 0)
    expect(left.length).toBe(2)
    expect(left.every((row) => row.isOrderUnknown)).toBe(true)
  })

  test('shows only rows that hold a value in a field, whichever field it is', async () => {
    const frame = await small.frame({
      field: { name: 'dll.path', value: 'c:\\windows\\temp\\VAR.XLL' },
    })
    const rows = rowsOf(eventTable(frame, none))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.kind).toBe('module')
    expect(filterBar(frame).field?.clearHref).toBe('/hunts/hunt00000001')
  })
})

describe('the order of two rows', () => {
  const at = (early: number, late: number, asset = 'a', channel = 'x') => ({
    ts: early,
    early,
    late,
    asset,
    channel,
  })
  test('is known where their ranges do not overlap, or one log keeps it', () => {
    expect(isOrderKnown(at(0, 10), at(11, 20, 'b'))).toBe(true)
    expect(isOrderKnown(at(0, 10), at(5, 20, 'b'))).toBe(false)
    expect(isOrderKnown(at(0, 999_999), at(5, 999_999))).toBe(true)
    expect(isOrderKnown(at(0, 999_999), at(5, 20, 'a', 'y'))).toBe(false)
    expect(isOrderKnown(at(0, 16_000), at(5, 20, 'a', 'y'))).toBe(true)
  })
})

describe('the panel', () => {
  test('gives the receipt of the event: key, rule, direction, fan-out, and every field', async () => {
    const logon = small.snapshot.db
      .prepare<[], { id: string }>(
        "SELECT id FROM event WHERE kind = 'logon' AND best_grade = 'strong' ORDER BY ts DESC LIMIT 1",
      )
      .get()
    const event = small.snapshot.eventById(logon?.id ?? '')
    if (!event) throw new Error('the run has a logon')
    const frame = await small.frame({ event: event.id })
    const panel = eventPanel({ frame, event, isOwnPage: false, captureHref: '/hunts/new' })
    expect(panel.receipt?.grade).toBe('strong')
    expect(panel.receipt?.lines.map((line) => line.word)).toEqual([
      'Key',
      'Rule',
      'Direction',
      'Fan-out',
    ])
    expect(panel.fields.find((field) => field.name === 'source.ip')?.onlyHref).toContain(
      'field=source.ip:10.20.14.42',
    )
    const raw = eventPanel({
      frame: await small.frame({ event: event.id, tab: 'raw' }),
      event,
      isOwnPage: false,
      captureHref: '/hunts/new',
    })
    expect(raw.raw?.text).toContain('"source.port": 52117')
    expect(raw.raw?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('the banner', () => {
  const bannerFor = (input: Parameters<typeof seededRun>[0], undetermined = 0) => {
    const content = seededRun(input)
    const counts = {
      ...content.meta.counts,
      identityUndetermined: { value: undetermined, relation: 'exact' as const },
    }
    const seeded = seededSnapshot({ ...content, meta: { ...content.meta, counts } })
    try {
      return bannerOf({
        snapshot: seeded.snapshot,
        zone: 'UTC',
        decidedUntil: null,
        coverageHref: '/c',
      })
    } finally {
      seeded.close()
    }
  }
  test('says what a zero is worth', () => {
    const [blind] = bannerFor({ events: 0, nothing: 'blind' })
    expect(blind).toMatchObject({ tone: 'warn', what: 'Nothing seen' })
    expect(blind?.text).toContain('Sysmon 1 is blind on SRV-FIN-01 for 2 h')
    expect(blind?.text).toContain('not proof of absence')
    expect(blind?.text).toMatch(/^0 hits, exact, but /)
  })

  test('says once that identities are not known, with what was found', () => {
    const message = '4 matching events without a known identity.'
    const gaps = [{ kind: 'undetermined', origin: 'source', message } as const]
    const notes = bannerFor({ events: 50, gaps, state: 'partial' }, 4)
    expect(notes.map((note) => note.what).filter((what) => what !== 'Undecided')).toEqual([
      'Identity undetermined',
    ])
    expect(notes[0]?.text).toMatch(/^4 events match .*\. Found so far: at least \d+ hits? and /)
  })

  test('turns every count of a run with gaps to at least', () => {
    const message = '2 of 5 shards failed.'
    const [partial] = bannerFor({
      events: 50,
      gaps: [{ kind: 'shards-failed', origin: 'source', message }],
    })
    expect(partial).toMatchObject({ tone: 'bad', what: 'Partial' })
    expect(partial?.text).toBe(`${message} Found: at least 2 hits and at least 55 linked events.`)
  })

  test('calls a run complete only without a gap', () => {
    const [complete] = bannerFor({ events: 50 })
    expect(complete).toMatchObject({ tone: 'ok', what: 'Complete' })
    expect(complete?.text).toContain('2 hits and 55 linked events, exact')
  })
})
