import { type Activity, loads, seconds, system32 } from './office.ts'
import { networkService } from './recorder.ts'

/** What administrators, agents and the system itself do. */
const remoteAdmin: Activity = {
  name: 'an administrator works over PowerShell remoting',
  events: 17,
  weight: 2,
  roles: ['management'],
  isWork: true,
  run(office, machine, at) {
    const { random, world } = office
    const admin = random.pick(world.admins)
    const session = machine.logon(
      at - seconds(2),
      machine.accountOf(admin),
      10,
      { ip: '10.20.9.9', port: random.int(50_000, 60_000) },
      true,
    )
    const ps = `${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`
    const shell = machine.start(at, machine.services, ps, `"${ps}"`, session)
    const target = office.machine(random.pick(world.servers).name)
    const from = { ip: machine.host.ip, port: random.int(49_700, 65_000) }
    machine.scriptBlock(at + seconds(1), shell, `Enter-PSSession -ComputerName ${target.host.name}`)
    machine.connection(at + seconds(1.1), shell, 'out', from, { ip: target.host.ip, port: 5985 })
    const remote = target.logon(at + seconds(1.4), target.accountOf(admin), 3, null, true)
    const host = target.start(
      at + seconds(1.9),
      target.dcomLaunch,
      `${system32}\\wsmprovhost.exe`,
      `${system32}\\wsmprovhost.exe -Embedding`,
      remote,
    )
    target.scriptBlock(at + seconds(3), host, 'Get-Service | Where-Object Status -eq Stopped')
    target.end(at + seconds(90), host)
    target.logoff(at + seconds(91), remote)
    machine.end(at + seconds(95), shell)
  },
}

const consoleAdmin: Activity = {
  name: 'an administrator opens a console',
  events: 9,
  weight: 2,
  roles: ['management', 'server'],
  isWork: true,
  run(office, machine, at) {
    const admin = office.random.pick(office.world.admins)
    const session = machine.logon(
      at - seconds(1),
      machine.accountOf(admin),
      10,
      { ip: '10.20.9.9', port: office.random.int(50_000, 60_000) },
      true,
    )
    const mmc = machine.start(
      at,
      machine.services,
      `${system32}\\mmc.exe`,
      `"${system32}\\mmc.exe" ${system32}\\services.msc`,
      session,
    )
    loads(office, machine, mmc, at + seconds(0.05), 2)
    machine.end(at + seconds(200), mmc)
    machine.logoff(at + seconds(210), session)
  },
}

const inventory: Activity = {
  name: 'the inventory agent asks WMI',
  events: 9,
  weight: 3,
  roles: ['workstation', 'server', 'management', 'domain-controller'],
  isWork: false,
  run(office, machine, at) {
    const script = machine.start(
      at,
      machine.services,
      `${system32}\\cscript.exe`,
      'cscript.exe //nologo "C:\\Program Files\\Inventory\\collect.vbs"',
    )
    const wmi = machine.start(
      at + seconds(0.4),
      machine.dcomLaunch,
      `${system32}\\wbem\\WmiPrvSE.exe`,
      `${system32}\\wbem\\wmiprvse.exe -Embedding`,
      networkService,
    )
    machine.write(
      at + seconds(3),
      script,
      `C:\\ProgramData\\Inventory\\${office.random.hex(6)}.json`,
    )
    machine.end(at + seconds(20), script)
    machine.end(at + seconds(90), wmi)
  },
}

const protection: Activity = {
  name: 'the protection service looks at lsass',
  events: 3,
  weight: 4,
  roles: ['workstation', 'server', 'management', 'domain-controller'],
  isWork: false,
  run(office, machine, at) {
    machine.access(at, machine.services, machine.lsass, '0x1000')
    machine.handle(
      at + seconds(0.2),
      machine.services,
      '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa',
    )
    machine.setValue(
      at + seconds(1),
      machine.schedule,
      'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tasks\\{6F2C1B1E-0F4A-4C55-9F43-1F2B6A7C9D10}\\DynamicInfo',
      'Binary Data',
    )
    void office
  },
}

const scheduledTask: Activity = {
  name: 'a scheduled task runs',
  events: 6,
  weight: 3,
  roles: ['workstation', 'server', 'management', 'domain-controller'],
  isWork: false,
  run(office, machine, at) {
    const host = machine.start(
      at,
      machine.schedule,
      `${system32}\\taskhostw.exe`,
      'taskhostw.exe SystemSoundsService',
    )
    machine.runTask(
      at - seconds(0.1),
      office.random.pick([
        '\\Microsoft\\Windows\\Defrag\\ScheduledDefrag',
        '\\CorpUpdate',
      ] as const),
      host,
    )
    machine.end(at + seconds(8), host)
  },
}

const networkLogon: Activity = {
  name: 'a machine asks the domain controller',
  events: 4,
  weight: 4,
  roles: ['domain-controller'],
  isWork: false,
  run(office, machine, at) {
    const { random, world } = office
    const client = random.pick(world.assets)
    const from = { ip: client.ip, port: random.int(49_700, 65_000) }
    machine.connection(at, machine.lsass, 'in', from, { ip: machine.host.ip, port: 88 })
    const session = machine.logon(
      at + seconds(0.1),
      { user: `${client.name}$`, domain: world.domain, sid: client.sid },
      3,
      from,
      false,
    )
    machine.logoff(at + seconds(12), session)
  },
}

export const upkeep: readonly Activity[] = [
  remoteAdmin,
  consoleAdmin,
  inventory,
  protection,
  scheduledTask,
  networkLogon,
]
