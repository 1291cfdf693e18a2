/**
 * The kinds of key that events can share. A key is what joins; an event may hold several of one kind.
 * `asset` kinds hold only on one asset (a pid, a LogonId); `anywhere` kinds join across assets.
 */
export const keyKinds = {
  /** The acting process, by entity id (Sysmon ProcessGuid, SourceProcessGUID). */
  entity: 'asset',
  /** The process acted upon (Sysmon 8, 10 TargetProcessGuid), by entity id. */
  'target-entity': 'asset',
  /** The parent of the process a creation event made, by entity id. */
  'parent-entity': 'asset',
  /** Only Sysmon 1: the process it created, by entity id. */
  'entity-start': 'asset',
  /** Only Sysmon 5: the process that ended, by entity id. */
  'entity-end': 'asset',
  /** The process this event is by, or the one it created or ended (4688 NewProcessId, 4689), by pid. */
  pid: 'asset',
  /** The process acted upon (Sysmon 8, 10; the receiver of a 4690), by pid. Never the hit's own process. */
  'target-pid': 'asset',
  /** The creator's pid of a creation event (4688 ProcessId, Sysmon 1 ParentProcessId). */
  'parent-pid': 'asset',
  /** Creations only (Sysmon 1 with a pid, 4688): the pid that began here. */
  'pid-start': 'asset',
  /** Ends only (Sysmon 5, 4689): the pid that ended here. */
  'pid-end': 'asset',
  /** A logon session, by LogonId: subject, target, linked. */
  logon: 'asset',
  /** What opens a session: 4624, 4648 (subject), 4672 of that LogonId. */
  'logon-start': 'asset',
  /** 4634, 4647 of that LogonId. */
  'logon-end': 'asset',
  'logon-guid': 'anywhere',
  /** protocol-free five values: source ip, source port, destination ip, destination port. */
  tuple: 'anywhere',
  /** Source address and port: of a connection, or of a 4624 (IpAddress, IpPort). */
  'source-endpoint': 'anywhere',
  /** Source address and port of a logon (4624) only. */
  'logon-endpoint': 'anywhere',
  /** Source ip and destination ip and port without the source port. */
  'service-endpoint': 'anywhere',
  /** Path of a file written or created on this asset (Sysmon 11, 15, 2, 5145 write). */
  'file-written': 'asset',
  /** Path of a file run, loaded or named on a command line. */
  'file-used': 'asset',
  /** Program and arguments of a command line, as a process ran it or a service or task was made to run it. */
  command: 'asset',
  registry: 'asset',
  clsid: 'asset',
  pipe: 'asset',
  service: 'asset',
  task: 'asset',
  wmi: 'asset',
  /** PowerShell HostId and script block id. */
  'powershell-host': 'asset',
  'script-block': 'asset',
  /** One identity on one asset: weak. */
  identity: 'asset',
  /** One identity anywhere: used by explicit hops only. */
  'identity-anywhere': 'anywhere',
  /**
   * The asset itself, of scarce events only that tell by being there (value is always `1`): a remote logon
   * (4624 type 3, 9, 10 with an address, no machine account), 4648, a service, task, WMI consumer or account made
   * (7045, 4697, 4698, 4702, Sysmon 19-21, 4720, 4724, 4728, 4732), a log cleared (1102, 104), Defender 1116, 1117,
   * Sysmon 25.
   */
  notable: 'asset',
  /** The asset itself, of connections from another machine to a port of remote administration (value `1`). */
  inbound: 'asset',
} as const satisfies Record<string, 'asset' | 'anywhere'>

export type KeyKind = keyof typeof keyKinds

/** One key of one event. `value` is canonical: GUIDs lower case without braces, ids in decimal, paths folded. */
export interface LinkKey {
  readonly kind: KeyKind
  /** The asset it holds on; null for kinds that join anywhere. */
  readonly asset: string | null
  readonly value: string
  /** The ECS fields it stands in with their values as written: what a receipt shows. */
  readonly shown: Readonly<Record<string, string>>
  /** Read from the rendered message text only: it can bear one grade less than a field of the log. */
  readonly fromMessage?: true
}

/** One text for one key, the same for every event that holds it. */
export const keyText = (kind: KeyKind, asset: string | null, value: string): string =>
  `${kind}\u0000${keyKinds[kind] === 'asset' ? (asset ?? '') : ''}\u0000${value}`
