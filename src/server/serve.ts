import { createServer } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { AppError } from '#queries/errors.ts'
import type { Config } from '../config.ts'
import { createApp } from './app.ts'
import type { Deps } from './deps.ts'
import { openServer } from './open.ts'

export interface RunningServer {
  /** Where it answers, with a slash at the end. */
  readonly address: string
  readonly port: number
  readonly deps: Deps
  /** Stops listening, ends open answers and closes every file. Safe to call twice. */
  close(): Promise<void>
}

const hostInAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/**
 * Opens a data folder and listens. Throws `conflict` when the port is taken, `invalid_request` when it
 * may not be used, and whatever opening the folder throws.
 */
export const startServer = async (
  config: Config,
  log: (line: string) => void,
): Promise<RunningServer> => {
  let port = config.port
  const server = await openServer(config, { port: () => port, log })
  const app = createApp(server.deps)
  const listener = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    // A long upload is not a slow one: only its headers have a time limit.
    serverOptions: { requestTimeout: 0, headersTimeout: 30_000 },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject)
      listener.listen(config.port, config.host, resolve)
    })
  } catch (error) {
    await server.close()
    throw listenError(config, error)
  }
  const at = listener.address()
  if (at !== null && typeof at !== 'string') port = at.port
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      listener.close(() => resolve())
    })
    if ('closeAllConnections' in listener) listener.closeAllConnections()
    await ended
    await server.close()
  }
  return {
    address: `http://${hostInAddress(config.host)}:${port}/`,
    port,
    deps: server.deps,
    close: () => (closed ??= close()),
  }
}

const listenError = (config: Config, error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const where = `--port ${config.port}`
  if (code === 'EADDRINUSE') {
    return new AppError(
      'conflict',
      `Port ${config.port} is already in use, perhaps by another AttackTrace.`,
      { where, next: 'Stop that program, or choose another port with --port.' },
      error,
    )
  }
  if (code === 'EACCES') {
    return new AppError(
      'invalid_request',
      `Port ${config.port} may not be used by this account.`,
      { where, next: 'Choose a port above 1023 with --port.' },
      error,
    )
  }
  return error
}
