import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { PassThrough, Readable } from 'node:stream'
import { pack } from 'tar-stream'
import { ZipFile } from 'yazl'

type Document = Readonly<Record<string, unknown>>

const start = Date.UTC(2021, 3, 7, 9, 0, 0)

/** `2021-04-07 09:00:00.000` and so many milliseconds later. */
export const textTime = (ms: number): string =>
  new Date(start + ms).toISOString().replace('T', ' ').replace('Z', '')

export const isoTime = (ms: number): string => new Date(start + ms).toISOString()

export const micros = (ms: number): number => (start + ms) * 1000

export const guid = (n: number): string =>
  `{0badc0de-0000-4000-8000-${n.toString(16).padStart(12, '0')}}`

/** A Sysmon event as NXLog writes it; its own time and the written time are both `ms` after nine. */
export const sysmon = (ms: number, id: number, more: Document = {}): Document => ({
  EventTime: textTime(ms).slice(0, 19),
  Hostname: 'WS-11.corp.example',
  EventID: id,
  SourceName: 'Microsoft-Windows-Sysmon',
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  RecordNumber: 1000 + ms,
  UtcTime: textTime(ms),
  ...more,
})

/** A Security event as NXLog writes it. */
export const security = (ms: number, id: number, more: Document = {}): Document => ({
  EventTime: textTime(ms).slice(0, 19),
  Hostname: 'WS-11.corp.example',
  EventID: id,
  SourceName: 'Microsoft-Windows-Security-Auditing',
  Channel: 'Security',
  // Without it a ProcessID would be taken for the header's.
  ExecutionProcessID: 4,
  RecordNumber: 500_000 + ms,
  ...more,
})

/** `n` unlike events of processes, files and logons. */
export const someEvents = (n: number, from = 0): readonly Document[] =>
  Array.from({ length: n }, (_, i) => {
    const k = from + i
    if (k % 5 === 4)
      return security(k * 40, 4624, {
        TargetUserName: `user${k % 7}`,
        TargetDomainName: 'CORP',
        TargetUserSid: `S-1-5-21-1-2-3-${1100 + (k % 7)}`,
        TargetLogonId: `0x${(70_000 + k).toString(16)}`,
        LogonType: '3',
        IpAddress: `10.7.0.${k % 200}`,
        IpPort: String(49_152 + (k % 1000)),
      })
    if (k % 5 === 0)
      return sysmon(k * 40, 1, {
        ProcessGuid: guid(k),
        ProcessId: 3000 + k,
        Image: `C:\\Tools\\tool${k % 9}.exe`,
        CommandLine: `tool${k % 9}.exe --round ${k}`,
        ParentProcessGuid: guid(k - 5),
        ParentImage: 'C:\\Windows\\explorer.exe',
        User: `CORP\\user${k % 7}`,
      })
    return sysmon(k * 40, 11, {
      ProcessGuid: guid(k - (k % 5)),
      ProcessId: 3000 + k - (k % 5),
      Image: `C:\\Tools\\tool${(k - (k % 5)) % 9}.exe`,
      TargetFilename: `C:\\Users\\Public\\out-${k}.txt`,
    })
  })

export const ndjson = (documents: readonly Document[], end = '\n'): Buffer =>
  Buffer.from(documents.map((d) => JSON.stringify(d) + end).join(''))

export interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

export const zipOf = async (...entries: readonly Entry[]): Promise<Buffer> => {
  const zip = new ZipFile()
  for (const { name, bytes } of entries) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name)
    else zip.addBuffer(bytes, name, { mtime: new Date(start) })
  }
  zip.end()
  return buffer(Readable.from(zip.outputStream.pipe(new PassThrough())))
}

export const tarOf = async (...entries: readonly Entry[]): Promise<Buffer> => {
  const tar = pack()
  const pieces: Buffer[] = []
  tar.on('data', (piece) => {
    if (Buffer.isBuffer(piece)) pieces.push(piece)
  })
  for (const { name, bytes } of entries) {
    if (name.endsWith('/')) tar.entry({ name, type: 'directory' })
    else tar.entry({ name, size: bytes.length }, bytes)
  }
  const finished = new Promise<void>((resolve) => {
    tar.on('end', resolve)
  })
  tar.finalize()
  await finished
  return Buffer.concat(pieces)
}

/** A folder for one test file, with what writes files into it. */
export const logFolder = () => {
  const root = mkdtempSync(join(tmpdir(), 'attacktrace-import-'))
  return {
    root,
    path: (name: string): string => join(root, name),
    write(name: string, bytes: Buffer | string): { path: string; name: string } {
      const path = join(root, name)
      writeFileSync(path, bytes)
      return { path, name }
    },
    remove: (): void => rmSync(root, { recursive: true, force: true }),
  }
}
