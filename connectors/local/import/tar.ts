import { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { type Chunks, tooMany } from './unpack.ts'

export interface TarMember {
  /** As the archive writes it, whatever it says: a label, never a path. */
  readonly name: string
  readonly isFolder: boolean
  readonly isFile: boolean
  readonly chunks: Chunks
}

/** The members of a tar as they come by; what is not read of one is passed over. */
export async function* tarMembers(
  archive: string,
  bytes: Chunks,
  maxMembers: number,
): AsyncGenerator<TarMember> {
  const tar = extract()
  const source = Readable.from(bytes, { objectMode: false })
  source.on('error', (error) => tar.destroy(error))
  source.on('data', (piece: Buffer) => {
    if (tar.write(piece)) return
    source.pause()
    tar.once('drain', () => source.resume())
  })
  source.on('end', () => tar.end(undefined))
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
    source.destroy()
    tar.destroy()
  }
}

async function* buffersOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const piece of entry) if (Buffer.isBuffer(piece)) yield piece
}
