import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Plants one file in a room, lints it alone and takes it away again. */
const lintPlanted = (room: string, code: string): { status: number | null; output: string } => {
  const folder = mkdtempSync(join(room, 'planted-'))
  const file = join(folder, 'planted.ts')
  try {
    writeFileSync(file, code)
    const run = spawnSync(join('node_modules', '.bin', 'oxlint'), [file], { encoding: 'utf8' })
    return { status: run.status, output: `${run.stdout}${run.stderr}` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the rooms keep their walls', () => {
  it.each([
    ['queries', "export { openDataFolder } from '#src/data-folder.ts'\n"],
    ['queries', "export { readFileSync } from 'node:fs'\n"],
    ['queries', "export { hash53 } from '../../connectors/local/key-hash.ts'\n"],
    ['connectors', "export { openDataFolder } from '#src/data-folder.ts'\n"],
    ['views', "export { foldCase } from '#queries/event.ts'\n"],
    ['views', "export { hash53 } from '#connectors/local/key-hash.ts'\n"],
  ])('a file in %s that imports across is refused: %s', (room, code) => {
    const { status, output } = lintPlanted(room, code)
    expect(output).toContain('no-restricted-imports')
    expect(status).toBe(1)
  })

  it('views may take types of queries', () => {
    expect(lintPlanted('views', "export type { LogEvent } from '#queries/event.ts'\n").status).toBe(
      0,
    )
  })
})
