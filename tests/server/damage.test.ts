import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostileLog } from '#tests/support/hostile-log.ts'
import { openTestServer, type TestServer } from './support.ts'
import { importsEnded } from './world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(async () => {
  await server.close()
})

const importInto = async (source: string): Promise<void> => {
  const form = new FormData()
  form.set('source', source)
  form.append('files', new File([hostileLog()], 'day.json'))
  expect((await server.post('/sources/import', form)).status).toBe(303)
  await importsEnded(server)
}

describe('a data folder with files that are no stores', () => {
  beforeAll(async () => {
    await importInto('whole')
    const { storesDir } = server.deps.folder
    writeFileSync(join(storesDir, 'garbage.db'), Buffer.alloc(9_000, 7))
    writeFileSync(join(storesDir, 'nothing.db'), '')
    mkdirSync(join(storesDir, 'folder.db'))
  })

  it.each(['/', '/sources', '/techniques/T1059.001', '/techniques/T1059.001?source=whole'])(
    'shows %s with the sources that answer',
    async (path) => {
      const response = await server.get(path)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('whole')
    },
  )

  it.each(['garbage', 'nothing'])('says of %s that it is no store', async (name) => {
    const response = await server.get(`/sources/${name}`)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('is damaged or no store of this program')
  })

  it('knows no source by the name of a folder', async () => {
    expect((await server.get('/sources/folder')).status).toBe(404)
  })
})

describe('a store that is taken away under the server', () => {
  it('is no source any more, and a new one of its name is read anew', async () => {
    await importInto('moved')
    expect(await (await server.get('/sources/moved')).text()).toContain('Sysmon')
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(server.deps.folder.storesDir, `moved.db${end}`), { force: true })
    expect((await server.get('/sources/moved')).status).toBe(404)
    expect((await server.post('/sources', { source: 'moved' })).status).toBe(303)
    expect(await (await server.get('/sources/moved')).text()).toContain('Nothing is in this source')
  })
})

it('makes no store by a name that Windows keeps for a device', async () => {
  for (const source of ['CON', 'nul', 'lpt1'])
    expect((await server.post('/sources', { source })).status).toBe(422)
  expect((await server.post('/sources', { source: 'console' })).status).toBe(303)
})
