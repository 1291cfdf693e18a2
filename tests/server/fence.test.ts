import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from './support.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(async () => {
  await server.close()
})

const page = '/settings'

describe('the name a server is called by', () => {
  it.each(['127.0.0.1:8480', 'localhost:8480', 'LOCALHOST:8480', '[::1]:8480'])(
    'answers as %s',
    async (host) => {
      expect((await server.get(page, { host })).status).toBe(200)
    },
  )

  it.each([
    'evil.example',
    'evil.example:8480',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.0.0.1:8481',
    'localhost.evil.example:8480',
    '127.0.0.1:8480.evil.example',
    '0.0.0.0:8480',
    '',
  ])('does not answer as "%s"', async (host) => {
    const response = await server.get(page, { host })
    expect(response.status).toBe(421)
    expect(await response.text()).not.toContain('<html')
  })
})

describe('who may change something', () => {
  const theme = { theme: 'dark', back: '/techniques' }
  const form = new URLSearchParams(theme).toString()
  const types = [
    'application/x-www-form-urlencoded',
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
  ]

  it('takes a form from its own page and goes back to it', async () => {
    const response = await server.post('/settings/theme', theme)
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/techniques')
    expect(response.headers.get('Set-Cookie')).toMatch(/attacktrace-theme=dark.*HttpOnly.*Strict/)
  })

  it.each([
    ['neither header', {}],
    ['another origin', { Origin: 'http://evil.example' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:9999' }],
    ['an opaque origin', { Origin: 'null' }],
    ['a cross-site mark', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a same-site mark', { 'Sec-Fetch-Site': 'same-site' }],
    ['a typed address', { 'Sec-Fetch-Site': 'none' }],
    [
      'its own origin but a cross-site mark',
      {
        Origin: 'http://127.0.0.1:8480',
        'Sec-Fetch-Site': 'cross-site',
      },
    ],
    [
      'a same-origin mark but another origin',
      {
        Origin: 'http://evil.example',
        'Sec-Fetch-Site': 'same-origin',
      },
    ],
  ])('refuses a write with %s, whatever its content type', async (_, headers) => {
    for (const type of types) {
      const response = await server.send('/settings/theme', {
        method: 'POST',
        body: form,
        headers: { ...headers, 'Content-Type': type },
      })
      expect([type, response.status]).toEqual([type, 403])
      expect(response.headers.get('Set-Cookie')).toBeNull()
    }
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s from elsewhere', async (method) => {
    expect((await server.send(page, { method })).status).toBe(403)
  })

  it.each([{ Origin: 'http://127.0.0.1:8480' }, { 'Sec-Fetch-Site': 'same-origin' }])(
    'either header of its own is enough: %o',
    async (headers) => {
      const response = await server.send('/settings/theme', {
        method: 'POST',
        body: form,
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      })
      expect(response.status).toBe(303)
    },
  )

  it('changes nothing by GET', async () => {
    for (const path of ['/settings/theme?theme=dark', '/settings/zone?zone=Europe/Berlin'])
      expect((await server.get(path)).status).toBe(404)
    expect(await server.deps.workspace.settings.all()).toMatchObject({ zone: 'UTC' })
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil', 'evil', ''])(
    'never sends the reader off to %s',
    async (back) => {
      const response = await server.post('/settings/theme', { theme: 'light', back })
      expect(response.headers.get('Location')).toBe('/')
    },
  )
})

describe('settings', () => {
  it('keeps a zone by its name and refuses what is none, beside the field', async () => {
    const refused = await server.post('/settings/zone', { zone: '<script>alert(1)</script>' })
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(text).toContain('id="zone-error"')
    expect(text).not.toContain('<script>alert')
    expect((await server.post('/settings/zone', { zone: 'europe/berlin' })).status).toBe(303)
    expect(await (await server.get(page)).text()).toContain('value="Europe/Berlin"')
    await server.post('/settings/zone', { zone: 'UTC' })
  })

  it('switches single keys off and on', async () => {
    await server.post('/settings/keys', { keys: 'off' })
    expect(await (await server.get(page)).text()).toContain('<body data-keys="off">')
    await server.post('/settings/keys', { keys: 'on' })
    expect(await (await server.get(page)).text()).not.toContain('data-keys')
  })

  it('shows the theme that the cookie names, and no other text of it', async () => {
    const themed = await server.get(page, { cookie: 'attacktrace-theme=dark' })
    expect(await themed.text()).toContain('<html lang="en" data-theme="dark">')
    const odd = await server.get(page, { cookie: 'attacktrace-theme="><script>' })
    expect(await odd.text()).toContain('<html lang="en">')
  })

  it('refuses a form longer than its limit, whatever length it announces', async () => {
    const response = await server.post('/settings/zone', { zone: 'x'.repeat(1_100_000) })
    expect(response.status).toBe(413)
  })
})

describe('what goes wrong', () => {
  it('has one shape for page, part and JSON', async () => {
    const whole = await server.get('/nowhere')
    expect(whole.status).toBe(404)
    expect(await whole.text()).toMatch(/<h1>Not found<\/h1>[^]*not_found/)
    const part = await server.part('/nowhere', 'technique-list')
    expect(part.status).toBe(404)
    expect(await part.text()).toMatch(/^<div id="technique-list" class="note bad error-note"/)
    const json = await server.get('/api/nowhere')
    expect(json.status).toBe(404)
    expect(await json.json()).toMatchObject({
      ok: false,
      error: { code: 'not_found', origin: 'input', status: 404 },
    })
  })

  it('says a fault of its own by a request id, and its text only in the log', async () => {
    const broken = await openTestServer()
    await broken.deps.workspace.close()
    const response = await broken.post('/settings/keys', { keys: 'on' })
    const text = await response.text()
    expect(response.status).toBe(500)
    const id = /Request <code>([0-9a-f]{12})<\/code>/.exec(text)?.[1] ?? 'none'
    expect(broken.logged.join('\n')).toContain(`request ${id} POST /settings/keys`)
    expect(text).not.toMatch(/driver|destroyed|better-sqlite3|\.ts:/)
    await broken.close()
  })

  it('serves assets by their content, to be kept for a year', async () => {
    const text = await (await server.get(page)).text()
    const addresses = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((m) => m[1] ?? '')
    expect(addresses.length).toBeGreaterThanOrEqual(3)
    for (const address of addresses) {
      const response = await server.get(address)
      expect([address, response.status]).toEqual([address, 200])
      expect(response.headers.get('Cache-Control')).toContain('immutable')
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
    expect((await server.get('/assets/..%2f..%2fpackage.json')).status).toBe(404)
    const css = addresses.find((a) => a.endsWith('.css')) ?? ''
    const fonts = [...(await (await server.get(css)).text()).matchAll(/url\((\/[^)]+)\)/g)]
    expect(fonts.length).toBeGreaterThan(1)
    for (const [, font = ''] of fonts)
      expect([font, (await server.get(font)).status]).toEqual([font, 200])
  })
})
