import { describe, expect, it } from 'vitest'
import type { LogSourceStat, SourceDescription } from '#connectors/contract.ts'
import type { Binding, FieldBinding } from '#queries/binding.ts'
import { openCatalog } from '#src/catalog/catalog.ts'
import { loadGuides } from '#src/catalog/guides.ts'
import { resolveGuide } from '#src/catalog/resolve.ts'
import { guideFields, techniqueModel } from '#src/catalog/technique-page.ts'

const catalog = openCatalog()
const technique = (id: string) => {
  const found = catalog.technique(id)
  if (!found) throw new Error(`no technique ${id}`)
  return found
}
const com = technique('T1559.001')
const guide = loadGuides().guide('T1559.001') ?? null
const sysmon = 'Microsoft-Windows-Sysmon/Operational'

const stat = (channel: string, code: string, events: number, last: number): LogSourceStat => ({
  channel,
  code,
  events,
  first: 0,
  last,
  assets: 2,
})

const sourceOf = (logSources: readonly LogSourceStat[]): SourceDescription => ({
  id: 'lab',
  kind: 'local',
  version: '1',
  events: { value: 100, relation: 'exact' },
  range: { from: 0, to: 10 },
  watermark: 10,
  schemas: ['ecs'],
  health: 'ok',
  logSources,
  assets: 3,
  identities: 2,
  bytes: null,
  rejects: 0,
})

const bindingOf = (missing: readonly string[]): Binding => ({
  source: 'lab',
  mappingVersion: 1,
  digest: '',
  fields: (guide ? guideFields(guide) : []).map((field): FieldBinding =>
    missing.includes(field)
      ? { field, status: 'missing', reason: 'No event of this source holds it.' }
      : {
          field,
          status: 'bound',
          paths: [field],
          type: 'keyword',
          answeredBy: 'index',
          seen: 5,
          sample: null,
        },
  ),
})

describe('a guide against a source', () => {
  it('says of every event seen, how many, when last, or not seen; channels fold case', () => {
    const resolved = resolveGuide(
      guide,
      com,
      sourceOf([stat('security', '4688', 3, 5), stat('Security', '4688', 4, 9)]),
    )
    expect(resolved.windowsEvents.find((row) => row.code === '4688')?.seen).toEqual({
      state: 'seen',
      events: 7,
      last: 9,
      assets: 2,
    })
    expect(resolved.windowsEvents.find((row) => row.code === '4624')?.seen).toEqual({
      state: 'not-seen',
    })
    expect(resolved.sysmonEvents.every((row) => row.seen?.state === 'not-seen')).toBe(true)
  })

  it('names DET0224 and resolves its log sources', () => {
    const resolved = resolveGuide(guide, com, sourceOf([stat(sysmon, '1', 3, 5)]))
    const [strategy] = resolved.strategies
    expect(strategy?.id).toBe('DET0224')
    expect(
      strategy?.analytics.flatMap((a) =>
        a.logSources.flatMap((l) => l.events.map((e) => [e.channel, e.code, e.seen?.state])),
      ),
    ).toEqual([
      [sysmon, '1', 'seen'],
      [sysmon, '7', 'not-seen'],
      ['Security', '4663', 'not-seen'],
      ['Security', '4670', 'not-seen'],
      ['Security', '4656', 'not-seen'],
    ])
  })

  it('says neither seen nor not seen where no source is chosen', () => {
    const resolved = resolveGuide(guide, com, null)
    expect(resolved.windowsEvents.every((row) => row.seen === null)).toBe(true)
  })
})

describe('the technique page', () => {
  const modelOf = (source: SourceDescription | null, binding: Binding | null) =>
    techniqueModel({ catalog, technique: com, guide, source, binding })
  const behavior = (model: ReturnType<typeof modelOf>, id: string) =>
    model.guide?.behaviors.find((view) => view.id === id)

  it('holds the six values, both event tables, guidance, behaviors and references', () => {
    const model = modelOf(null, null)
    expect(model.parent).toEqual({ id: 'T1559', name: 'Inter-Process Communication' })
    expect(model.tactics).toEqual([{ shortName: 'execution', name: 'Execution' }])
    expect(model.guide?.capture.map((row) => row.label)).toEqual([
      'Command line',
      'Arguments',
      'Parent process',
      'Account',
      'Host',
      'Execution time',
    ])
    expect(model.detection.absence).toBeNull()
    expect(model.detection.guidance).not.toBeNull()
    expect(model.guide?.references.every((ref) => ref.href.startsWith('https://'))).toBe(true)
    expect(behavior(model, 'com-office-automation-start')?.answerable).toBe('unknown')
  })

  it('offers a behavior when one of its log sources is seen and every field is bound', () => {
    const model = modelOf(sourceOf([stat('Security', '4688', 3, 5)]), bindingOf([]))
    expect(behavior(model, 'com-office-automation-start')).toMatchObject({
      answerable: 'yes',
      reasons: [],
    })
    expect(behavior(model, 'com-server-starts-shell')).toMatchObject({
      answerable: 'no',
      reasons: ['Sysmon 1: not seen in this source.'],
    })
  })

  it('refuses a behavior with the reason when a field is missing', () => {
    const model = modelOf(
      sourceOf([stat(sysmon, '1', 3, 5)]),
      bindingOf(['process.parent.command_line']),
    )
    expect(behavior(model, 'com-server-starts-shell')).toMatchObject({
      answerable: 'no',
      reasons: ['process.parent.command_line: No event of this source holds it.'],
    })
    expect(behavior(model, 'com-office-automation-start')?.answerable).toBe('yes')
  })

  it('says in plain words what is not published, as a statement about the catalog', () => {
    const bare = { ...com, strategies: [] }
    const model = techniqueModel({
      catalog,
      technique: bare,
      guide: null,
      source: null,
      binding: null,
    })
    expect(model.guide).toBeNull()
    expect(model.detection.absence?.what).toBe(
      'No detection guidance is published for this technique.',
    )
    expect(model.detection.absence?.fact).toContain('ATT&CK 18.1 lists no detection strategy')
  })

  it('can be made for every technique of the catalog', () => {
    for (const one of catalog.techniques) {
      const model = techniqueModel({
        catalog,
        technique: one,
        guide: loadGuides().guide(one.id) ?? null,
        source: sourceOf([]),
        binding: null,
      })
      expect(model.id).toBe(one.id)
    }
  })
})
