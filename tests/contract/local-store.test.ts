import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Connector } from '#connectors/contract.ts'
import { openLocal } from '#connectors/local/connector.ts'
import { openStoreForWriting } from '#connectors/local/database.ts'
import { isAppError } from '#queries/errors.ts'
import type { Predicate } from '#queries/predicate.ts'
import { abara, jli } from '#tests/support/contract-corpus.ts'
import {
  at,
  guid,
  hour,
  minute,
  processStart,
  registrySet,
  second,
  sysmon,
} from '#tests/support/documents.ts'
import { importDocuments, scratchFolder } from '#tests/support/import-store.ts'
import {
  allFound,
  allPages,
  browseIn,
  expectFailure,
  questionFor,
  scopeFor,
  signal,
} from './harness.ts'

const folder = scratchFolder()
afterAll(() => folder.remove())

let stores = 0
const newFile = (): string => {
  stores += 1
  return join(folder.path, `store-${stores}.db`)
}

const opened: Connector[] = []
const open = (file: string, threads = 0): Connector => {
  const connector = openLocal({ id: 'lab', file, threads })
  opened.push(connector)
  return connector
}
afterAll(async () => {
  for (const connector of opened) await connector.close()
})

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

const start = (n: number, time: number, user = abara): string =>
  processStart({
    host: 'ALPHA',
    time,
    n,
    pid: 1_000 + n,
    image: 'C:\\Windows\\System32\\cmd.exe',
    command: `cmd ${n}`,
    user,
  })

const burst = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) =>
    sysmon(11, 'ALPHA', at(i * 1_000), {
      ProcessGuid: guid(1),
      ProcessId: 1_001,
      Image: 'C:\\Windows\\System32\\cmd.exe',
      TargetFilename: `C:\\Temp\\${i}.txt`,
      User: 'CORP\\n.abara',
    }),
  )

describe.each([0, 2])('a local store read with %i threads', (threads) => {
  it('that is not there, is no store, or is of another layout says so at once', async () => {
    expect(codeOf(() => open(newFile(), threads))).toBe('not_found')
    const text = newFile()
    writeFileSync(text, 'this is no store at all, but long enough to look like a file '.repeat(20))
    expect(codeOf(() => open(text, threads))).toBe('source_rejected')
    const file = newFile()
    await importDocuments(folder.path, file, [start(1, at(0))])
    const old = newFile()
    copyFileSync(file, old)
    const db = openStoreForWriting(old)
    db.exec("UPDATE meta SET value = '0' WHERE key = 'version'")
    db.close()
    expect(codeOf(() => open(old, threads))).toBe('conflict')
  })

  it('shows what was imported after it was opened, names and events', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, [start(1, at(0))])
    const connector = open(file, threads)
    expect(await connector.entities('corp\\j', 'identity', null, signal)).toEqual([])
    await importDocuments(folder.path, file, [start(2, at(minute), jli)], 'second.json')
    expect(await connector.entities('corp\\j', 'identity', null, signal)).toHaveLength(1)
    const within = await scopeFor(connector, { identities: { list: ['CORP\\J.Li'] } })
    expect(await allFound(connector, await browseIn(connector, within))).toHaveLength(1)
  })

  it('asks nothing more while people type on in a picker', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, [start(1, at(0)), start(2, at(hour), jli)])
    const connector = open(file, Math.min(threads, 1))
    for (const kind of ['asset', 'identity'] as const) {
      const first = await connector.entities('', kind, null, signal)
      const { sent } = connector.queries
      const window = { from: at(0), to: at(2 * hour) }
      expect(await connector.entities('', kind, window, signal)).toEqual(first)
      await connector.entities('c', kind, null, signal)
      await connector.entities('corp\\n', kind, window, signal)
      expect(connector.queries.sent).toBe(sent)
    }
  })

  it('repeats nothing when events arrive between two pages', async () => {
    const file = newFile()
    await importDocuments(
      folder.path,
      file,
      Array.from({ length: 10 }, (_, i) => start(i, at(i * minute))),
    )
    const connector = open(file, threads)
    const query = await browseIn(connector, await scopeFor(connector))
    const seen: string[] = []
    for await (const page of connector.search(query, { size: 4, cursor: null }, signal)) {
      seen.push(...page.events.map((found) => String(found.event.fields['process.command_line'])))
      if (seen.length === 4) {
        const late = [start(90, at(30 * second)), start(91, at(7 * minute + second))]
        await importDocuments(folder.path, file, late, 'late.json')
      }
    }
    const inOrder = [0, 1, 2, 3, 4, 5, 6, 7, 91, 8, 9].map((n) => `cmd ${n}`)
    expect(seen).toEqual(inOrder)
  })

  it('decides an owner when it is asked, not when the event was imported', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, [
      start(1, at(0)),
      registrySet('ALPHA', at(minute), 7, 1_007, 'HKLM\\x'),
    ])
    const connector = open(file, threads)
    const registry: Predicate = { field: 'event.code', op: 'equals', value: '13' }
    const standing = async (): Promise<readonly string[]> => {
      const within = await scopeFor(connector, { identities: { list: ['CORP\\n.abara'] } })
      const found = await allFound(connector, await questionFor(connector, registry, within))
      return found.map((one) => one.identity)
    }
    expect(await standing()).toEqual(['undetermined'])
    await importDocuments(folder.path, file, [start(7, at(second))], 'start.json')
    expect(await standing()).toEqual(['owner'])
  })

  it('answers without its indices, as during a bulk load', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, [start(1, at(0)), start(2, at(hour))])
    const db = openStoreForWriting(file)
    db.exec('DROP INDEX ev_scope; DROP INDEX ev_time; DROP INDEX ev_digest')
    db.close()
    const connector = open(file, threads)
    const query = await browseIn(connector, await scopeFor(connector))
    const found = await allFound(connector, query)
    expect(found).toHaveLength(2)
    const ids = found.map((one) => one.event.id)
    expect(await connector.read(query, ids, signal)).toHaveLength(2)
  })
})

describe('a local store with a burst of 12,000 events', () => {
  it('shows its progress while it finds little, and finds it all the same', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, burst(12_000))
    const connector = open(file, 2)
    const query = await questionFor(
      connector,
      { field: 'file.path', op: 'ends_with', value: '\\11999.txt' },
      await scopeFor(connector),
    )
    const pages = await allPages(connector, query, 10)
    expect(pages.flatMap((page) => page.events)).toHaveLength(1)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages[0]).toMatchObject({ events: [], next: expect.any(String) })
    expect(pages[0]?.progress.done).toBeLessThan(pages[0]?.progress.total ?? 0)
    expect(pages.at(-1)?.progress).toEqual({ done: 12_000, total: 12_000 })

    const within = await scopeFor(connector)
    const browse = await browseIn(connector, within)
    for (const order of ['ascending', 'descending'] as const) {
      const all = (await allPages(connector, browse, 1_000, order)).flatMap((page) => page.events)
      expect(new Set(all.map((found) => found.event.id)).size).toBe(12_000)
    }
    expect(await connector.count(query, signal)).toMatchObject({ named: { value: 1 } })
  })

  it('is closed under work without hanging', async () => {
    const file = newFile()
    await importDocuments(folder.path, file, burst(3_000))
    const connector = open(file, 2)
    const query = await browseIn(connector, await scopeFor(connector))
    const work = connector.stack(query, ['file.path'], 'most', signal)
    const closing = connector.close()
    await expectFailure(work, 'source_unreachable')
    await closing
    expect(await connector.close()).toBeUndefined()
  })
})
