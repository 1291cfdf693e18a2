import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from '#src/cli/main.ts'
import { captureTerminal } from '#tests/support/terminal.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const node = ['--import', 'tsx', main]

const terminal = captureTerminal()

const attacktrace = async (...args: readonly string[]) => {
  const code = await runCli(args)
  return { code, out: terminal.out, err: terminal.err }
}

const refused = z.strictObject({
  ok: z.literal(false),
  error: z.looseObject({ code: z.literal('invalid_request'), message: z.string().min(1) }),
})

describe('attacktrace: what the option parser refuses', () => {
  it.each([
    ['an unknown option', ['hunt', '--frm', 'x']],
    ['an unknown command', ['hnt']],
    ['a value that is missing', ['hunt', '--from']],
    ['a required option that is missing', ['import', 'a.zip']],
    ['arguments too many', ['serve', 'x', 'y']],
    ['no command', []],
    ['control characters', ['hunt', '-x\u001b[31m\n(Did you mean you?)']],
  ])('answers %s with one JSON object when JSON was asked for, and exits 2', async (_, args) => {
    const { code, out, err } = await attacktrace(...args, '--json')
    expect(refused.safeParse(JSON.parse(out)).success).toBe(true)
    expect([code, err]).toEqual([2, ''])
  })

  it('says it in the words of every other error, once, with the nearest option', async () => {
    const { code, out, err } = await attacktrace('hunt', '--frm', 'x')
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(
      "Your input · invalid_request: Unknown option '--frm'.\n  next: Did you mean --from?\n",
    )
  })

  it('prints its help where no command is given', async () => {
    const { code, err } = await attacktrace()
    expect(code).toBe(2)
    expect(err).toContain('Usage: attacktrace')
    expect(err).not.toContain('invalid_request')
  })
})

describe('attacktrace lab', () => {
  it('refuses a file that cannot be written as bad input', async () => {
    const file = join(import.meta.dirname, 'no', 'such', 'lab.ndjson')
    const { code, out } = await attacktrace('lab', '--out', file, '--events', '100', '--json')
    expect(refused.parse(JSON.parse(out)).error['where']).toBe(`${file} (ENOENT)`)
    expect(code).toBe(2)
  })
})

describe('attacktrace: a reader that stops reading', () => {
  it.each([['techniques'], ['techniques --json']])('ends %s quietly', async (command) => {
    const child = spawn(process.execPath, [...node, ...command.split(' ')])
    child.stdout.once('data', () => child.stdout.destroy())
    let err = ''
    child.stderr.on('data', (text) => {
      err += String(text)
    })
    const code = await new Promise((resolve) => {
      child.once('close', resolve)
    })
    expect([code, err]).toEqual([0, ''])
  })
})
