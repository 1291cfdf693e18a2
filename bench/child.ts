import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'

/** Runs one of `bench/children` in a process of its own and answers the JSON it prints last. */
export const runChild = async (name: string, args: readonly string[]): Promise<unknown> => {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [said, code] = await Promise.all([text(child.stdout), closed])
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return JSON.parse(said)
}
