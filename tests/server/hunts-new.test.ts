import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemo } from '#src/demo/make-demo.ts'
import { labDefaults } from '#src/lab/lab.ts'
import { parseQuestion, type Question } from '#src/hunts/question.ts'
import { tagsOf } from '#tests/support/html.ts'
import { openTestServer, type TestServer } from './support.ts'

let server: TestServer
let demo: Question

beforeAll(async () => {
  server = await openTestServer()
  const options = { ...labDefaults, days: 1, assets: 4, identities: 5, events: 2_000 }
  const { signal } = new AbortController()
  const made = await makeDemo(server.deps.folder, options, signal, () => undefined)
  demo = made.question
})
afterAll(async () => {
  await server.close()
})

type Form = Readonly<Record<string, string>>

const htmlAt = async (path: string): Promise<string> => {
  const response = await server.get(path)
  expect(response.status).toBe(200)
  return response.text()
}

/** Sends a form and answers where it leads. */
const go = async (path: string, form: Form): Promise<string> => {
  const response = await server.post(path, form)
  expect(response.status).toBe(303)
  return response.headers.get('Location') ?? ''
}

/** Sends a form that is refused: each message by its id. */
const refused = async (path: string, form: Form): Promise<Readonly<Record<string, string>>> => {
  const response = await server.post(path, form)
  expect(response.status).toBe(422)
  const html = await response.text()
  return Object.fromEntries(
    Array.from(html.matchAll(/class="field-error" id="([^"]+)"><bdi>([^<]*)/g), (m) => [
      m[1] ?? '',
      m[2] ?? '',
    ]),
  )
}

const draftCount = async (): Promise<number> =>
  (await server.deps.workspace.drafts.list(1_000)).length

/** What a form field of a page shows. */
const valueOf = (html: string, name: string): string | undefined =>
  tagsOf(html).find((tag) => tag.attributes['name'] === name)?.attributes['value']

const namesOf = (side: Question['scope']['assets']): readonly string[] =>
  'list' in side ? side.list : []

/** A draft with technique and source. */
const begun = async (): Promise<string> => {
  const first = await go('/hunts/new', { technique: 'T1559.001', source: 'lab' })
  return first.replace(/\/\w+$/, '')
}

/** The same with the scope of the demo's hunt. */
const scoped = async (): Promise<string> => {
  const base = await begun()
  for (const name of namesOf(demo.scope.assets)) await go(`${base}/scope`, { add_asset: name })
  for (const name of namesOf(demo.scope.identities)) {
    await go(`${base}/scope`, { add_identity: name })
  }
  const { from, to } = demo.scope.window
  expect(await go(`${base}/scope`, { from, to, do: 'next' })).toBe(`${base}/behavior`)
  return base
}

describe('the five steps, without script', () => {
  it('lead from a technique to a hunt that runs', async () => {
    const source = await go('/hunts/new', { technique: 'T1559.001' })
    const base = source.replace('/source', '')
    expect(source).toMatch(/^\/hunts\/new\/[\w-]{12}\/source$/)
    expect(await htmlAt(source)).toMatch(/7 of 7 bound/)
    expect(await go(source, { source: 'lab' })).toBe(`${base}/scope`)

    const [asset = ''] = namesOf(demo.scope.assets)
    const found = await go(`${base}/scope`, { do: 'find-asset', asset: asset.slice(0, 5) })
    const offered = tagsOf(await htmlAt(found))
      .filter((tag) => tag.attributes['name'] === 'add_asset')
      .map((tag) => tag.attributes['value'] ?? '')
    expect(offered.some((name) => name.startsWith(asset))).toBe(true)
    const named = offered.find((name) => name.startsWith(asset)) ?? ''
    const kept = await go(`${base}/scope`, { add_asset: named, asset: asset.slice(0, 5) })
    expect(kept).toBe(`${base}/scope?asset=${asset.slice(0, 5)}#assets`)
    const { from, to } = demo.scope.window
    const reason = 'who it was is the question'
    const scope = { identities: 'any', identities_reason: reason, from, to, do: 'next' }
    expect(await go(`${base}/scope`, scope)).toBe(`${base}/behavior`)

    expect(await htmlAt(`${base}/behavior`)).toContain('com-office-automation-start')
    const use = { do: 'use', behavior: 'com-office-automation-start', 'values.process_events': '1' }
    expect(await go(`${base}/behavior`, use)).toBe(`${base}/preview`)
    const preview = await htmlAt(`${base}/preview`)
    expect(preview).toContain('Run the hunt')
    expect(preview).toMatch(/<mark>.*asset/s)
    expect(preview).toContain('EXCEL.EXE')

    const hunt = await go(`${base}/preview`, { do: 'run', title: 'By hand', before: '2h' })
    expect(hunt).toMatch(/^\/hunts\/[\w-]{12}$/)
    const id = hunt.split('/')[2] ?? ''
    const [run] = await server.deps.workspace.runs.ofHunt(id)
    await server.deps.runs.ended(run?.id ?? '')
    const question = parseQuestion(JSON.parse(run?.question ?? ''))
    expect(question).toMatchObject({
      title: 'By hand',
      technique: 'T1559.001',
      source: 'lab',
      behavior: { kind: 'documented', id: 'com-office-automation-start' },
      scope: { assets: { list: [named] }, identities: { any: reason } },
      windows: { beforeUs: 7_200_000_000 },
    })
    expect(
      (await server.deps.workspace.runs.get(run?.id ?? '')).counts?.hits.value,
    ).toBeGreaterThan(0)
    expect(await htmlAt(hunt)).toContain('By hand')
  })

  it('run again from the same draft as the next run of the same hunt', async () => {
    const base = await scoped()
    await go(`${base}/behavior`, { do: 'use', behavior: 'com-office-automation-start' })
    const first = await go(`${base}/preview`, { do: 'run' })
    expect(await htmlAt(`${base}/preview`)).toContain('Run it again with this')
    expect(await go(`${base}/preview`, { do: 'run', after: '1h' })).toBe(first)
    const runs = await server.deps.workspace.runs.ofHunt(first.split('/')[2] ?? '')
    expect(runs.map((run) => run.n)).toEqual([2, 1])
    await Promise.all(runs.map((run) => server.deps.runs.ended(run.id)))
  })

  it('begin in one press from a technique shown against a source', async () => {
    const html = await htmlAt('/techniques/T1559.001?source=lab')
    expect(html).toMatch(
      /<form action="\/hunts\/new" method="post"><input[^>]+value="T1559.001"[^>]*><input[^>]+value="lab"[^>]*><input[^>]+value="com-office-automation-start"[^>]*><button[^>]+>Hunt this/,
    )
    const begun = await go('/hunts/new', {
      technique: 'T1559.001',
      source: 'lab',
      behavior: 'com-office-automation-start',
    })
    expect(begun).toMatch(/^\/hunts\/new\/[\w-]{12}\/scope$/)
  })

  it('make nothing by being read', async () => {
    const before = await draftCount()
    await htmlAt('/hunts/new')
    await htmlAt('/hunts/new?technique=T1559.001&source=lab&behavior=captured')
    await htmlAt('/hunts/new?q=component')
    expect(await draftCount()).toBe(before)
  })

  it('lose nothing on back and reload', async () => {
    const base = await begun()
    await go(`${base}/scope`, {
      add_asset: 'WS-1',
      identities: 'any',
      identities_reason: 'half a rea',
      from: 'not yet',
      to: '2026-11-19',
    })
    await go(`${base}/technique`, { technique: 'T1559.001' })
    const html = await htmlAt(`${base}/scope`)
    expect(valueOf(html, 'identities_reason')).toBe('half a rea')
    expect(valueOf(html, 'from')).toBe('not yet')
    expect(valueOf(html, 'remove_asset')).toBe('WS-1')
    await go(`${base}/scope`, { remove_asset: 'WS-1' })
    expect(await htmlAt(`${base}/scope`)).not.toContain('value="WS-1"')
    expect(await htmlAt('/hunts/new')).toContain(`${base}/scope`)
  })

  it('send a hunter who is too early to the step that is open', async () => {
    const base = await begun()
    for (const step of ['behavior', 'preview']) {
      const response = await server.get(`${base}/${step}`)
      expect(response.status).toBe(303)
      expect(response.headers.get('Location')).toBe(`${base}/scope`)
    }
  })

  it('keep both of two forms that are sent at once', async () => {
    const base = await begun()
    const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']
    await Promise.all(names.map((name) => go(`${base}/scope`, { add_asset: name })))
    const html = await htmlAt(`${base}/scope`)
    const kept = tagsOf(html).filter((tag) => tag.attributes['name'] === 'remove_asset')
    expect(kept.map((tag) => tag.attributes['value'] ?? '').toSorted()).toEqual(names)
  })
})

describe('a scope', () => {
  it('is refused beside each field, with what was typed', async () => {
    const base = await begun()
    expect(Object.keys(await refused(`${base}/scope`, { do: 'next' }))).toEqual([
      'assets-error',
      'identities-error',
    ])
    const typed = { assets: 'any', identities: 'any', do: 'next', from: 'x', to: '2026-11-19' }
    expect(Object.keys(await refused(`${base}/scope`, typed))).toEqual([
      'assets-reason-error',
      'identities-error',
      'identities-reason-error',
      'from-error',
    ])
    const both = {
      ...typed,
      assets_reason: 'the whole company',
      identities_reason: 'everybody in it',
      from: '2026-11-18',
    }
    expect(await refused(`${base}/scope`, both)).toEqual({
      'identities-error': 'Any asset and any identity together is no scope: name one of them.',
    })
    const backwards = { ...both, identities: 'list', add_identity: 'a', from: '2026-11-20' }
    expect(Object.keys(await refused(`${base}/scope`, backwards))).toEqual(['to-error'])
  })

  it('takes the hours that the source has read, or all it holds', async () => {
    const base = await begun()
    await go(`${base}/scope`, { last: '72' })
    expect(await htmlAt(`${base}/scope`)).toMatch(/Counted back from what the source has read/)
    await go(`${base}/scope`, { last: 'all' })
    const html = await htmlAt(`${base}/scope`)
    expect(html).toMatch(/class="btn on"[^>]*value="all"/)
    expect(valueOf(html, 'from')).toMatch(/^2026-11-\d\d \d\d:\d\d:00$/)
    const from = valueOf(html, 'from') ?? ''
    await go(`${base}/scope`, { from, to: valueOf(html, 'to') ?? '' })
    expect(await htmlAt(`${base}/scope`)).toMatch(/class="btn on"[^>]*value="all"/)
    await go(`${base}/scope`, { from: '2026-11-18', to: '2026-11-19' })
    expect(await htmlAt(`${base}/scope`)).toMatch(/class="btn on"[^>]*value="between"/)
  })

  it('says what it can see, and of a name that was never seen that it is blind there', async () => {
    const base = await scoped()
    const html = await htmlAt(`${base}/scope`)
    expect(html).toMatch(/role="img" aria-label="[^"]*Sysmon 1: seen/)
    expect(html).toMatch(/events, exact/)
    await go(`${base}/scope`, { add_asset: 'NO-SUCH-HOST' })
    const wider = await htmlAt(`${base}/scope`)
    expect(wider).toContain('never seen here')
    expect(wider).toMatch(/NO-SUCH-HOST Sysmon 1: blind the whole time/)
    expect(wider).toMatch(/would not be proof/)
  })

  it('answers htmx with the part that it names', async () => {
    const base = await scoped()
    const part = async (path: string, id: string): Promise<string> =>
      (await server.part(`${base}/${path}`, id)).text()
    expect(await part('scope?asset=w', 'asset-matches')).toMatch(/^<div id="asset-matches"/)
    expect(await part('scope', 'scope-sight')).toMatch(/^<aside class="panel[^>]*id="scope-sight"/)
    const response = await server.post(
      `${base}/scope`,
      { do: 'next' },
      { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Target': 'form#scope-form' },
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('HX-Redirect')).toBe(`${base}/behavior`)
  })
})

describe('a behavior', () => {
  it('that is documented is refused beside the value that does not fit', async () => {
    const base = await scoped()
    const use = { do: 'use', behavior: 'com-office-automation-start', 'values.programs': ' \n ' }
    expect(await refused(`${base}/behavior`, use)).toEqual({
      'value-programs-error': 'Give at least one entry.',
    })
  })

  it('is captured from an event of the scope, edited and asked for', async () => {
    const base = await scoped()
    const browse = await htmlAt(`${base}/behavior?by=capture&text=automation`)
    const event = tagsOf(browse).find((tag) => tag.attributes['name'] === 'capture')
    const id = event?.attributes['value'] ?? ''
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    const clauses = await go(`${base}/behavior`, { capture: id })
    expect(clauses).toBe(`${base}/behavior?by=clauses`)
    const html = await htmlAt(clauses)
    expect(html).toMatch(/Captured from .*Sysmon 1/s)
    for (const label of ['Command line', 'Parent process', 'Account', 'Host', 'Execution time']) {
      expect(html).toContain(label)
    }

    const rows = {
      'field.0': 'process.name',
      'op.0': 'ends_with',
      'value.0': 'excel.exe',
      'keep.0': '1',
      'field.1': 'process.command_line',
      'op.1': '!contains',
      'value.1': '/safe',
      'keep.1': '1',
      'field.2': 'user.name',
      'op.2': 'equals',
      'value.2': 'left out',
    }
    expect(await go(`${base}/behavior`, { ...rows, do: 'add' })).toBe(
      `${base}/behavior?by=clauses#clause-3`,
    )
    expect(await go(`${base}/behavior`, { ...rows, do: 'next' })).toBe(`${base}/preview`)
    const hunt = await go(`${base}/preview`, { do: 'run' })
    const [run] = await server.deps.workspace.runs.ofHunt(hunt.split('/')[2] ?? '')
    await server.deps.runs.ended(run?.id ?? '')
    expect(parseQuestion(JSON.parse(run?.question ?? '')).behavior).toEqual({
      kind: 'captured',
      from: { event: id },
      predicate: {
        all: [
          { field: 'process.name', op: 'ends_with', value: 'excel.exe' },
          { not: { field: 'process.command_line', op: 'contains', value: '/safe' } },
        ],
      },
    })
  })

  it('that is stated is refused beside the clause that cannot be used', async () => {
    const base = await scoped()
    const rows = {
      'field.0': '<script>',
      'op.0': 'equals',
      'value.0': 'x',
      'keep.0': '1',
      'field.1': 'source.ip',
      'op.1': 'cidr',
      'value.1': 'ten',
      'keep.1': '1',
      do: 'next',
    }
    expect(await refused(`${base}/behavior`, rows)).toEqual({
      'clause-0-error': 'This is no field name.',
      'clause-1-error': 'source.ip cidr: give a network, like 10.20.0.0/16.',
    })
    expect(
      await refused(`${base}/behavior`, { ...rows, 'keep.0': '', 'keep.1': '' }),
    ).toHaveProperty('clauses-error')
  })

  it('is captured from nothing outside the scope', async () => {
    const base = await scoped()
    for (const capture of ['0'.repeat(32), '../x', '']) {
      expect((await server.post(`${base}/behavior`, { capture })).status).toBe(404)
    }
  })
})

describe('a hunt that is changed', () => {
  it('begins with its answers, and its run is the next of the same hunt', async () => {
    const { hunt, run } = await server.deps.runs.start(null, demo)
    await server.deps.runs.ended(run)
    expect(await htmlAt(`/hunts/new?from=${hunt}`)).toContain('Begin with this hunt’s answers')
    // The button of the hunt page, which sends the hunt alone.
    expect(await htmlAt(`/hunts/${hunt}`)).toContain(`name="from" value="${hunt}"`)
    expect(await go('/hunts/new', { from: hunt })).toMatch(/\/scope$/)
    const scope = await go('/hunts/new', { technique: demo.technique, from: hunt })
    expect(scope).toMatch(/\/scope$/)
    const base = scope.replace('/scope', '')
    const again = await go(`${base}/preview`, { do: 'run' })
    expect(again).toBe(`/hunts/${hunt}`)
    const [last, first] = await server.deps.workspace.runs.ofHunt(hunt)
    expect(last?.n).toBe(2)
    // Nothing was changed: the same scope is not a new version of it.
    expect(last?.scopeVersion).toBe(first?.scopeVersion)
    await server.deps.runs.ended(last?.id ?? '')
  })

  it('takes the values of an event that its run kept', async () => {
    const { hunt, run } = await server.deps.runs.start(null, demo)
    await server.deps.runs.ended(run)
    const page = await htmlAt(`/hunts/${hunt}/hits`)
    const event = /event=([0-9a-f]{32})/.exec(page)?.[1] ?? ''
    const clauses = await go('/hunts/new', { from: hunt, capture: event, run: '1' })
    expect(await htmlAt(clauses)).toMatch(/Captured from .*Sysmon 1.*-Embedding/s)
    const none = await server.post('/hunts/new', { from: hunt, capture: '0'.repeat(32) })
    expect(none.status).toBe(404)
  })
})

describe('what is not there', () => {
  it.each([
    ['/hunts/new', { technique: 'T9999' }, 404],
    ['/hunts/new', { technique: '' }, 422],
    ['/hunts/new', { from: 'AAAAAAAAAAAA' }, 404],
    ['/hunts/new/AAAAAAAAAAAA/scope', { do: 'next' }, 404],
    ['/hunts/new/AAAAAAAAAAAA/preview', { do: 'run' }, 404],
    ['/hunts/new/..%2F..%2Fx/source', { source: 'lab' }, 404],
  ])('%s with %o is %i', async (path, form, status) => {
    expect((await server.post(path, form)).status).toBe(status)
  })

  it('leads back to the source step when the source is gone', async () => {
    const base = await begun()
    const id = base.split('/')[3] ?? ''
    await server.deps.workspace.drafts.change(id, 'source', (json) =>
      JSON.stringify({ ...JSON.parse(json), source: 'gone' }),
    )
    const response = await server.get(`${base}/scope`)
    expect(response.headers.get('Location')).toBe(`${base}/source`)
    expect((await server.post(`${base}/source`, { source: 'gone' })).status).toBe(404)
  })
})
