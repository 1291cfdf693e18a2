import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '#src/server/app.ts'
import { idsOf, type Tag, tagsOf } from '#tests/support/html.ts'
import { routeExamples } from './route-examples.ts'
import { openWorld, type World } from './world.ts'

/** A parameter with the text it may be: `:id{[a-z]{12}}`. */
const parameter = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g

/** `/hunts/:id`, whatever its parameters may be. */
const plainPath = (path: string): string => path.replace(parameter, ':$1')

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(parameter, (_, _name, text?: string) => text ?? '[^/]+')}$`)

let world: World
let patterns: readonly { method: string; pattern: RegExp }[] = []
const registered: string[] = []

beforeAll(async () => {
  world = await openWorld()
  const routes = createApp(world.server.deps).routes.filter((route) => route.method !== 'ALL')
  patterns = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }))
  registered.push(
    ...new Set(
      routes.filter((route) => route.method === 'GET').map((route) => plainPath(route.path)),
    ),
  )
})
afterAll(async () => {
  await world.server.close()
})

const isPage = (path: string): boolean => !path.startsWith('/assets/') && !path.startsWith('/api/')

const isRegistered = (method: string, address: string): boolean => {
  const { pathname } = new URL(address, 'http://127.0.0.1')
  return patterns.some((one) => one.method === method && one.pattern.test(pathname))
}

/** Addresses of a page with the method they are asked by. */
const addressesOf = (tags: readonly Tag[]): readonly (readonly [string, string])[] =>
  tags.flatMap(({ name, attributes }) => {
    const found: [string, string][] = []
    const add = (method: string, address: string | undefined): void => {
      if (address !== undefined) found.push([method.toUpperCase(), address])
    }
    if (name !== 'use') add('GET', attributes['href'])
    add('GET', attributes['src'])
    add('GET', attributes['hx-get'])
    add('POST', attributes['hx-post'])
    if (name === 'form') add(attributes['method'] ?? 'get', attributes['action'])
    add('POST', attributes['formaction'])
    return found
  })

const elementsRefused = new Set(['style', 'iframe', 'object', 'embed', 'base', 'img'])
const isAddress = /^(href|src|action|hx-get|hx-post|formaction)$/
const isOurs = /^(\/(?!\/)|#|https:\/\/)/

/** What our policy would block or a log could have written: inline script or style, foreign addresses. */
const markupFaults = (tags: readonly Tag[]): readonly string[] =>
  tags.flatMap(({ name, attributes }) => [
    ...(elementsRefused.has(name) ? [`<${name}>`] : []),
    ...(name === 'script' && !attributes['src']?.startsWith('/assets/') ? ['inline script'] : []),
    ...(attributes['href']?.startsWith('https:') && !attributes['rel']?.includes('noreferrer')
      ? [`${attributes['href']} tells where it was clicked`]
      : []),
    ...Object.entries(attributes).flatMap(([attribute, value]) => [
      ...(/^(on|hx-on|style$)/.test(attribute) ? [`${name} ${attribute}`] : []),
      ...(isAddress.test(attribute) && !isOurs.test(value) ? [`${attribute}=${value}`] : []),
    ]),
  ])

/** What must never be in an answer, whatever stands in a log. */
const raw = ['<script>alert', '<img src=x', '<svg onload', '\u202E', '\u200B', '\u0007', '<b>day']
const rawIn = (html: string): readonly string[] => raw.filter((text) => html.includes(text))

/** Ids that stand twice, places and labels that are not there, and addresses that nothing answers. */
const dangling = (tags: readonly Tag[]): readonly string[] => {
  const ids = idsOf(tags)
  const known = new Set(ids)
  const named = tags.flatMap(({ attributes }) => [
    ...(attributes['hx-target']?.startsWith('#') ? [attributes['hx-target'].slice(1)] : []),
    ...(attributes['aria-labelledby'] ?? '').split(' ').filter((id) => id !== ''),
    ...(attributes['for'] === undefined ? [] : [attributes['for']]),
  ])
  return [
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} twice`),
    ...named.filter((id) => !known.has(id)).map((id) => `no ${id}`),
    ...addressesOf(tags).flatMap(([method, address]) => {
      if (address.startsWith('https:')) return []
      if (address.startsWith('#')) return known.has(address.slice(1)) ? [] : [`no ${address}`]
      return isRegistered(method, address) ? [] : [`${method} ${address} is no route`]
    }),
  ]
}

const checkHeaders = (response: Response): void => {
  const { headers } = response
  expect(headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(headers.get('Cache-Control')).toBe('no-store')
  expect(headers.get('Referrer-Policy')).toBe('same-origin')
  for (const name of ['HX-Request', 'HX-Request-Type', 'HX-History-Restore-Request'])
    expect(headers.get('Vary')).toContain(name)
}

it('every page that is registered has an example', () => {
  expect(registered.filter(isPage).toSorted()).toEqual(Object.keys(routeExamples).toSorted())
})

describe.each(Object.entries(routeExamples))('%s', (_, example) => {
  it('is a whole document with one main and a title, and its headers', async () => {
    const response = await world.server.get(example.path(world))
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toMatch(/^<!doctype html><html lang="en"/)
    const tags = tagsOf(html)
    expect(tags.filter((tag) => tag.name === 'main')).toHaveLength(1)
    expect(tags.filter((tag) => tag.name === 'h1')).toHaveLength(1)
    expect(html).toMatch(/<title>[^<]+ · AttackTrace<\/title>/)
    checkHeaders(response)
  })

  it('holds nothing of a log unescaped, no inline script and no inline style', async () => {
    const html = await (await world.server.get(example.path(world))).text()
    expect(markupFaults(tagsOf(html))).toEqual([])
    expect(rawIn(html)).toEqual([])
  })

  it('has ids once each, and every address in it is a page, a form or a place that is there', async () => {
    const html = await (await world.server.get(example.path(world))).text()
    expect(dangling(tagsOf(html))).toEqual([])
  })

  it('answers htmx with one root that is part of the page', async () => {
    const page = await (await world.server.get(example.path(world))).text()
    for (const id of example.parts) {
      const response = await world.server.part(example.path(world), id)
      const html = await response.text()
      const roots = tagsOf(html).filter((tag) => tag.depth === 0)
      expect(roots.map((tag) => tag.attributes['id'])).toEqual([id])
      expect(page).toContain(`id="${id}"`)
      checkHeaders(response)
      expect(markupFaults(tagsOf(html))).toEqual([])
      expect(rawIn(html)).toEqual([])
    }
  })

  it('answers Back with the page', async () => {
    const headers = { 'HX-History-Restore-Request': 'true', 'HX-Request-Type': 'full' }
    for (const more of [{}, { 'HX-Request': 'true' }]) {
      const response = await world.server.get(example.path(world), { ...headers, ...more })
      expect(await response.text()).toMatch(/^<!doctype html>/)
    }
  })
})

const unknowns = Object.values(routeExamples).flatMap(({ unknown, parts }) =>
  unknown === undefined ? [] : [[unknown, parts[0]] as const],
)

it.each(unknowns)('%s, which is not there, is 404 in both forms', async (path, part) => {
  const page = await world.server.get(path)
  expect(page.status).toBe(404)
  expect(tagsOf(await page.text()).filter((tag) => tag.name === 'main')).toHaveLength(1)
  const fragment = await world.server.part(path, part)
  expect(fragment.status).toBe(404)
  const roots = tagsOf(await fragment.text()).filter((tag) => tag.depth === 0)
  expect(roots.map((tag) => tag.attributes['id'])).toEqual([part])
  checkHeaders(fragment)
})

const bad = Object.values(routeExamples).flatMap((example) => example.bad ?? [])

it.each(bad)(
  '$path filled in wrongly says so beside the field',
  async ({ path, form, message }) => {
    const response = await world.server.post(path, form)
    expect(response.status).toBe(422)
    const html = await response.text()
    const tags = tagsOf(html)
    expect(idsOf(tags)).toContain(message)
    const field = tags.find((tag) =>
      tag.attributes['aria-describedby']?.split(' ').includes(message),
    )
    expect(field?.attributes['aria-invalid']).toBe('true')
    expect(markupFaults(tags)).toEqual([])
    expect(rawIn(html)).toEqual([])
    checkHeaders(response)
  },
)
