import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoQuestion } from '#src/demo/demo-question.ts'
import { createLab, labDefaults } from '#src/lab/lab.ts'
import { scratchFolder } from '../support/import-store.ts'
import { type Because, keysToHit } from '../support/lab-keys.ts'
import { huntTheLab, type LabAnswer, type LabLink, type LabRow } from '../support/lab-hunt.ts'
import { member, readLines, type ReadLine, writtenAt } from '../support/lab-lines.ts'

const folder = scratchFolder()
const lab = createLab(labDefaults)
const lines = readLines(lab)
const hitLine = lines.find((line) => line.truth?.step === 'hit' && line.truth.code === 1)
const hitRecord = hitLine ? lines.indexOf(hitLine) + 1 : 0
let answer: LabAnswer
let hit: LabRow
/** The links of each record to the intrusion's hit. */
const linksTo = new Map<number, readonly LabLink[]>()
let keys: ReadonlyMap<number, Because>

beforeAll(async () => {
  if (!hitLine) throw new Error('the lab has no hit')
  answer = await huntTheLab(folder.path, labDefaults)
  const found = answer.hits.find((row) => row.locator.record === hitRecord)
  if (!found) throw new Error("the hunt did not find the intrusion's hit")
  hit = found
  for (const row of [...answer.hits, ...answer.context]) {
    const links = row.links.filter((link) => link.hit === hit.id)
    if (links.length > 0) linksTo.set(row.locator.record, links)
  }
  keys = keysToHit(lines, hitLine)
})
afterAll(() => folder.remove())

const joins = (link: LabLink): boolean => link.grade === 'exact' || link.grade === 'strong'
const steps = lines.flatMap((line) => (line.truth ? [line.truth] : []))
const named = (record: number): string => {
  const line = lines[record - 1]
  return `${record} ${line?.truth?.step ?? 'no step'} ${line ? member(line, 'EventID') : ''}`
}

/** Keys that one step joins; the others are walks, which may bear less. */
const direct = new Set<Because | undefined>([
  'its process',
  'its process as target',
  'an ancestor',
  'a descendant',
  'its pid in its life',
  'its logon session',
])

/** Sysmon stamps records with a timer tick of 15.6 ms; machines' clocks may differ by a second. */
const undecided = (line: ReadLine, at: ReadLine): boolean =>
  Math.abs(writtenAt(line) - writtenAt(at)) <=
  (member(line, 'Hostname') === member(at, 'Hostname') ? 20_000 : 1_000_000)

const isWrong = (record: number, directions: readonly string[]): boolean => {
  const line = lines[record - 1]
  if (!line || !hitLine) return true
  const byTime = writtenAt(line) < writtenAt(hitLine) ? 'before' : 'after'
  return directions.some(
    (said) => said !== byTime && !(said === 'unknown' && undecided(line, hitLine)),
  )
}

describe("the lab's truth", () => {
  it('is wide enough to mean something', () => {
    const sharing = steps.filter((step) => keys.has(step.record))
    expect(sharing.length).toBeGreaterThan(45)
    expect(new Set(sharing.map((step) => step.host)).size).toBe(2)
    expect(new Set(keys.values()).size).toBeGreaterThan(7)
  })

  it('has every step that shares a key with the hit among what is linked to it', () => {
    const missing = steps
      .filter(({ record }) => keys.has(record))
      .filter(({ record }) => {
        const grades = (linksTo.get(record) ?? []).map((link) => link.grade)
        return direct.has(keys.get(record))
          ? !grades.some((grade) => grade === 'exact' || grade === 'strong')
          : !grades.some((grade) => grade !== 'weak')
      })
    expect(missing.map(({ record }) => `${named(record)}: ${keys.get(record)}`)).toEqual([])
  })

  it('has each of them on the right side of the hit', () => {
    const wrong = [...linksTo].filter(
      ([record, links]) =>
        lines[record - 1]?.truth &&
        isWrong(
          record,
          links.filter(joins).map((link) => link.direction),
        ),
    )
    expect(wrong.map(([record]) => named(record))).toEqual([])
  })

  it('has nothing else linked to it by an exact or strong key', () => {
    const strangers = [...linksTo].filter(
      ([record, links]) => !lines[record - 1]?.truth && links.some(joins) && !keys.has(record),
    )
    expect(
      strangers.map(([record, links]) => `${named(record)} ${links.map((l) => l.rule).join(' ')}`),
    ).toEqual([])
  })

  it('has the benign requests as hits of their own, and not in its episode', () => {
    const { plan, world } = lab
    const day = Math.floor(plan.hitTime / 86_400_000_000) * 86_400_000_000
    const { identities } = demoQuestion(world, plan, 'lab').scope
    const accounts = 'list' in identities ? identities.list : []
    const expected = lines.flatMap((line, i) =>
      member(line, 'EventID') === '1' &&
      [plan.patient, plan.target].some((name) => member(line, 'Hostname').startsWith(`${name}.`)) &&
      accounts.includes(member(line, 'User')) &&
      /\\(EXCEL|OUTLOOK)\.EXE" .*-Embedding$/.test(member(line, 'CommandLine')) &&
      writtenAt(line) >= day + 6 * 3_600_000_000 &&
      writtenAt(line) < day + 20 * 3_600_000_000
        ? [i + 1]
        : [],
    )
    expect(expected.length).toBeGreaterThan(10)
    expect(answer.hits.map((row) => row.locator.record)).toEqual(expected)
    expect(
      answer.hits.filter((row) => row.episode === hit.episode).map((row) => row.locator.record),
    ).toEqual([hitRecord])
  })
})

/** What a walk of several keys must lead to, step by step of the story. */
const story: readonly (readonly [step: string, codes: readonly number[]])[] = [
  ['access.mail', [1]],
  ['access.file', [11]],
  ['access.document', [1]],
  ['access.shell', [1]],
  ['access.script', [4104]],
  ['access.dns', [22]],
  ['access.callback', [3]],
  ['move.copied', [11]],
  ['move.com', [4104]],
  ['persist.task-file', [11]],
  ['persist.task', [4698, 106]],
  ['credentials.lsass', [10]],
  ['onward.logon', [4624, 4672]],
  ['onward.share', [5145]],
  ['onward.logoff', [4634]],
  ['exfil.task-run', [129, 200]],
  ['exfil.run', [1]],
  ['exfil.archive', [11]],
  ['exfil.send', [3]],
]

describe('the story of the lab', () => {
  it.each(story)('leads to %s', (name, codes) => {
    const parts = steps.filter(({ step, code }) => step === name && codes.includes(code))
    expect(new Set(parts.map((part) => part.code))).toEqual(new Set(codes))
    const missing = parts.filter(
      ({ record }) => !linksTo.get(record)?.some((link) => link.grade !== 'weak'),
    )
    expect(missing.map(({ record }) => named(record))).toEqual([])
  })
})
