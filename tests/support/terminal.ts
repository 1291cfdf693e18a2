import { afterEach, beforeEach, vi } from 'vitest'

/** What a command wrote to its two streams since the test began. */
export interface Terminal {
  readonly out: string
  readonly err: string
}

/** Takes what the tests of a file would write to the terminal, anew for each test. */
export const captureTerminal = (): Terminal => {
  const terminal = { out: '', err: '' }
  const take = (stream: 'out' | 'err') => (text: unknown) => {
    terminal[stream] += String(text)
    return true
  }
  beforeEach(() => {
    terminal.out = ''
    terminal.err = ''
    vi.spyOn(process.stdout, 'write').mockImplementation(take('out'))
    vi.spyOn(process.stderr, 'write').mockImplementation(take('err'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  return terminal
}
