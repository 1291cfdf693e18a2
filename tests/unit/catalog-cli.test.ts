import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCli } from '#src/cli/main.ts'
import { captureTerminal } from '#tests/support/terminal.ts'

const terminal = captureTerminal()

describe('attacktrace techniques', () => {
  it('searches, and says of how many', async () => {
    expect(await runCli(['techniques', 'component', 'object'])).toBe(0)
    expect(terminal.out).toMatch(
      /^T1559\.001 +Inter-Process Communication: Component Object Model \(4 documented/m,
    )
    expect(terminal.out).toContain('of 691 techniques, ATT&CK 18.1.')
  })

  it('shows one technique with its log sources and behaviors', async () => {
    expect(await runCli(['techniques', 't1559.001'])).toBe(0)
    expect(terminal.out).toContain('AN0628, Windows: Sysmon 1, Sysmon 7, Security 4663')
    expect(terminal.out).toContain('com-office-automation-start')
    expect(terminal.out).toContain('--set programs=')
    expect(terminal.out.split('\n').every((line) => line.length <= 130)).toBe(true)
  })

  it('says so of a technique without a guide', async () => {
    expect(await runCli(['techniques', 'T1055'])).toBe(0)
    expect(terminal.out).toContain('AttackTrace has no guide for this technique.')
  })

  it('speaks JSON', async () => {
    expect(await runCli(['techniques', '--tactic', 'Lateral Movement', '--json'])).toBe(0)
    const answer = z
      .object({ attackVersion: z.string(), techniques: z.array(z.object({ id: z.string() })) })
      .parse(JSON.parse(terminal.out))
    expect(answer.attackVersion).toBe('18.1')
    expect(answer.techniques.map((t) => t.id)).toContain('T1021.003')
  })

  it('refuses a filter and an id that name nothing, with what there is', async () => {
    expect(await runCli(['techniques', '--tactic', 'lateral-movment'])).toBe(2)
    expect(terminal.err).toContain('Did you mean lateral-movement')
    expect(await runCli(['techniques', 'T9999'])).toBe(2)
    expect(terminal.err).toContain('not_found')
  })

  it('explains itself with an example and the exit codes', async () => {
    expect(await runCli(['techniques', '--help'])).toBe(0)
    expect(terminal.out).toContain('attacktrace techniques T1559.001')
    expect(terminal.out).toContain('Exit codes: 0 answered, 2 bad input')
  })
})
