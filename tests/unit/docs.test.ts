import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const packageSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
})
const manifest = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')))
const named = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
}

describe('docs/dependencies.md', () => {
  const page = readFileSync('docs/dependencies.md', 'utf8')
  const documented = [...page.matchAll(/^\| (.+?) \|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ''),
  )

  it('says of every package why it is there', () => {
    expect(Object.keys(named).filter((name) => !documented.includes(name))).toEqual([])
  })

  it('names no package that is gone', () => {
    expect(documented.filter((name) => !(name in named))).toEqual([])
  })

  it('every version is pinned exactly', () => {
    expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
      [],
    )
  })
})

describe('README.md', () => {
  const page = readFileSync('README.md', 'utf8')

  it('links to files that are there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map((m) => m[1] ?? '')
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(link))).toEqual([])
  })

  it('names npm scripts that exist', () => {
    const named = [...page.matchAll(/npm run ([\w:]+)/g)].map((m) => m[1] ?? '')
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([])
  })
})
