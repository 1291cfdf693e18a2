import { describe, expect, it } from 'vitest'
import { createLab, type LabOptions, labDefaults } from '#src/lab/lab.ts'
import { member, readLines, type ReadLine, writtenAt } from '../support/lab-lines.ts'

const day = 86_400_000_000
const small: LabOptions = { ...labDefaults, days: 2, assets: 6, identities: 8, events: 6_000 }
const textOf = (options: LabOptions): string =>
  [...createLab(options).lines()].map((line) => line.text).join('\n')

const isComServer = (line: ReadLine): boolean =>
  member(line, 'EventID') === '1' && member(line, 'CommandLine').endsWith('-Embedding')

describe('the lab', () => {
  it('is the same, byte by byte, for the same seed, and another for another seed', () => {
    expect(textOf(small)).toBe(textOf({ ...small }))
    expect(textOf({ ...small, seed: 7 })).not.toBe(textOf(small))
  })

  it.each<[string, LabOptions]>([
    ['the demo', labDefaults],
    ['one day of four machines', { ...small, days: 1, assets: 4, identities: 5, events: 4_000 }],
    [
      'a fortnight of many machines',
      { ...small, days: 14, assets: 60, identities: 90, events: 60_000 },
    ],
    ['more events on the same machines', { ...labDefaults, events: 120_000 }],
    ['another seed', { ...labDefaults, seed: 99 }],
  ])('holds about as many events as asked for: %s', (_, options) => {
    let events = 0
    for (const line of createLab(options).lines()) events += line.truth === null ? 1 : 0
    expect(Math.abs(events / options.events - 1)).toBeLessThan(0.1)
  })

  it('has the machines and accounts asked for, and lines of no other', () => {
    const { assets, identities } = createLab({ ...small, assets: 23, identities: 41 }).world
    expect(new Set(assets.map((asset) => asset.fqdn)).size).toBe(23)
    expect(new Set(identities.map((identity) => identity.name)).size).toBe(41)
    const { world } = createLab(small)
    const hosts = new Set(readLines(createLab(small)).map((line) => member(line, 'Hostname')))
    expect(hosts).toEqual(new Set(world.assets.map((asset) => asset.fqdn)))
  })

  it('refuses fewer machines or accounts than the story needs', () => {
    expect(() => createLab({ ...small, assets: 3 })).toThrow(RangeError)
    expect(() => createLab({ ...small, identities: 4 })).toThrow(RangeError)
  })

  it('stays inside its days, and in order of time within ten minutes', () => {
    // Many events in few minutes: what is begun before midnight would end after it.
    const options = { ...small, events: 40_000 }
    const end = options.start + options.days * day
    const times = readLines(createLab(options)).map(writtenAt)
    let latest = 0
    let furthestBack = 0
    for (const time of times) {
      furthestBack = Math.max(furthestBack, latest - time)
      latest = Math.max(latest, time)
    }
    expect(times.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(options.start)
    expect(latest).toBeLessThan(end)
    expect(furthestBack).toBeLessThan(600_000_000)
  })

  it('numbers the records of each host and channel one by one', () => {
    const last = new Map<string, number>()
    for (const line of readLines(createLab(small))) {
      const log = `${member(line, 'Hostname')} ${member(line, 'Channel')}`
      const number = Number(member(line, 'RecordNumber'))
      expect(number - (last.get(log) ?? number - 1)).toBe(1)
      last.set(log, number)
    }
    expect(last.size).toBeGreaterThan(small.assets)
  })

  it('gives a pid to one process at a time', () => {
    const living = new Map<string, string>()
    const guids = new Set<string>()
    const wrong: string[] = []
    const ordered = readLines(createLab({ ...small, events: 60_000 }))
      .filter((line) => ['1', '5'].includes(member(line, 'EventID')))
      .map((line) => ({ line, at: Date.parse(`${member(line, 'UtcTime')}Z`) }))
      .toSorted((a, b) => a.at - b.at)
    for (const { line } of ordered) {
      const guid = member(line, 'ProcessGuid')
      const bearer = `${member(line, 'Hostname')} ${member(line, 'ProcessId')}`
      if (member(line, 'EventID') === '1') {
        if (guids.has(guid) || living.has(bearer)) wrong.push(line.text)
        guids.add(guid)
        living.set(bearer, guid)
      } else if (living.get(bearer) === guid) living.delete(bearer)
    }
    expect(wrong).toEqual([])
    expect(guids.size).toBeGreaterThan(5_000)
  })

  it('asks for COM servers all day, on every machine people work on, without any intrusion', () => {
    const lab = createLab(labDefaults)
    const benign = readLines(lab).filter((line) => line.truth === null && isComServer(line))
    const office = benign.filter((line) => /\\(EXCEL|OUTLOOK)\.EXE$/.test(member(line, 'Image')))
    expect(benign.length).toBeGreaterThan(600)
    expect(office.length).toBeGreaterThan(200)
    const hosts = new Set(office.map((line) => member(line, 'Hostname')))
    for (const asset of [...lab.world.workstations, ...lab.world.servers])
      expect(hosts).toContain(asset.fqdn)
    for (let n = 0; n < labDefaults.days; n += 1) {
      const from = labDefaults.start + n * day
      const ofDay = office.filter((line) => writtenAt(line) >= from && writtenAt(line) < from + day)
      expect(ofDay.length).toBeGreaterThan(50)
    }
  })

  it('makes lines as they are asked for, however many there are in all', () => {
    const lines = createLab({
      ...labDefaults,
      days: 14,
      assets: 200,
      identities: 500,
      events: 5_000_000,
    }).lines()
    const first = Array.from({ length: 1_000 }, () => lines.next())
    expect(first.every((line) => line.done === false)).toBe(true)
    lines.return(undefined)
    expect(lines.next().done).toBe(true)
  })
})

describe('the intrusion', () => {
  const lab = createLab(labDefaults)
  const lines = readLines(lab)
  const steps = lines.flatMap((line) => (line.truth ? [{ line, truth: line.truth }] : []))

  it('is told record by record', () => {
    expect(steps.length).toBeGreaterThan(80)
    for (const { line, truth } of steps) {
      expect(lines[truth.record - 1]).toBe(line)
      expect(truth.host).toBe(member(line, 'Hostname'))
      expect(truth.channel).toBe(member(line, 'Channel'))
      expect(truth.code).toBe(Number(member(line, 'EventID')))
      expect(truth.recordId).toBe(Number(member(line, 'RecordNumber')))
    }
  })

  it('goes from the document to the log that is cleared, in this order', () => {
    const order = [
      'access',
      'move',
      'hit',
      'act',
      'persist',
      'credentials',
      'onward',
      'exfil',
      'cover',
    ]
    const phases = [...new Set(steps.map(({ truth }) => truth.step.split('.')[0] ?? ''))]
    expect(phases).toEqual(order)
  })

  it('passes over two assets and three identities', () => {
    const { plan } = lab
    expect(new Set(steps.map(({ truth }) => truth.host.split('.')[0]))).toEqual(
      new Set([plan.patient, plan.target]),
    )
    const text = steps.map(({ line }) => line.text).join('\n')
    for (const name of [plan.user, plan.admin, plan.service]) expect(text).toContain(`"${name}"`)
  })

  it('begins its acts on the target as the plan says, with the same program as the benign requests', () => {
    const hit = steps.find(({ truth }) => truth.step === 'hit' && truth.code === 1)
    expect(Date.parse(`${hit?.line.document['UtcTime'] ?? ''}Z`) * 1000).toBe(lab.plan.hitTime)
    const command = hit ? member(hit.line, 'CommandLine') : ''
    const same = lines.filter(
      (line) => isComServer(line) && member(line, 'CommandLine') === command,
    )
    expect(same.length).toBeGreaterThan(100)
  })
})
