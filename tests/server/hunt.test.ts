import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerChunks } from '#src/hunts/answer.ts'
import { snapshotFile } from '#src/hunts/ask.ts'
import { openSnapshot } from '#src/hunts/snapshot/read.ts'
import type { Run } from '#src/workspace/runs.ts'
import { seedEmptyRun, seedHunt } from '#tests/support/seed-hunt.ts'
import { seededRun } from '#tests/support/seeded-run.ts'
import { tagsOf } from '#tests/support/html.ts'
import { openTestServer, type TestServer } from './support.ts'

const hostile = '"><script>alert(1)</script>\u202e\u0000'
const shards = '2 of 5 shards failed: Sysmon on WS-0142 from 12:07 to 12:37 is not known.'

let server: TestServer
let story: Run
let cold: Run
beforeAll(async () => {
  server = await openTestServer()
  story = await seedHunt(server.deps, seededRun({ events: 400, moreHits: 2, hostile }))
  cold = await seedHunt(server.deps, seededRun({ events: 0, nothing: 'blind' }))
})
afterAll(async () => {
  await server.close()
})

const page = async (path: string): Promise<string> => {
  const response = await server.get(path)
  expect(response.status).toBe(200)
  return response.text()
}

const rowsIn = (html: string): readonly string[] =>
  tagsOf(html).flatMap(({ name, attributes }) =>
    name === 'tr' && /\brow\b/.test(attributes['class'] ?? '') && attributes['id']?.startsWith('e')
      ? [attributes['id']]
      : [],
  )

describe('a run', () => {
  it('shows its facts, what it is worth, its episodes, the drawing and the table', async () => {
    const html = await page(`/hunts/${story.hunt}`)
    for (const text of ['DCOM into the finance servers', 'Complete', 'Undecided', '3 episodes'])
      expect(html).toContain(text)
    const classes = tagsOf(html).map((tag) => tag.attributes['class'])
    for (const part of ['lane-gutter', 'lane-plot', 'time-overview', 'table event-table'])
      expect(classes).toContain(part)
    expect(rowsIn(html).length).toBeLessThanOrEqual(200)
  })

  it('selects an event by its address, and only that one', async () => {
    const html = await page(`/hunts/${story.hunt}`)
    const href = /class="rowlink" href="([^"#]+)#(e\d+)"/.exec(html)
    const chosen = await page(href?.[1]?.replaceAll('&amp;', '&') ?? '')
    const selected = tagsOf(chosen).filter((tag) => tag.attributes['aria-selected'] === 'true')
    expect(selected.map((tag) => tag.attributes['id'])).toEqual([href?.[2]])
    expect(chosen).toContain('Why this row is here')
    expect(chosen).toContain(`/hunts/new?from=${story.hunt}&amp;capture=`)
  })

  it('answers htmx with the view alone, whichever tab is asked for', async () => {
    for (const tab of ['', '/hits', '/tree', '/coverage', '/query']) {
      const html = await (await server.part(`/hunts/${story.hunt}${tab}`, 'hunt-view')).text()
      const roots = tagsOf(html).filter((tag) => tag.depth === 0)
      expect(roots.map((tag) => tag.attributes['id'])).toEqual(['hunt-view'])
    }
  })

  it('never lets log text become markup, in any tab or view of an event', async () => {
    const hit = /event=([0-9a-f]{32})/.exec(await page(`/hunts/${story.hunt}`))?.[1] ?? ''
    for (const path of [
      '',
      `?event=${hit}`,
      `?event=${hit}&tab=raw`,
      `?event=${hit}&tab=tree`,
      '/hits',
      '/tree',
    ]) {
      const html = await page(`/hunts/${story.hunt}${path}`)
      expect(html).not.toContain('<script>alert')
      expect(html).not.toContain('\u202e')
    }
  })

  it('opens an event of another episode with that episode', async () => {
    const hits = await page(`/hunts/${story.hunt}/hits`)
    const links = [...hits.matchAll(/class="rowlink" href="([^"]+)"/g)].map((m) => m[1] ?? '')
    expect(links).toHaveLength(4)
    const other = links.find((link) => link.includes('episode=2')) ?? ''
    expect(await page(other.replaceAll('&amp;', '&'))).toContain('aria-selected="true"')
  })

  it('refuses an address it cannot read and names the parameter', async () => {
    const response = await server.get(`/hunts/${story.hunt}?span=yesterday`)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('span')
  })

  it('keeps runs apart: each has its own address', async () => {
    const again = await seedHunt(server.deps, seededRun({ events: 20, seed: 3 }), story.hunt)
    expect(again.n).toBe(2)
    expect(await page(`/hunts/${story.hunt}`)).toContain('2 of 2')
    const first = await page(`/hunts/${story.hunt}?run=1`)
    expect(first).toContain('1 of 2')
    expect(first).toContain('run=1&amp;event=')
    expect((await server.get(`/hunts/${story.hunt}?run=9`)).status).toBe(404)
  })

  it('says of a fold that cannot be asked for now why, and that it is not part of the run', async () => {
    const html = await page(`/hunts/${story.hunt}?run=1&episode=2&open=fold-1`)
    expect(html).toContain('Asked now')
    expect(html).toContain('There is no source')
  })
})

describe('a run that found nothing', () => {
  it('says what telemetry was there instead of a bare zero', async () => {
    const html = await page(`/hunts/${cold.hunt}`)
    expect(html).toContain('Nothing seen')
    expect(html).toContain('not proof of absence')
    expect(html).toContain('Coverage of the scope')
    expect(html).not.toContain('lane-plot')
  })

  it('is a zero with its proof only where every needed log source was seen', async () => {
    const content = seededRun({ events: 0, nothing: 'covered' })
    const coverage = content.coverage && {
      ...content.coverage,
      cells: content.coverage.cells.map((cell) => ({
        ...cell,
        states: cell.states.map(() => 'seen' as const),
      })),
    }
    const run = await seedHunt(server.deps, { ...content, coverage })
    const html = await page(`/hunts/${run.hunt}`)
    expect(html).toContain('Nothing found')
    expect(html).toContain('all needed log sources were seen on 3 of 3 assets')
  })
})

describe('a run that is not whole', () => {
  it('turns every count to at least and shows each gap', async () => {
    const content = seededRun({
      events: 50,
      gaps: [
        { kind: 'shards-failed', origin: 'source', message: shards },
        { kind: 'timed-out', origin: 'source', message: 'Security timed out after 30 s.' },
      ],
    })
    const run = await seedHunt(server.deps, content)
    const html = await page(`/hunts/${run.hunt}`)
    expect(html).toContain('Partial')
    expect(html).toContain(shards)
    expect(html).toContain('Security timed out after 30 s.')
    expect(html).toContain('at least 2 hits and at least 55 linked events')
    expect(html).toContain('2 hits and at least 47 linked events')
    expect(html).not.toContain('exact.')
  })

  it('that was cancelled before anything was found says so and offers no empty tabs', async () => {
    const run = await seedEmptyRun(server.deps, seededRun({ events: 20 }), 'cancelled')
    const html = await page(`/hunts/${run.hunt}`)
    expect(html).toContain('cancelled before anything was found')
    expect(html).not.toContain('/coverage"')
  })

  it('that failed says whose it is and what is kept', async () => {
    const run = await seedEmptyRun(server.deps, seededRun({ events: 20 }), 'failed')
    const html = await page(`/hunts/${run.hunt}`)
    for (const text of ['The source', 'source_timeout', 'timed out after 30 s', 'is kept'])
      expect(html).toContain(text)
  })
})

describe('a run under way', () => {
  it('shows its phases and Cancel, asks for itself again, and works without script', async () => {
    const { workspace } = server.deps
    const content = seededRun({ events: 20 })
    const question = JSON.stringify(content.meta.question)
    const hunt = await workspace.hunts.create({
      technique: 'T1559.001',
      source: 'lab',
      title: 'Waiting',
      question,
      scope: '{}',
    })
    const run = await workspace.runs.queue(hunt.id, 1, question, process.pid)
    const html = await page(`/hunts/${hunt.id}`)
    expect(html).toContain(`hx-get="/hunts/${hunt.id}/progress?run=1"`)
    expect(html).toContain('hx-trigger="load delay:1s"')
    expect(html).toContain(`action="/hunts/${hunt.id}/runs/${run.id}/cancel"`)
    expect(html).toContain('Refresh')
    expect((await server.get(`/api/hunts/${hunt.id}`)).status).toBe(409)

    await workspace.runs.finish(run.id, { state: 'cancelled', counts: null, gaps: [], error: null })
    const ended = await server.part(`/hunts/${hunt.id}/progress?run=1`, 'run-progress')
    expect(ended.headers.get('HX-Redirect')).toBe(`/hunts/${hunt.id}?run=1`)
    const plain = await server.get(`/hunts/${hunt.id}/progress?run=1`)
    expect([plain.status, plain.headers.get('Location')]).toEqual([303, `/hunts/${hunt.id}?run=1`])
  })

  it('is not started or cancelled by another site, nor for a hunt that is none', async () => {
    const headers = { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    expect((await server.post(`/hunts/${story.hunt}/runs`, {}, headers)).status).toBe(403)
    const wrong = await server.post(`/hunts/${cold.hunt}/runs/${story.id}/cancel`, {})
    expect(wrong.status).toBe(404)
  })
})

describe('the same as JSON', () => {
  it('is the object that the command line prints', async () => {
    const response = await server.get(`/api/hunts/${story.hunt}?run=1`)
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/)
    const text = await response.text()
    const snapshot = openSnapshot(snapshotFile(server.deps.folder, story.id))
    expect(text).toBe([...answerChunks(snapshot)].join(''))
    snapshot.close()
    expect(z.object({ format: z.literal(1) }).parse(JSON.parse(text)).format).toBe(1)
  })

  it('says what is not there in the one shape of errors', async () => {
    const response = await server.get('/api/hunts/nothing')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })
})
