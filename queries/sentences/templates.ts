/*
 * The one plain sentence of each kind of event, by `event.action`. `{name}` is a value of the log: a field,
 * or one of the words in `words.ts`; `{name|else}` has words for its absence; `[…]` is left out when a value
 * in it is absent. Who did what to what, present facts only (UI.md §9).
 */
export const templates: Readonly<Record<string, string>> = {
  // Processes
  'process-start': '{process.parent.name|A process} started {command}',
  'process-end': '{actor} ended',
  'process-tampered': 'The image of {actor} was tampered with[: {winlog.event_data.Type}]',
  'process-accessed':
    '{actor} opened {target.process.name|a process}[ with {winlog.event_data.GrantedAccess}]',
  'remote-thread-created':
    '{actor} started a thread in {target.process.name|a process}[ at {winlog.event_data.StartModule}][ {winlog.event_data.StartFunction}]',
  'image-loaded': '{actor} loaded {dll.path|an image}',
  'driver-loaded': 'The driver {dll.path|without a name} was loaded',
  'raw-disk-read': '{actor} read {file.path|a disk} raw',
  'clipboard-changed': '{actor} changed the clipboard',
  // Files and pipes
  'file-created': '{actor} created {file.path|a file}',
  'file-time-changed': '{actor} changed the creation time of {file.path|a file}',
  'file-stream-created': '{actor} created the stream {file.path|of a file}',
  'file-deleted': '{actor} deleted {file.path|a file}',
  'executable-created': '{actor} created the executable {file.path|without a name}',
  'executable-blocked': '{actor} was kept from creating {file.path|an executable}',
  'shredding-blocked': '{actor} was kept from shredding {file.path|a file}',
  'pipe-created': '{actor} created the pipe {file.name|without a name}',
  'pipe-connected': '{actor} connected to the pipe {file.name|without a name}',
  'share-accessed':
    '{account|Somebody} opened the share {winlog.event_data.ShareName|without a name}[ from {source.ip}]',
  'share-file-checked':
    '{account|Somebody} asked for {winlog.event_data.RelativeTargetName|a file} on {winlog.event_data.ShareName|a share}[ from {source.ip}]',
  'share-added': '{account|Somebody} added the share {winlog.event_data.ShareName|without a name}',
  // Registry
  'registry-object-changed': '{actor} {registry change} {registry.path|a registry key}',
  'registry-value-set':
    '{actor} set {registry target|a registry value}[ to {registry.data.strings}]',
  'registry-object-renamed':
    '{actor} renamed {registry.path|a registry key}[ to {winlog.event_data.NewName}]',
  // Network
  'network-connection': '{connection}',
  'connection-permitted': '{connection}',
  'connection-blocked': '{actor} was kept from a connection[ to {destination}]',
  'packet-blocked': 'A packet of {actor} was blocked[ to {destination}]',
  'listening-permitted': '{actor} listens[ on port {source.port}]',
  'bind-permitted': '{actor} took[ {network.transport}] port {source.port|of its own}',
  'dns-query':
    '{actor} asked for {dns.question.name|a name}[, answered {winlog.event_data.QueryResults}]',
  // Logons and accounts
  'logged-in': '{account|An account} logged on[, type {logon type}][, from {source}]',
  'logon-failed': '{account|An account} failed to log on[, type {logon type}][, from {source}]',
  'logged-out': '{account|An account} logged off',
  'explicit-credentials-used':
    '{account|Somebody} used the credentials of {target account|another account}[ for {winlog.event_data.TargetServerName}][, by {process.name}]',
  'special-privileges-assigned': '{account|An account} was given special privileges',
  'special-groups-assigned': '{account|An account} logged on as a member of special groups',
  'group-membership-listed': '{account|An account} logged on with its groups listed',
  'kerberos-ticket-requested':
    '{account|An account} asked for a Kerberos ticket[ from {source.ip}]',
  'kerberos-service-ticket-requested':
    '{account|An account} asked for a Kerberos ticket for {service.name|a service}[ from {source.ip}]',
  'kerberos-ticket-renewed': '{account|An account} renewed a Kerberos ticket[ for {service.name}]',
  'kerberos-preauthentication-failed':
    '{account|An account} failed Kerberos pre-authentication[ from {source.ip}]',
  'credentials-validated':
    'The credentials of {account|an account} were checked[ for {source.domain}][, result {winlog.event_data.Status}]',
  'session-reconnected': '{account|An account} reconnected to a session[ from {source}]',
  'session-disconnected': '{account|An account} disconnected from a session[ from {source}]',
  'session-logged-in': '{account|An account} logged on to a session[ from {source.ip}]',
  'session-logged-out': '{account|An account} logged off from a session',
  'shell-started': 'The shell of {account|an account} started[ from {source.ip}]',
  'remote-desktop-authenticated':
    '{account|An account} authenticated for Remote Desktop[ from {source.ip}]',
  'user-account-created': '{account|Somebody} created the account {target account|without a name}',
  'user-account-enabled': '{account|Somebody} enabled the account {target account|without a name}',
  'password-change-tried':
    '{account|Somebody} tried to change the password of {target account|an account}',
  'password-reset-tried':
    '{account|Somebody} tried to reset the password of {target account|an account}',
  'user-account-disabled':
    '{account|Somebody} disabled the account {target account|without a name}',
  'user-account-deleted': '{account|Somebody} deleted the account {target account|without a name}',
  'user-account-changed': '{account|Somebody} changed the account {target account|without a name}',
  'user-account-locked': 'The account {target account|without a name} was locked',
  'user-account-unlocked':
    '{account|Somebody} unlocked the account {target account|without a name}',
  'computer-account-created':
    '{account|Somebody} created the computer account {target account|without a name}',
  'computer-account-changed':
    '{account|Somebody} changed the computer account {target account|without a name}',
  'computer-account-deleted':
    '{account|Somebody} deleted the computer account {target account|without a name}',
  'account-renamed':
    '{account|Somebody} renamed {user.target.name|an account} to {user.changes.name|another name}',
  'group-created':
    '{account|Somebody} created the group {winlog.event_data.TargetUserName|without a name}',
  'group-changed':
    '{account|Somebody} changed the group {winlog.event_data.TargetUserName|without a name}',
  'group-deleted':
    '{account|Somebody} deleted the group {winlog.event_data.TargetUserName|without a name}',
  'group-member-added':
    '{account|Somebody} added {target account|an account} to the group {winlog.event_data.TargetUserName|without a name}',
  'group-member-removed':
    '{account|Somebody} removed {target account|an account} from the group {winlog.event_data.TargetUserName|without a name}',
  'user-groups-enumerated': '{actor} listed the groups of {target account|an account}',
  'group-members-enumerated':
    '{actor} listed the members of the group {winlog.event_data.TargetUserName|without a name}',
  // Objects, handles, tokens
  'object-handle-requested':
    '{actor} asked for {object|an object}[, access {winlog.event_data.AccessMask}]',
  'object-accessed': '{actor} used {object|an object}[, access {winlog.event_data.AccessMask}]',
  'object-handle-closed': '{actor} closed a handle[ {winlog.event_data.HandleId}]',
  'object-deleted': '{actor} deleted an object[, handle {winlog.event_data.HandleId}]',
  'object-permissions-changed': '{actor} changed the permissions of {object|an object}',
  'directory-object-operation':
    '{account|Somebody} used the directory object {object|without a name}',
  'directory-object-changed':
    '{account|Somebody} changed {winlog.event_data.AttributeLDAPDisplayName|an attribute} of {winlog.event_data.ObjectDN|a directory object}',
  'directory-object-created':
    '{account|Somebody} created {winlog.event_data.ObjectDN|a directory object}',
  'handle-duplicated': '{actor} duplicated a handle[ {winlog.event_data.SourceHandleId}]',
  'privileged-service-called':
    '{actor} called {winlog.event_data.Service|a privileged service}[ with {winlog.event_data.PrivilegeList}]',
  'privileged-object-operation':
    '{actor} used {object|an object} with {winlog.event_data.PrivilegeList|a privilege}',
  'primary-token-assigned': '{actor} was given the token of {target account|another account}',
  'token-right-adjusted':
    '{actor} adjusted token rights[: {winlog.event_data.EnabledPrivilegeList}]',
  'stored-credentials-read':
    '{account|Somebody} read stored credentials[: {winlog.event_data.TargetName}]',
  'dcom-permission-denied':
    '{account|Somebody} was refused {winlog.event_data.param2|} {winlog.event_data.param3|access} to the COM class {winlog.event_data.param4|without an id}',
  'dcom-unreachable': 'DCOM could not reach {destination.domain|a computer}',
  'dcom-authentication-too-low':
    '{account|Somebody} activated a COM server with too low an authentication level[ from {source.ip}]',
  // Services, tasks, WMI
  'service-installed':
    '{account|Somebody} installed the service {service.name|without a name}[: {service image}]',
  'service-state-changed':
    'The service {service.name|without a name} is now {winlog.event_data.param2|in another state}',
  'service-start-type-changed':
    'The start type of {winlog.event_data.param1|a service} was changed[ from {winlog.event_data.param2}][ to {winlog.event_data.param3}]',
  'task-created': '{account|Somebody} created the task {winlog.event_data.TaskName|without a name}',
  'task-updated': '{account|Somebody} updated the task {winlog.event_data.TaskName|without a name}',
  'task-deleted': '{account|Somebody} deleted the task {winlog.event_data.TaskName|without a name}',
  'task-enabled': '{account|Somebody} enabled the task {winlog.event_data.TaskName|without a name}',
  'task-disabled':
    '{account|Somebody} disabled the task {winlog.event_data.TaskName|without a name}',
  'task-triggered': 'The task {winlog.event_data.TaskName|without a name} was triggered',
  'task-process-started':
    'The task {winlog.event_data.TaskName|without a name} started {winlog.event_data.Path|a process}[, pid {target.process.pid}]',
  'task-action-started':
    'The task {winlog.event_data.TaskName|without a name} began[ {winlog.event_data.ActionName}]',
  'task-action-completed':
    'The task {winlog.event_data.TaskName|without a name} finished[ {winlog.event_data.ActionName}]',
  'wmi-filter-changed':
    '{account|Somebody} {wmi change} the WMI filter {winlog.event_data.Name|without a name}[: {winlog.event_data.Query}]',
  'wmi-consumer-changed':
    '{account|Somebody} {wmi change} the WMI consumer {winlog.event_data.Name|without a name}[: {winlog.event_data.Destination}]',
  'wmi-binding-changed':
    '{account|Somebody} {wmi change} a binding of {winlog.event_data.Consumer|a consumer} to {winlog.event_data.Filter|a filter}',
  'wmi-binding-created':
    'WMI bound {winlog.event_data.CONSUMER|a consumer} to {winlog.event_data.ESS|a filter}',
  'wmi-filter-activated': 'WMI activated a filter[ in {winlog.event_data.Namespace}]',
  'wmi-temporary-consumer-registered': '{account|Somebody} registered a temporary WMI consumer',
  'wmi-provider-started': 'WMI started the provider {dll.path|without a path}[ in {process.name}]',
  'wmi-operation-failed':
    '{account|Somebody} asked WMI: {winlog.event_data.Operation|an operation}, which failed',
  // Scripts
  'command-invoked': '{account|PowerShell} ran {script command|a command}',
  'script-block-logged': 'PowerShell compiled {powershell.file.script_block_text|a script block}',
  'script-block-started': 'A script block started[: {powershell.file.script_block_id}]',
  'script-block-completed': 'A script block completed[: {powershell.file.script_block_id}]',
  'powershell-event': 'PowerShell wrote event {event.code|without an id}',
  'engine-started': 'PowerShell started[: {winlog.event_data.HostApplication}]',
  'engine-stopped': 'PowerShell stopped[: {winlog.event_data.HostApplication}]',
  'provider-started':
    'PowerShell started the provider {winlog.event_data.ProviderName|without a name}',
  'pipeline-executed': '{account|PowerShell} ran {script command|a pipeline}',
  // The log itself
  'audit-log-cleared': '{account|Somebody} cleared the Security log',
  'event-log-cleared':
    '{account|Somebody} cleared the log {winlog.event_data.Channel|of a channel}',
  'event-log-started': 'The event log service started',
  'event-log-stopped': 'The event log service stopped',
  'unexpected-shutdown': 'The system had shut down unexpectedly',
  'security-log-full': 'The Security log is full',
  'audit-policy-changed': '{account|Somebody} changed the audit policy',
  'object-audit-changed': '{account|Somebody} changed the auditing of {object|an object}',
  'system-started': 'The system started',
  'system-shut-down': 'The system shut down',
  'system-time-changed':
    '{account|The system} changed the system time[ to {winlog.event_data.NewTime}]',
  'sysmon-state-changed': 'Sysmon is now {winlog.event_data.State|in another state}',
  'sysmon-configuration-changed':
    'The configuration of Sysmon changed[: {winlog.event_data.Configuration}]',
  'sysmon-error': 'Sysmon had an error[: {winlog.event_data.Description}]',
  'threat-detected': 'Defender detected {rule.name|a threat}[ in {winlog.event_data.Path}]',
  'threat-acted-on': 'Defender acted on {rule.name|a threat}[: {winlog.event_data.Action Name}]',
}
