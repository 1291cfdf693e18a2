import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defaultLimits } from '#connectors/local/import/limits.ts'
import { configSchema, readConfig } from '#src/config.ts'
import { startServer } from '#src/server/serve.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'attacktrace-serve-'))
})
afterEach(() => {
  rmSync(data, { recursive: true, force: true })
})

const silent = (): void => undefined

/** The status of a request with a `Host` of its own. */
const statusOf = async (port: number, host: string): Promise<number | undefined> => {
  const call = request({ port, host: '127.0.0.1', path: '/', headers: { Host: host } }).end()
  const [response] = z
    .tuple([z.custom<{ statusCode?: number; resume(): void }>()])
    .parse(await once(call, 'response'))
  response.resume()
  return response.statusCode
}

describe('a server on a real port', () => {
  it('answers by the port it took, and by no other name', async () => {
    const server = await startServer(readConfig({ data, port: 0 }), silent)
    try {
      expect(server.port).toBeGreaterThan(0)
      expect((await fetch(server.address)).status).toBe(200)
      expect(await statusOf(server.port, `localhost:${server.port}`)).toBe(200)
      expect(await statusOf(server.port, 'rebound.example')).toBe(421)
    } finally {
      await server.close()
      await server.close()
    }
  })

  it('says in plain words that a port is taken', async () => {
    const first = await startServer(readConfig({ data, port: 0 }), silent)
    try {
      const second = startServer(readConfig({ data, port: first.port }), silent)
      await expect(second).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(`Port ${first.port} is already in use`),
      })
    } finally {
      await first.close()
    }
  })
})

describe('settings', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', '127.0.0.2', ''])(
    'refuse to listen on "%s", with the reason',
    (host) => {
      expect(() => readConfig({ host })).toThrow(/this machine only/)
    },
  )

  it.each(['127.0.0.1', 'localhost', '::1'])('take %s', (host) => {
    expect(readConfig({ host }).host).toBe(host)
  })

  it('say what each is for, and hold an upload to the limits of any import', () => {
    for (const [name, field] of Object.entries(configSchema.shape.limits.unwrap().shape))
      expect([name, (field.description ?? '').length > 10]).toEqual([name, true])
    expect(readConfig({}).limits).toMatchObject(defaultLimits)
  })
})

describe('attacktrace serve', () => {
  const run = (...args: readonly string[]) =>
    spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'serve', '--data', data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints its address and ends cleanly on %s',
    async (signal) => {
      const child = run('--port', '0', '--json')
      const ended = once(child, 'exit')
      const [line] = await once(createInterface(child.stdout), 'line')
      const { address } = z
        .object({ ok: z.literal(true), address: z.url() })
        .parse(JSON.parse(String(line)))
      expect((await fetch(address)).status).toBe(200)
      child.kill(signal)
      expect(await ended).toEqual([0, null])
      await expect(fetch(address)).rejects.toThrow('fetch failed')
    },
  )

  it('refuses another address with exit code 2', async () => {
    const child = run('--host', '0.0.0.0')
    const lines: string[] = []
    createInterface(child.stderr).on('line', (line) => lines.push(line))
    expect(await once(child, 'close')).toEqual([2, null])
    expect(lines.join('\n')).toContain('whoever reaches it reads every log in it')
  })
})
