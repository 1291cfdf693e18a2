/** How many leading bytes decide what a file is. */
export const sniffBytes = 4096

export type Container = 'gzip' | 'zip' | 'tar'
export type LogFormat = 'ndjson' | 'json-array' | 'evtx'

/** What the first bytes of a file say it is. The name of a file is never looked at. */
export type Detected =
  | { readonly kind: 'container'; readonly container: Container }
  | { readonly kind: 'log'; readonly format: LogFormat }
  | { readonly kind: 'empty' }
  /** No log this program reads: what it looks like, as the end of a sentence. */
  | { readonly kind: 'other'; readonly looksLike: string }

const magics: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['%PDF', 'a PDF document'],
  ['MZ', 'a Windows program'],
  ['\x7fELF', 'a Linux program'],
  ['7z\xbc\xaf', 'a 7-Zip archive, which is not read: pack it as .zip or .tar.gz'],
  ['Rar!', 'a RAR archive, which is not read: pack it as .zip or .tar.gz'],
  ['BZh', 'a bzip2 file, which is not read: pack it as .gz'],
  ['\xfd7zXZ', 'an xz file, which is not read: pack it as .gz'],
  ['\x28\xb5\x2f\xfd', 'a zstd file, which is not read: pack it as .gz'],
  ['SQLite format 3', 'an SQLite database'],
  ['\xd4\xc3\xb2\xa1', 'a packet capture'],
  ['\x0a\x0d\x0d\x0a', 'a packet capture'],
  ['LfLe', 'an event log of Windows XP (.evt), which is not read'],
  ['\xff\xfe', 'text in UTF-16: save it as UTF-8'],
  ['\xfe\xff', 'text in UTF-16: save it as UTF-8'],
]

/** Names what a file is by its first bytes (`sniffBytes` of them, fewer when it is shorter). */
export const detect = (head: Buffer): Detected => {
  if (head.length === 0) return { kind: 'empty' }
  if (head[0] === 0x1f && head[1] === 0x8b) return { kind: 'container', container: 'gzip' }
  const start = head.toString('latin1', 0, Math.min(head.length, 512))
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06'))
    return { kind: 'container', container: 'zip' }
  if (start.startsWith('ElfFile\0')) return { kind: 'log', format: 'evtx' }
  if (start.slice(257, 262) === 'ustar') return { kind: 'container', container: 'tar' }
  const magic = magics.find(([bytes]) => start.startsWith(bytes))
  if (magic) return { kind: 'other', looksLike: magic[1] }
  return detectText(head)
}

const detectText = (head: Buffer): Detected => {
  const text = head.toString('utf8').replace(/^\ufeff/, '')
  const first = text.trimStart()
  if (first === '') return head.length < sniffBytes ? { kind: 'empty' } : other('blank text')
  if (first.startsWith('[') && /^\[\s*(\{|\]|$)/.test(first)) return log('json-array')
  if (first.startsWith('#separator')) return other('a Zeek log in its tab-separated form')
  if (/^(node=\S+ )?type=\w+ msg=audit\(/.test(first))
    return other('text of the Linux audit daemon')
  if (head.includes(0)) return other('a binary file')
  if (first.startsWith('<')) return other('XML or HTML')
  // A first line may be cut or broken; whether any line is an event is found out by reading them.
  return text.includes('{') ? log('ndjson') : other('plain text')
}

const log = (format: LogFormat): Detected => ({ kind: 'log', format })
const other = (looksLike: string): Detected => ({ kind: 'other', looksLike })
