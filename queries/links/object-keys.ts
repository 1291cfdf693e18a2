import { foldCase } from '../event.ts'
import { parseInteger } from '../mappings/decode.ts'
import {
  canonicalGuid,
  canonicalName,
  canonicalPath,
  canonicalPipe,
  canonicalRegistry,
  canonicalTask,
} from './canonical.ts'
import { commandIn, guidsIn, pathsIn, serviceIn, taskCommandIn, taskIn } from './command-line.ts'
import { type KeyPart, type KeySink, type KeySource, single } from './open-keys.ts'

/* The things two events can share: files, registry keys, classes, services, tasks, WMI objects, pipes. */

const writes = new Set([
  'file-created',
  'file-stream-created',
  'file-time-changed',
  'executable-created',
])

/** WriteData or AppendData in an access mask. */
const writeRights = 0x2 | 0x4

const isWrite = (event: KeySource, action: string): boolean => {
  if (writes.has(action)) return true
  if (action !== 'object-accessed' && action !== 'share-file-checked') return false
  const mask = parseInteger(event.text('winlog.event_data.AccessMask') ?? '')
  return mask !== undefined && (mask & writeRights) !== 0
}

const fileKeys = (event: KeySource, keys: KeySink, action: string): void => {
  const use = (field: string): void => {
    const text = event.text(field)
    if (text !== undefined) keys.add('file-used', canonicalPath(text), field)
  }
  const path = event.text('file.path')
  if (path !== undefined) {
    if (isWrite(event, action)) keys.add('file-written', canonicalPath(path), 'file.path')
    else if (event.kind === 'script') use('file.path')
  }
  use('dll.path')
  if (action === 'process-start') use('process.executable')
  for (const field of event.kind === 'script' ? scriptLines : (lines.get(action) ?? none)) {
    const line = event.text(field)
    if (line === undefined) continue
    for (const named of pathsIn(line, event.text('process.working_directory')))
      keys.add('file-used', canonicalPath(named), field)
  }
}

/** Fields that hold a command line or a task's XML, by what happened; and those that name a script. */
const lines: ReadonlyMap<string, readonly string[]> = new Map([
  ['process-start', ['process.command_line']],
  ['service-installed', ['winlog.event_data.ImagePath', 'winlog.event_data.ServiceFileName']],
  ['task-created', ['winlog.event_data.TaskContent']],
  ['task-updated', ['winlog.event_data.TaskContentNew']],
])
const lineFields = [...lines.values()].flat()
const scriptLines = ['winlog.event_data.Script Name', 'winlog.event_data.ScriptName']
const none: readonly string[] = []

const servicesKey = /^hklm\\system\\currentcontrolset\\services\\([^\\]+)/
const taskTree =
  /^hklm\\software\\microsoft\\windows nt\\currentversion\\schedule\\taskcache\\tree\\(.+)$/
/** The scheduler keeps a task under a GUID of its own; the values `Path` and `URI` there say its name. */
const taskEntry =
  /^hklm\\software\\microsoft\\windows nt\\currentversion\\schedule\\taskcache\\tasks\\\{[0-9a-f-]{36}\}$/
const classKey = /\\(?:clsid|appid|typelib|interface)\\(\{[0-9a-f-]{36}\})/g

const registryKeys = (event: KeySource, keys: KeySink): void => {
  const written = event.text('registry.key')
  const key = written === undefined ? undefined : canonicalRegistry(written)
  if (written === undefined || key === undefined) return
  const shown = 'registry.key'
  keys.add('registry', key, shown)
  const service = servicesKey.exec(key)?.[1]
  if (service !== undefined) keys.add('service', service, shown)
  const task = taskTree.exec(key)?.[1]
  if (task !== undefined) keys.add('task', canonicalTask(task), shown)
  const data = event.text('registry.data.strings')
  const value = foldCase(event.text('registry.value') ?? '')
  if (data?.startsWith('\\') && (value === 'path' || value === 'uri') && taskEntry.test(key))
    keys.add('task', canonicalTask(data), 'registry.data.strings')
  for (const m of key.matchAll(classKey)) keys.add('clsid', canonicalGuid(m[1] ?? ''), shown)
}

const lineKeys = (event: KeySource, keys: KeySink): void => {
  const line = event.text('process.command_line')
  if (line === undefined) return
  const shown = 'process.command_line'
  for (const guid of guidsIn(line)) keys.add('clsid', canonicalGuid(guid), shown)
  const service = serviceIn(line)
  if (service !== undefined) keys.add('service', canonicalName(service), shown)
  const task = taskIn(line)
  if (task !== undefined) keys.add('task', canonicalTask(task), shown)
}

/** A receipt shows the beginning of a long command line; the event beside it has the whole. */
const shownLength = 240

/** What was run, or made to be run: a process, a service, a task. */
const commandKeys = (event: KeySource, keys: KeySink, action: string): void => {
  const add = (field: string, read: (text: string) => string | undefined): void => {
    const text = event.text(field)
    if (text !== undefined) keys.add('command', read(text), field, text.slice(0, shownLength))
  }
  if (action === 'process-start') add('process.command_line', commandIn)
  if (action === 'service-installed') {
    add('winlog.event_data.ImagePath', commandIn)
    add('winlog.event_data.ServiceFileName', commandIn)
  }
  if (action === 'task-created') add('winlog.event_data.TaskContent', taskCommandIn)
  if (action === 'task-updated') add('winlog.event_data.TaskContentNew', taskCommandIn)
}

const tasksFolder = /^\\windows\\(?:system32|syswow64)\\tasks\\(.+)$/

const taskKeys = (event: KeySource, keys: KeySink): void => {
  const name = event.text('winlog.event_data.TaskName')
  if (name !== undefined) {
    keys.add('task', canonicalTask(name), 'winlog.event_data.TaskName')
  }
  const path = event.text('file.path')
  const inFolder = path === undefined ? undefined : tasksFolder.exec(canonicalPath(path) ?? '')?.[1]
  if (path !== undefined && inFolder !== undefined) {
    keys.add('task', canonicalTask(inFolder), 'file.path')
  }
}

/** The name in `ActiveScriptEventConsumer.Name="x"`, `Consumer="x"`, `\\.\ROOT\…:__EventFilter.Name="x"` or `"x"`. */
const wmiName = (text: string): string | undefined => {
  const plain = text
    .replaceAll('\\"', '"')
    .trim()
    .replace(/^"(.*)"$/s, '$1')
  return canonicalName(/=\s*"([^"]+)"?$/.exec(plain)?.[1] ?? plain)
}

const wmiFields = ['Name', 'Filter', 'Consumer', 'ESS', 'CONSUMER'].map(
  (name) => `winlog.event_data.${name}`,
)

const wmiKeys = (event: KeySource, keys: KeySink, action: string): void => {
  if (!action.startsWith('wmi-') || event.kind !== 'task') return
  for (const field of wmiFields) {
    const text = event.text(field)
    if (text !== undefined) keys.add('wmi', wmiName(text), field)
  }
}

/** A pipe opened through the share of pipes. */
const sharedPipe = (event: KeySource, keys: KeySink): void => {
  const share = event.text('winlog.event_data.ShareName')
  const relative = event.text('winlog.event_data.RelativeTargetName')
  if (share !== undefined && relative !== undefined && foldCase(share).endsWith('\\ipc$')) {
    keys.add('pipe', canonicalPipe(relative), 'winlog.event_data.RelativeTargetName')
  }
}

const isPipe = (action: string): boolean => action === 'pipe-created' || action === 'pipe-connected'

export const objectKeys: readonly KeyPart[] = [
  {
    needs: ['file.path', 'dll.path', 'process.executable', ...scriptLines, ...lineFields],
    give: fileKeys,
  },
  { needs: ['registry.key'], give: registryKeys },
  { needs: ['process.command_line'], give: lineKeys },
  { needs: lineFields, give: commandKeys },
  { needs: ['winlog.event_data.TaskName', 'file.path'], give: taskKeys },
  { needs: wmiFields, give: wmiKeys },
  single('pipe', 'file.name', canonicalPipe, isPipe),
  { needs: ['winlog.event_data.ShareName'], give: sharedPipe },
  single('service', 'service.name', canonicalName, (action) => action.startsWith('service-')),
  single(
    'clsid',
    'winlog.event_data.param4',
    canonicalGuid,
    (action) => action === 'dcom-permission-denied',
  ),
]
