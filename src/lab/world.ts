import { createRandom, type Random } from './random.ts'

export type AssetRole = 'workstation' | 'server' | 'management' | 'domain-controller'

export interface LabAsset {
  readonly name: string
  readonly fqdn: string
  readonly ip: string
  readonly role: AssetRole
  /** The SID of its machine account. */
  readonly sid: string
  /** The volume part of Sysmon process GUIDs of this machine. */
  readonly guidHead: string
}

export interface LabIdentity {
  readonly name: string
  readonly sid: string
  readonly role: 'staff' | 'admin' | 'service'
}

/** The invented company of the lab: one domain, its machines and its accounts. */
export interface LabWorld {
  readonly domain: string
  readonly realm: string
  readonly assets: readonly LabAsset[]
  readonly identities: readonly LabIdentity[]
  readonly dc: LabAsset
  readonly management: LabAsset
  readonly workstations: readonly LabAsset[]
  readonly servers: readonly LabAsset[]
  readonly staff: readonly LabIdentity[]
  readonly admins: readonly LabIdentity[]
  /** The account under which reports and tasks run. */
  readonly service: LabIdentity
}

const givenNames = [
  'abel',
  'bea',
  'carla',
  'dario',
  'edna',
  'felix',
  'gina',
  'hugo',
  'ines',
  'jonas',
  'kaya',
  'lena',
  'milan',
  'nora',
  'otto',
  'petra',
  'quinn',
  'rosa',
  'sven',
  'tilda',
  'ugo',
  'vera',
  'wim',
  'yara',
  'zeno',
] as const
const familyNames = [
  'abara',
  'brandt',
  'costa',
  'duarte',
  'ekman',
  'fischer',
  'grau',
  'holm',
  'iversen',
  'jung',
] as const
const departments = ['FIN', 'HR', 'ENG', 'OPS', 'LAW'] as const

const domain = 'CORP'
const realm = 'corp.example'

const roleOf = (index: number): AssetRole => {
  if (index === 0) return 'domain-controller'
  if (index === 1) return 'management'
  return index % 4 === 2 ? 'server' : 'workstation'
}

const nameOf = (role: AssetRole, index: number): string => {
  const department = departments[index % departments.length]
  switch (role) {
    case 'domain-controller':
      return 'DC-01'
    case 'management':
      return 'MGMT-01'
    case 'server':
      return `SRV-${department}-${String(index).padStart(2, '0')}`
    case 'workstation':
      return `WS-${String(index + 100).padStart(4, '0')}`
  }
}

const makeAsset = (index: number, random: Random): LabAsset => {
  const role = roleOf(index)
  const name = nameOf(role, index)
  return {
    name,
    fqdn: `${name}.${realm}`,
    ip: `10.${role === 'workstation' ? 20 : 10}.${Math.floor(index / 200)}.${(index % 200) + 10}`,
    role,
    sid: `S-1-5-21-1004336348-1177238915-682003330-${3000 + index}`,
    guidHead: random.hex(8),
  }
}

const makeIdentity = (index: number): LabIdentity => {
  const given = givenNames[index % givenNames.length] ?? 'user'
  const family = familyNames[Math.floor(index / 2) % familyNames.length] ?? 'name'
  const round = Math.floor(index / (givenNames.length * 2))
  const role = index === 0 ? 'service' : index <= 2 ? 'admin' : 'staff'
  const person = `${given.slice(0, 1)}.${family}${round === 0 ? '' : round}${index % 2 === 0 ? '' : given.slice(1, 2)}`
  return {
    name: role === 'service' ? 'svc-report' : role === 'admin' ? `adm-${person}` : person,
    sid: `S-1-5-21-1004336348-1177238915-682003330-${1100 + index}`,
    role,
  }
}

/** Builds a company of at least 4 assets and 5 identities. Throws `RangeError` below that. */
export const buildWorld = (assetCount: number, identityCount: number, seed: number): LabWorld => {
  if (assetCount < 4 || identityCount < 5)
    throw new RangeError('a lab needs at least 4 assets and 5 identities')
  const random = createRandom(seed ^ 0x5eed)
  const assets = Array.from({ length: assetCount }, (_, i) => makeAsset(i, random))
  const identities = Array.from({ length: identityCount }, (_, i) => makeIdentity(i))
  const [dc, management] = assets
  const service = identities[0]
  if (!dc || !management || !service)
    throw new RangeError('a lab needs its first assets and accounts')
  return {
    domain,
    realm,
    assets,
    identities,
    dc,
    management,
    workstations: assets.filter((a) => a.role === 'workstation'),
    servers: assets.filter((a) => a.role === 'server'),
    staff: identities.filter((i) => i.role === 'staff'),
    admins: identities.filter((i) => i.role === 'admin'),
    service,
  }
}
