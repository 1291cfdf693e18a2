import { afterEach, beforeEach, vi } from 'vitest'

// A test that writes to the console has found something nobody will read: it fails.
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const
const said: string[] = []

beforeEach(() => {
  said.length = 0
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      said.push(`console.${method}: ${args.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  if (said.length > 0) throw new Error(`A test wrote to the console. ${said.join(' ')}`)
})
