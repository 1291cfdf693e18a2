import {
  baseName,
  type Emitted,
  type LabProcess,
  named,
  networkService,
  Recorder,
  type Session,
  systemSession,
  utcTime,
} from './recorder.ts'
import type { Random } from './random.ts'
import type { LabAsset, LabWorld } from './world.ts'

type Micros = number

/** A pid rests at least so long before another process bears it. */
const restUs: Micros = 1_000_000

/**
 * The processes of one machine and what they do. Long-lived services are made once and reused;
 * pids come from the small Windows range and are used again.
 */
export class ProcessRecorder extends Recorder {
  readonly services: LabProcess
  readonly dcomLaunch: LabProcess
  readonly schedule: LabProcess
  readonly rpcss: LabProcess
  readonly lsass: LabProcess
  /** Until when each pid is taken; endless while no end was written. */
  readonly #takenUntil = new Map<number, Micros>()

  constructor(
    host: LabAsset,
    world: LabWorld,
    random: Random,
    bootTime: Micros,
    emit: (event: Emitted) => void,
  ) {
    super(host, world, random, emit)
    const svchost = 'C:\\Windows\\System32\\svchost.exe'
    const service = (command: string, session: Session = systemSession): LabProcess =>
      this.make(svchost, `${svchost} ${command}`, session, bootTime)
    this.services = this.make(
      'C:\\Windows\\System32\\services.exe',
      'C:\\Windows\\system32\\services.exe',
      systemSession,
      bootTime,
    )
    this.lsass = this.make(
      'C:\\Windows\\System32\\lsass.exe',
      'C:\\Windows\\system32\\lsass.exe',
      systemSession,
      bootTime,
    )
    this.dcomLaunch = service('-k DcomLaunch -p')
    this.schedule = service('-k netsvcs -p -s Schedule')
    this.rpcss = service('-k RPCSS -p', networkService)
  }

  private make(image: string, command: string, session: Session, time: Micros): LabProcess {
    // Activities are written one after another, not in order of time: a pid is free only after its last
    // end. A machine that runs short of them gives out higher ones.
    let pid = 0
    let highest = 3000
    do {
      pid = this.random.int(120, highest) * 4
      highest = Math.ceil(highest * 1.05)
    } while ((this.#takenUntil.get(pid) ?? -Infinity) >= time)
    this.#takenUntil.set(pid, Infinity)
    const seconds = Math.floor(time / 1_000_000)
      .toString(16)
      .padStart(8, '0')
    const tail = this.random.hex(12)
    const guid = `{${this.host.guidHead}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${tail.slice(0, 4)}-00${tail.slice(4)}0400}`
    return { guid, pid, image, command, session, host: this.host }
  }

  /** Starts a process: Sysmon 1 and Security 4688. */
  start(
    time: Micros,
    parent: LabProcess,
    image: string,
    command: string,
    session: Session = parent.session,
    step: string | null = null,
  ): LabProcess {
    const process = this.make(image, command, session, time)
    const { account } = session
    this.sysmon(
      time,
      1,
      {
        ProcessGuid: process.guid,
        ProcessId: process.pid,
        Image: image,
        FileVersion: '10.0.22621.1',
        OriginalFileName: baseName(image),
        CommandLine: command,
        CurrentDirectory:
          session.type === 0 ? 'C:\\Windows\\system32\\' : `C:\\Users\\${account.user}\\`,
        User: named(account),
        LogonGuid: `{${this.host.guidHead}-0000-0000-0000-${session.id.slice(2).padStart(12, '0')}}`,
        LogonId: session.id,
        TerminalSessionId: session.type === 2 || session.type === 10 ? 1 : 0,
        IntegrityLevel: session.type === 0 ? 'System' : 'Medium',
        Hashes: `SHA256=${this.hashOf(image)}`,
        ParentProcessGuid: parent.guid,
        ParentProcessId: parent.pid,
        ParentImage: parent.image,
        ParentCommandLine: parent.command,
        ParentUser: named(parent.session.account),
      },
      step,
      time,
    )
    const isLauncher = parent.session.id !== session.id
    this.security(
      time + 400,
      4688,
      {
        ...this.subject(isLauncher ? parent.session : session),
        NewProcessId: `0x${process.pid.toString(16)}`,
        NewProcessName: image,
        TokenElevationType: '%%1938',
        ProcessId: `0x${parent.pid.toString(16)}`,
        CommandLine: command,
        TargetUserSid: isLauncher ? account.sid : 'S-1-0-0',
        TargetUserName: isLauncher ? account.user : '-',
        TargetDomainName: isLauncher ? account.domain : '-',
        TargetLogonId: isLauncher ? session.id : '0x0',
        ParentProcessName: parent.image,
        MandatoryLabel: session.type === 0 ? 'S-1-16-16384' : 'S-1-16-8192',
      },
      step,
    )
    return process
  }

  end(time: Micros, process: LabProcess, step: string | null = null): void {
    this.#takenUntil.set(process.pid, time + restUs)
    this.sysmon(time, 5, { ...this.actor(process), User: named(process.session.account) }, step)
    this.security(
      time + 300,
      4689,
      {
        ...this.subject(process.session),
        Status: '0x0',
        ProcessId: `0x${process.pid.toString(16)}`,
        ProcessName: process.image,
      },
      step,
    )
  }

  load(
    time: Micros,
    process: LabProcess,
    dll: string,
    isSigned = true,
    step: string | null = null,
  ): void {
    this.sysmon(
      time,
      7,
      {
        ...this.actor(process),
        ImageLoaded: dll,
        Hashes: `SHA256=${this.hashOf(dll)}`,
        Signed: String(isSigned),
        Signature: isSigned ? 'Microsoft Windows' : '-',
        SignatureStatus: isSigned ? 'Valid' : 'Unavailable',
        User: named(process.session.account),
      },
      step,
    )
  }

  write(time: Micros, process: LabProcess, file: string, step: string | null = null): void {
    this.sysmon(
      time,
      11,
      {
        ...this.actor(process),
        TargetFilename: file,
        CreationUtcTime: utcTime(time),
        User: named(process.session.account),
      },
      step,
    )
  }

  setValue(
    time: Micros,
    process: LabProcess,
    key: string,
    details: string,
    step: string | null = null,
  ): void {
    this.sysmon(
      time,
      13,
      {
        ...this.actor(process),
        EventType: 'SetValue',
        TargetObject: key,
        Details: details,
        User: named(process.session.account),
      },
      step,
    )
  }

  resolveName(time: Micros, process: LabProcess, name: string, step: string | null = null): void {
    this.sysmon(
      time,
      22,
      {
        ...this.actor(process),
        QueryName: name,
        QueryStatus: '0',
        QueryResults: '-',
        User: named(process.session.account),
      },
      step,
      time - 400_000,
    )
  }

  access(
    time: Micros,
    source: LabProcess,
    target: LabProcess,
    granted: string,
    step: string | null = null,
  ): void {
    this.sysmon(
      time,
      10,
      {
        SourceProcessGUID: source.guid,
        SourceProcessId: source.pid,
        SourceThreadId: this.random.int(1000, 9000),
        SourceImage: source.image,
        TargetProcessGUID: target.guid,
        TargetProcessId: target.pid,
        TargetImage: target.image,
        GrantedAccess: granted,
        CallTrace:
          'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4a4|C:\\Windows\\System32\\KERNELBASE.dll+2c13e',
        SourceUser: named(source.session.account),
        TargetUser: named(target.session.account),
      },
      step,
    )
  }

  /** One end of a connection: Sysmon 3 and Security 5156. */
  connection(
    time: Micros,
    process: LabProcess,
    direction: 'out' | 'in',
    source: { ip: string; port: number },
    destination: { ip: string; port: number },
    step: string | null = null,
  ): void {
    this.security(
      time,
      5156,
      {
        ProcessID: process.pid,
        Application: process.image.toLowerCase().replace('c:\\', '\\device\\harddiskvolume2\\'),
        Direction: direction === 'out' ? '%%14593' : '%%14592',
        SourceAddress: source.ip,
        SourcePort: source.port,
        DestAddress: destination.ip,
        DestPort: destination.port,
        Protocol: 6,
        FilterRTID: 0,
        LayerName: direction === 'out' ? '%%14611' : '%%14610',
      },
      step,
    )
    this.sysmon(
      time + this.random.int(900_000, 1_100_000),
      3,
      {
        ...this.actor(process),
        User: named(process.session.account),
        Protocol: 'tcp',
        Initiated: String(direction === 'out'),
        SourceIsIpv6: 'false',
        SourceIp: source.ip,
        SourceHostname: '-',
        SourcePort: source.port,
        DestinationIsIpv6: 'false',
        DestinationIp: destination.ip,
        DestinationHostname: '-',
        DestinationPort: destination.port,
      },
      step,
      time - 300_000,
    )
  }

  handle(time: Micros, process: LabProcess, object: string, step: string | null = null): void {
    this.security(
      time,
      4663,
      {
        ...this.subject(process.session),
        ObjectServer: 'Security',
        ObjectType: object.startsWith('\\REGISTRY') ? 'Key' : 'File',
        ObjectName: object,
        HandleId: `0x${this.random.hex(3)}`,
        AccessList: '%%4432',
        AccessMask: '0x1',
        ProcessId: `0x${process.pid.toString(16)}`,
        ProcessName: process.image,
      },
      step,
    )
  }
}
