import { ProcessRecorder } from './process-recorder.ts'
import { type Account, type LabProcess, named, type Session, systemSession } from './recorder.ts'

type Micros = number

/** One machine of the lab: its processes, and the sessions, shares and tasks that its logs tell of. */
export class Machine extends ProcessRecorder {
  #lastLogon: number | null = null

  /** Opens a session: 4624, and 4672 for an elevated one. */
  logon(
    time: Micros,
    account: Account,
    type: number,
    from: { ip: string; port: number } | null,
    isElevated: boolean,
    step: string | null = null,
  ): Session {
    this.#lastLogon =
      (this.#lastLogon ?? this.random.int(0x20000, 0x90000)) + this.random.int(40, 4000)
    const session: Session = { id: `0x${this.#lastLogon.toString(16)}`, account, type }
    this.security(
      time,
      4624,
      {
        ...this.subject(type === 3 ? null : systemSession),
        TargetUserSid: account.sid,
        TargetUserName: account.user,
        TargetDomainName: account.domain,
        TargetLogonId: session.id,
        LogonType: type,
        LogonProcessName: type === 3 ? 'Kerberos' : 'User32',
        AuthenticationPackageName: type === 3 ? 'Kerberos' : 'Negotiate',
        WorkstationName: type === 3 ? '-' : this.host.name,
        LogonGuid: `{${this.random.hex(8)}-${this.random.hex(4)}-${this.random.hex(4)}-${this.random.hex(4)}-${this.random.hex(12)}}`,
        KeyLength: 0,
        ProcessId: type === 3 ? '0x0' : `0x${this.lsass.pid.toString(16)}`,
        ProcessName: type === 3 ? '-' : 'C:\\Windows\\System32\\svchost.exe',
        IpAddress: from?.ip ?? '-',
        IpPort: from?.port ?? '-',
        ImpersonationLevel: '%%1833',
        ElevatedToken: isElevated ? '%%1842' : '%%1843',
        TargetLinkedLogonId: '0x0',
      },
      step,
    )
    if (isElevated) {
      this.security(
        time + 200,
        4672,
        {
          ...this.subject(session),
          PrivilegeList: 'SeSecurityPrivilege SeBackupPrivilege SeDebugPrivilege',
        },
        step,
      )
    }
    return session
  }

  logoff(time: Micros, session: Session, step: string | null = null): void {
    const { account } = session
    this.security(
      time,
      4634,
      {
        TargetUserSid: account.sid,
        TargetUserName: account.user,
        TargetDomainName: account.domain,
        TargetLogonId: session.id,
        LogonType: session.type,
      },
      step,
    )
  }

  explicitCredentials(
    time: Micros,
    process: LabProcess,
    target: Account,
    server: string,
    step: string | null = null,
  ): void {
    this.security(
      time,
      4648,
      {
        ...this.subject(process.session),
        TargetUserName: target.user,
        TargetDomainName: target.domain,
        TargetServerName: server,
        TargetInfo: server,
        ProcessId: `0x${process.pid.toString(16)}`,
        ProcessName: process.image,
        IpAddress: '-',
        IpPort: '-',
      },
      step,
    )
  }

  share(
    time: Micros,
    session: Session,
    from: { ip: string; port: number },
    share: string,
    path: string,
    step: string | null = null,
  ): void {
    this.security(
      time,
      5145,
      {
        ...this.subject(session),
        ObjectType: 'File',
        IpAddress: from.ip,
        IpPort: from.port,
        ShareName: share,
        ShareLocalPath: '\\??\\C:\\Windows',
        RelativeTargetName: path,
        AccessMask: '0x120116',
        AccessList: '%%4417',
      },
      step,
    )
  }

  /** A task is registered: Security 4698 and TaskScheduler 106. */
  registerTask(
    time: Micros,
    session: Session,
    task: string,
    command: string,
    step: string | null = null,
  ): void {
    this.security(
      time,
      4698,
      {
        ...this.subject(session),
        TaskName: task,
        TaskContent: `<?xml version="1.0" encoding="UTF-16"?><Task><Actions><Exec><Command>${command}</Command></Exec></Actions></Task>`,
        ClientProcessId: 0,
        FQDN: this.host.fqdn,
      },
      step,
    )
    this.task(time + 1200, 106, { TaskName: task, UserContext: named(session.account) }, step)
  }

  runTask(time: Micros, task: string, process: LabProcess, step: string | null = null): void {
    this.task(
      time,
      129,
      { TaskName: task, Path: process.image, ProcessID: process.pid, Priority: 16384 },
      step,
    )
    this.task(
      time + 800,
      200,
      { TaskName: task, ActionName: process.image, EnginePID: process.pid },
      step,
    )
  }

  clearSecurityLog(time: Micros, session: Session, step: string | null = null): void {
    const { account } = session
    this.security(
      time,
      1102,
      {
        SubjectUserSid: account.sid,
        SubjectUserName: account.user,
        SubjectDomainName: account.domain,
        SubjectLogonId: session.id,
      },
      step,
    )
  }
}
