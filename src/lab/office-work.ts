import { type Activity, documents, loads, office16, seconds, sites, system32 } from './office.ts'
import { networkService } from './recorder.ts'

/** What staff do all day: documents, browsing, shares, and COM automation that looks like the hunt. */
const browse: Activity = {
  name: 'browsing',
  events: 9,
  weight: 6,
  roles: ['workstation'],
  isWork: true,
  run(office, machine, at) {
    const { explorer } = office.desktop(machine, at)
    const { random } = office
    const exe = 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe'
    const edge = machine.start(
      at,
      explorer,
      exe,
      `"${exe}" --single-argument https://${random.pick(sites)}/`,
    )
    loads(office, machine, edge, at + seconds(0.05), 2)
    machine.resolveName(at + seconds(0.4), edge, random.pick(sites))
    machine.connection(
      at + seconds(0.5),
      edge,
      'out',
      { ip: machine.host.ip, port: random.int(49_700, 65_000) },
      { ip: `203.0.113.${random.int(2, 60)}`, port: 443 },
    )
    if (random.chance(0.3))
      machine.write(
        at + seconds(4),
        edge,
        `C:\\Users\\${edge.session.account.user}\\Downloads\\${random.pick(documents)}-${random.hex(4)}.pdf`,
      )
    machine.end(at + seconds(random.int(20, 500)), edge)
  },
}

const editDocument: Activity = {
  name: 'a document is edited',
  events: 10,
  weight: 5,
  roles: ['workstation'],
  isWork: true,
  run(office, machine, at) {
    const { explorer, user } = office.desktop(machine, at)
    const { random } = office
    const program = random.pick(['WINWORD.EXE', 'EXCEL.EXE', 'POWERPNT.EXE'] as const)
    const file = `C:\\Users\\${user.name}\\Documents\\${random.pick(documents)}-${random.int(1, 40)}.${program === 'EXCEL.EXE' ? 'xlsx' : 'docx'}`
    const app = machine.start(
      at,
      explorer,
      `${office16}\\${program}`,
      `"${office16}\\${program}" "${file}"`,
    )
    loads(office, machine, app, at + seconds(0.04), 4)
    machine.setValue(
      at + seconds(1.2),
      app,
      `HKU\\${user.sid}\\Software\\Microsoft\\Office\\16.0\\Common\\Open Find\\Recent`,
      file,
    )
    machine.write(at + seconds(40), app, `${file}.tmp`)
    machine.end(at + seconds(random.int(60, 540)), app)
  },
}

/** The benign twin of the hunt: a report tool asks for Excel as a COM server, all day long. */
const reportByAutomation: Activity = {
  name: 'a report is made through COM automation',
  events: 14,
  weight: 3,
  roles: ['workstation', 'server'],
  isWork: true,
  run(office, machine, at) {
    const { random } = office
    const isServer = machine.host.role === 'server'
    const session = isServer
      ? machine.logon(at - seconds(1), machine.accountOf(office.world.service), 5, null, false)
      : office.desktop(machine, at).session
    const parent = isServer ? machine.services : office.desktop(machine, at).explorer
    const exe = 'C:\\Program Files\\FinReport\\finreport.exe'
    const tool = machine.start(at, parent, exe, `"${exe}" /nightly /out D:\\reports`, session)
    loads(office, machine, tool, at + seconds(0.03), 2)
    const excel = machine.start(
      at + seconds(0.8),
      machine.dcomLaunch,
      `${office16}\\EXCEL.EXE`,
      `"${office16}\\EXCEL.EXE" /automation -Embedding`,
      session,
    )
    loads(office, machine, excel, at + seconds(0.85), 3)
    machine.write(
      at + seconds(9),
      excel,
      `D:\\reports\\${random.pick(documents)}-${random.int(1, 90)}.xlsx`,
    )
    machine.end(at + seconds(14), excel)
    machine.end(at + seconds(15), tool)
  },
}

const outlookAutomation: Activity = {
  name: 'an add-in drives Outlook through COM',
  events: 7,
  weight: 2,
  roles: ['workstation'],
  isWork: true,
  run(office, machine, at) {
    const { session } = office.desktop(machine, at)
    const outlook = machine.start(
      at,
      machine.dcomLaunch,
      `${office16}\\OUTLOOK.EXE`,
      `"${office16}\\OUTLOOK.EXE" -Embedding`,
      session,
    )
    loads(office, machine, outlook, at + seconds(0.05), 2)
    machine.resolveName(at + seconds(1), outlook, 'mail.corp.example')
    machine.end(at + seconds(400), outlook)
  },
}

const comSurrogate: Activity = {
  name: 'a COM surrogate shows thumbnails',
  events: 6,
  weight: 4,
  roles: ['workstation', 'server'],
  isWork: false,
  run(office, machine, at) {
    const session =
      machine.host.role === 'workstation' ? office.desktop(machine, at).session : networkService
    const host = machine.start(
      at,
      machine.dcomLaunch,
      `${system32}\\dllhost.exe`,
      `${system32}\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}`,
      session,
    )
    loads(office, machine, host, at + seconds(0.02), 2)
    machine.end(at + seconds(6), host)
  },
}

const shareVisit: Activity = {
  name: 'a share is opened',
  events: 7,
  weight: 4,
  roles: ['workstation'],
  isWork: true,
  run(office, machine, at) {
    const { random, world } = office
    const { explorer, user, session } = office.desktop(machine, at)
    const server = office.machine(random.pick(world.servers).name)
    const from = { ip: machine.host.ip, port: random.int(49_700, 65_000) }
    const to = { ip: server.host.ip, port: 445 }
    machine.connection(at, explorer, 'out', from, to)
    server.connection(at + seconds(0.01), server.services, 'in', from, to)
    const remote = server.logon(at + seconds(0.1), server.accountOf(user), 3, from, false)
    server.share(
      at + seconds(0.3),
      remote,
      from,
      '\\\\*\\teams',
      `${random.pick(documents)}\\${random.pick(documents)}.docx`,
    )
    server.logoff(at + seconds(random.int(30, 200)), remote)
    void session
  },
}

export const officeWork: readonly Activity[] = [
  browse,
  editDocument,
  reportByAutomation,
  outlookAutomation,
  comSurrogate,
  shareVisit,
]
