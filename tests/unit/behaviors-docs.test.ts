import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openCatalog } from '#src/catalog/catalog.ts'
import { lintGuides, lintRules } from '#queries/behaviors/lint.ts'
import { parameterTypes } from '#queries/behaviors/parameter.ts'
import { parseTechniqueGuide } from '#queries/behaviors/parse.ts'
import { behaviorSchema, guideSchema } from '#queries/behaviors/schema.ts'

const page = readFileSync('docs/behaviors.md', 'utf8')

/** Names in the first column of the table under a heading. */
const namesUnder = (heading: string): readonly string[] => {
  const section = page.slice(page.indexOf(`${heading}\n`)).split(/\n#+ /)[0] ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) =>
      Array.from((line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g), (match) => match[1] ?? ''),
    )
}

describe('docs/behaviors.md', () => {
  it('names every key of a guide and of a behavior, and no other', () => {
    expect(namesUnder('## A guide').toSorted()).toEqual(Object.keys(guideSchema.shape).toSorted())
    expect(namesUnder('## A behavior').toSorted()).toEqual(
      Object.keys(behaviorSchema.shape).toSorted(),
    )
  })

  it('names every parameter type', () => {
    expect(namesUnder('### Parameters').toSorted()).toEqual([...parameterTypes].toSorted())
  })

  it('names every lint rule with its severity', () => {
    const rows = Array.from(
      page.matchAll(/^\| `([a-z-]+)` +\| (error|warning) +\|/gm),
      ([, rule, severity]) => [rule, severity],
    )
    expect(Object.fromEntries(rows)).toEqual(lintRules)
  })

  it('has an example that is read and passes the lint', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const parsed = parseTechniqueGuide(example, 'docs/behaviors.md')
    expect(parsed.ok ? [] : parsed.faults).toEqual([])
    const catalog = openCatalog()
    expect(
      parsed.ok && lintGuides([parsed.file], (id) => catalog.technique(id) !== undefined),
    ).toEqual([])
  })
})
