import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostileLog } from '#tests/support/hostile-log.ts'
import { tagsOf } from '#tests/support/html.ts'
import { openTestServer, type TestServer } from './support.ts'
import { importsEnded } from './world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ limits: { uploadBytes: 2_000_000, uploadFiles: 3 } })
})
afterAll(async () => {
  await server.close()
})

const textOf = async (path: string): Promise<string> => (await server.get(path)).text()

/** The words of a page as they are read. */
const wordsOf = async (path: string): Promise<string> =>
  (await textOf(path))
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

const filesForm = (fields: Record<string, string>, ...files: readonly File[]): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const file of files) form.append('files', file)
  return form
}

const log = (name = 'day.json') => new File([hostileLog()], name)

describe('on first use', () => {
  it('says how to begin, and claims nothing', async () => {
    const words = await wordsOf('/')
    expect(words).toContain('Begin here')
    expect(words).toContain('Import logs')
    expect(words).toContain('npm run demo')
    expect(words).not.toContain('Needs you')
    expect(await wordsOf('/sources')).toContain('No source yet.')
    expect(await wordsOf('/hunts')).toContain('No hunt has been asked yet.')
  })
})

describe('filling a source', () => {
  it('makes an empty one, once, and says it is empty', async () => {
    const made = await server.post('/sources', { source: 'empty-one' })
    expect([made.status, made.headers.get('Location')]).toEqual([303, '/sources/empty-one'])
    expect(await wordsOf('/sources/empty-one')).toContain('Nothing is in this source yet.')
    const again = await server.post('/sources', { source: 'EMPTY-one' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('id="name-error"')
  })

  it('takes files, shows what became of each, and leaves nothing in the spool', async () => {
    const response = await server.post(
      '/sources/import',
      filesForm(
        { source: 'case' },
        log(),
        new File([new Uint8Array([255, 216, 255, 224])], 'x.jpg'),
      ),
    )
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sources'])
    const running = await textOf('/sources')
    expect(running).toMatch(/hx-trigger="load delay:1s"|done, not whole/)
    await importsEnded(server)
    const done = await textOf('/sources')
    expect(done).not.toContain('hx-trigger="load')
    const words = await wordsOf('/sources')
    expect(words).toContain('64 events kept · 0 already there · 2 rejected')
    expect(words).toContain('not_a_log')
    expect(await wordsOf('/')).toMatch(/Needs you 1 .*Import Into case/)
  })

  it('adds nothing by the same file again', async () => {
    const response = await server.post('/sources/case/import', filesForm({}, log()))
    expect([response.status, response.headers.get('Location')]).toEqual([
      303,
      '/sources/case/files',
    ])
    await importsEnded(server)
    expect(await wordsOf('/sources/case/files')).toContain('adds nothing')
    expect(await wordsOf('/sources/case')).toMatch(/Events 64 /)
  })

  it('shows at once what is inside: event ids with names, assets, identities, files, rejects', async () => {
    const contents = await wordsOf('/sources/case')
    expect(contents).toMatch(/1 Process creation 16 /)
    expect(contents).toMatch(/3 Network connection 16 /)
    expect(contents).toContain('2026-11-20 08:00:00')
    expect(await wordsOf('/sources/case/assets')).toContain('WS-01')
    expect(await wordsOf('/sources/case/identities?q=alert')).toMatch(/\d+ found of \d+/)
    const rejects = await wordsOf('/sources/case/rejects')
    expect(rejects).toContain('day.json 11')
    expect(rejects).toContain('day.json 12')
    expect(rejects).toContain('U+202E')
    expect((await server.get('/sources/case/rejects?after=nowhere')).status).toBe(422)
  })

  it('refuses a bad name beside its field, before a file is taken', async () => {
    const response = await server.post('/sources/import', filesForm({ source: '../x' }, log()))
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('id="into-error"')
    const script = await server.post('/sources/import', filesForm({ source: '../x' }, log()), {
      'HX-Request': 'true',
      'HX-Request-Type': 'partial',
    })
    expect(script.status).toBe(422)
    expect(tagsOf(await script.text())[0]?.attributes['class']).toContain('error-note')
  })

  it.each([
    ['no file', filesForm({ source: 'case' }), 422],
    ['too many files', filesForm({ source: 'case' }, log('a'), log('b'), log('c'), log('d')), 413],
    [
      'too many bytes',
      filesForm({ source: 'case' }, new File(['x'.repeat(2_100_000)], 'big')),
      413,
    ],
  ])('refuses an upload with %s', async (_, form, status) => {
    expect((await server.post('/sources/import', form)).status).toBe(status)
  })

  it('refuses an upload that is no form, and one into a source that is not there', async () => {
    const init = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' }
    const json = await server.send('/sources/import', { method: 'POST', body: '{}', headers: init })
    expect(json.status).toBe(422)
    expect((await server.post('/sources/none/import', filesForm({}, log()))).status).toBe(404)
  })

  it('stops an import that runs and knows none of another', async () => {
    const big = Array.from({ length: 8 }, () => hostileLog()).join('')
    await server.post('/sources/import', filesForm({ source: 'stop' }, new File([big], 'b.json')))
    const [job] = server.deps.imports.list('stop')
    const stopped = await server.post(`/imports/${job?.id}/stop`, { back: '/sources' })
    expect([stopped.status, stopped.headers.get('Location')]).toEqual([303, '/sources'])
    await importsEnded(server)
    expect(server.deps.imports.list('stop')[0]?.endedAt).not.toBeNull()
    expect((await server.post('/imports/none/stop', { back: '/' })).status).toBe(404)
  })
})

describe('techniques', () => {
  it('has a page for each of the 691, with a guide or with the words that there is none', async () => {
    const { catalog, guides } = server.deps
    for (const { id } of catalog.techniques) {
      const response = await server.get(`/techniques/${id}?source=case`)
      const text = await response.text()
      const head = guides.guide(id) ? 'What it is' : 'No guide yet'
      expect([id, response.status, text.includes(head)]).toEqual([id, 200, true])
    }
    expect(catalog.techniques).toHaveLength(691)
  })

  it('says of each event whether the chosen source was seen to hold it', async () => {
    const words = await wordsOf('/techniques/T1559.001?source=case')
    expect(words).toMatch(/1 Process creation .*? seen 16 2026-11-20 08:\d\d 1 of 2/)
    expect(words).toMatch(/4624 Security .*? not seen 0 never 0 of 2/)
    expect(words).toContain('DET0224')
    expect(words).toMatch(/WinEventLog:Sysmon 1 Process Creation AN\d+ seen 16/)
    expect(words).toContain('No universal command represents this technique')
    expect(words).toContain('Why no portable rule is offered')
  })

  it('without a source says nothing of seen or not seen', async () => {
    const text = await textOf('/techniques/T1559.001?source=')
    expect(text).not.toMatch(/>(not )?seen</)
    expect(text).toContain('no source chosen')
  })

  it.each([
    ['t1559.001', 'T1559.001'],
    ['component object model', 'T1559.001'],
    ['management instr', 'T1047'],
  ])('finds %s as it is typed', async (query, id) => {
    const response = await server.part(
      `/techniques?q=${encodeURIComponent(query)}`,
      'technique-list',
    )
    expect(await response.text()).toContain(`/techniques/${id}"`)
  })

  it('narrows by tactic, platform and guide, and says when nothing answers', async () => {
    const guided = await wordsOf('/techniques?guide=only&tactic=execution&platform=Windows')
    expect(guided).toContain('T1059.001')
    expect(guided).not.toContain('facts only')
    expect(await wordsOf('/techniques?q=zzzz')).toContain('No technique answers this.')
  })

  it('goes to the page of an id that was typed whole into the start field', async () => {
    const response = await server.get('/techniques?go=1&q=t1559.001')
    expect([response.status, response.headers.get('Location')]).toEqual([
      303,
      '/techniques/T1559.001',
    ])
  })
})
