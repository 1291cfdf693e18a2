import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigInput, readConfig } from '#src/config.ts'
import { createApp } from '#src/server/app.ts'
import { type Server, openServer } from '#src/server/open.ts'

const port = 8480
const host = `127.0.0.1:${port}`

export interface TestServer extends Server {
  /** A request as a browser on this machine sends it. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** The same, asking for a part of the page. */
  part(path: string, target?: string): Promise<Response>
  /** A form sent from one of our own pages. */
  post(
    path: string,
    form: Readonly<Record<string, string>> | FormData,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
  /** Anything else, as it is. */
  send(path: string, init: RequestInit): Promise<Response>
  readonly logged: readonly string[]
}

/** The whole server with its real parts on a throwaway data folder; no socket. */
export const openTestServer = async (config: ConfigInput = {}): Promise<TestServer> => {
  const data = mkdtempSync(join(tmpdir(), 'attacktrace-server-'))
  const logged: string[] = []
  const server = await openServer(readConfig({ ...config, data }), {
    port: () => port,
    log: (line) => logged.push(line),
  })
  const app = createApp(server.deps)
  const send = async (path: string, init: RequestInit): Promise<Response> =>
    app.request(`http://${host}${path}`, {
      ...init,
      headers: { host, ...Object.fromEntries(new Headers(init.headers)) },
    })
  return {
    ...server,
    logged,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    part: (path, target) =>
      send(path, {
        headers: {
          'HX-Request': 'true',
          'HX-Request-Type': 'partial',
          ...(target === undefined ? {} : { 'HX-Target': `div#${target}` }),
        },
      }),
    post: (path, form, headers = {}) =>
      send(path, {
        method: 'POST',
        body: form instanceof FormData ? form : new URLSearchParams(form),
        headers: { 'Sec-Fetch-Site': 'same-origin', Origin: `http://${host}`, ...headers },
      }),
    close: async () => {
      await server.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
