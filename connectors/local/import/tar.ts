import { type Extract, extract } from 'tar-stream'
import { type Chunks, isCutShort, tooMany } from './unpack.ts'

export interface TarMember {
  /** As the archive writes it, whatever it says: a label, never a path. */
  readonly name: string
  readonly isFolder: boolean
  readonly isFile: boolean
  readonly chunks: Chunks
}

/**
 * The members of a tar as they come by; what is not read of one is passed over. `onCut` is called when
 * the archive is whole but what it was packed in is cut behind it.
 */
export async function* tarMembers(
  archive: string,
  bytes: Chunks,
  maxMembers: number,
  onCut: () => void,
): AsyncGenerator<TarMember> {
  const tar = extract()
  const state = { isCut: false }
  const pumping = pump(bytes, tar, () => {
    state.isCut = true
  })
  let members = 0
  try {
    for await (const entry of tar) {
      members += 1
      if (members > maxMembers) throw tooMany(archive, maxMembers)
      const { name, type } = entry.header
      yield {
        name,
        isFolder: type === 'directory',
        isFile: type === 'file' || type === 'contiguous-file',
        chunks: buffersOf(entry),
      }
      entry.resume()
    }
  } finally {
    tar.destroy()
    await pumping
  }
  if (state.isCut) onCut()
}

/** A tar ends with two blocks of zeros. */
const endBytes = 1024

/** Feeds the archive; packed bytes that end behind the mark of its end have lost nothing but a checksum. */
const pump = async (bytes: Chunks, tar: Extract, onCut: () => void): Promise<void> => {
  let tail = Buffer.alloc(0)
  try {
    for await (const piece of bytes) {
      tail = Buffer.concat([tail.subarray(-endBytes), piece.subarray(-endBytes)]).subarray(
        -endBytes,
      )
      if (!tar.write(piece)) await drained(tar)
      if (tar.destroying) return
    }
    tar.end(undefined)
  } catch (error) {
    if (isCutShort(error) && tail.length === endBytes && tail.every((byte) => byte === 0)) {
      onCut()
      tar.end(undefined)
    } else tar.destroy(error instanceof Error ? error : new Error('unreadable'))
  }
}

const drained = (tar: Extract): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      tar.off('drain', done)
      tar.off('close', done)
      resolve()
    }
    tar.on('drain', done)
    tar.on('close', done)
  })

async function* buffersOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const piece of entry) if (Buffer.isBuffer(piece)) yield piece
}
