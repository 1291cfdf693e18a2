import { officeWork } from './office-work.ts'
import type { Activity, Office } from './office.ts'
import { upkeep } from './upkeep.ts'
import { intrude, type IntrusionPlan, planIntrusion } from './intrusion.ts'
import { Machine } from './machine.ts'
import type { Emitted, LabProcess, Session } from './recorder.ts'
import { createRandom, type Random } from './random.ts'
import { buildWorld, type LabAsset, type LabIdentity, type LabWorld } from './world.ts'

type Micros = number
const minute: Micros = 60_000_000
const hour = 60 * minute
const slice = 10 * minute
/** A record can be written so much later than what it tells of. */
const writtenLater = 3_000

const activities: readonly Activity[] = [...officeWork, ...upkeep]

export interface LabOptions {
  readonly days: number
  readonly assets: number
  readonly identities: number
  /** About how many events; the intrusion's own come on top. */
  readonly events: number
  readonly seed: number
  /** First day, 00:00 UTC, in microseconds. */
  readonly start: Micros
}

/** Wednesday, 18 November 2026: three working days. */
export const labDefaults: LabOptions = {
  days: 3,
  assets: 12,
  identities: 20,
  events: 40_000,
  seed: 1559,
  start: Date.UTC(2026, 10, 18) * 1000,
}

export interface LabLine {
  /** One NDJSON line without its line end. */
  readonly text: string
  /** Set for records of the intrusion: what the truth file says of them. */
  readonly truth: LabTruthRecord | null
}

/** Which record is which step of the intrusion; written beside the data, never read by the program. */
export interface LabTruthRecord {
  readonly step: string
  readonly record: number
  readonly host: string
  readonly channel: string
  readonly code: number
  readonly recordId: number
}

export interface Lab {
  readonly world: LabWorld
  readonly plan: IntrusionPlan
  lines(): Generator<LabLine>
}

/** Work is done from 8 to 18; nights and weekends are quiet, not silent. */
const busyShare = (time: Micros): number => {
  const date = new Date(time / 1000)
  const isWeekend = date.getUTCDay() % 6 === 0
  const h = date.getUTCHours()
  return isWeekend ? 0.05 : h >= 8 && h < 18 ? 1 : 0.08
}

/** How many activities a slice of ten minutes should hold on one machine of a role, on the average. */
const ratesOf = (options: LabOptions, world: LabWorld): ReadonlyMap<string, number> => {
  const slices = Array.from(
    { length: Math.ceil((options.days * 24 * hour) / slice) },
    (_, i) => options.start + i * slice,
  )
  const busy = slices.reduce((sum, time) => sum + busyShare(time), 0)
  const expected = world.assets.reduce((sum, asset) => {
    const own = activitiesOf(asset)
    return (
      sum + own.reduce((s, a) => s + a.weight * a.events * (a.isWork ? busy : slices.length), 0)
    )
  }, 0)
  const factor = options.events / expected
  return new Map(activities.map((a) => [a.name, a.weight * factor]))
}

const activitiesOf = (asset: LabAsset): readonly Activity[] =>
  activities.filter((a) => a.roles.includes(asset.role))

class LabOffice implements Office {
  readonly world: LabWorld
  readonly random: Random
  readonly #machines: ReadonlyMap<string, Machine>
  readonly #desktops = new Map<
    string,
    { session: Session; explorer: LabProcess; user: LabIdentity; until: Micros }
  >()

  constructor(world: LabWorld, random: Random, start: Micros, emit: (event: Emitted) => void) {
    this.world = world
    this.random = random
    this.#machines = new Map(
      world.assets.map((a) => [a.name, new Machine(a, world, random, start - 6 * hour, emit)]),
    )
  }

  machine(name: string): Machine {
    const machine = this.#machines.get(name)
    if (!machine) throw new RangeError(`no machine ${name} in this lab`)
    return machine
  }

  /** A user logs on at the first use of a day and stays twelve hours. */
  desktop(
    machine: Machine,
    at: Micros,
  ): { session: Session; explorer: LabProcess; user: LabIdentity } {
    const open = this.#desktops.get(machine.host.name)
    if (open && at < open.until) return open
    const index = this.world.workstations.findIndex((w) => w.name === machine.host.name)
    const user =
      this.world.staff[Math.max(0, index) % this.world.staff.length] ?? this.world.service
    const session = machine.logon(at - 2_000_000, machine.accountOf(user), 2, null, false)
    const explorer = machine.start(
      at - 1_000_000,
      machine.services,
      'C:\\Windows\\explorer.exe',
      'C:\\Windows\\Explorer.EXE',
      session,
    )
    const made = { session, explorer, user, until: at + 12 * hour }
    this.#desktops.set(machine.host.name, made)
    return made
  }
}

/** Makes a lab. The lines come in order of time within ten minutes, memory does not grow with their number. */
export const createLab = (options: LabOptions): Lab => {
  const world = buildWorld(options.assets, options.identities, options.seed)
  const hitDay = Math.max(0, options.days - 1)
  const plan = planIntrusion(
    world,
    options.start + hitDay * 24 * hour + 13 * hour + 7 * minute + 21_184_000,
  )
  return {
    world,
    plan,
    *lines() {
      const random = createRandom(options.seed)
      const pending: Emitted[] = []
      const office = new LabOffice(world, random, options.start, (event) => pending.push(event))
      const rates = ratesOf(options, world)
      const end = options.start + options.days * 24 * hour
      const recordIds = new Map<string, number>()
      let isIntruded = false
      let record = 0
      for (let from = options.start; from < end; from += slice) {
        for (const asset of world.assets) {
          const machine = office.machine(asset.name)
          for (const activity of activitiesOf(asset)) {
            const share = (rates.get(activity.name) ?? 0) * (activity.isWork ? busyShare(from) : 1)
            let count = Math.floor(share) + (random.chance(share % 1) ? 1 : 0)
            for (; count > 0; count -= 1)
              activity.run(office, machine, from + random.int(3_000_000, slice - 1))
          }
        }
        if (!isIntruded && from + slice > plan.hitTime - 70 * minute) {
          isIntruded = true
          intrude(office, plan)
        }
        // What would be written after the last day is left out: the collection ends there.
        const due = Math.min(from + slice, end - writtenLater)
        pending.sort((a, b) => a.time - b.time)
        const ready = pending.findIndex((event) => event.time >= due)
        for (const event of pending.splice(0, ready < 0 ? pending.length : ready)) {
          record += 1
          yield lineOf(event, record, recordIds)
        }
      }
    },
  }
}

const lineOf = (event: Emitted, record: number, recordIds: Map<string, number>): LabLine => {
  const { document, host, step } = event
  const channel = String(document['Channel'])
  const key = `${host.name} ${channel}`
  const recordId = (recordIds.get(key) ?? 10_000) + 1
  recordIds.set(key, recordId)
  return {
    text: JSON.stringify({ ...document, RecordNumber: recordId }),
    truth:
      step === null
        ? null
        : { step, record, host: host.fqdn, channel, code: Number(document['EventID']), recordId },
  }
}
