import { crc32 } from 'node:zlib'
import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { type CountBytes, type OpenFile, readBytes } from './open-file.ts'
import { type Chunks, tooMany, unpack } from './unpack.ts'

export interface ZipMember {
  /** As the archive writes it, whatever it says: a label, never a path. */
  readonly name: string
  readonly isFolder: boolean
  /** Why this member cannot be unpacked; null when it can. */
  readonly refusal: string | null
  read(): Chunks
}

const stored = 0
const deflated = 8

/** The members of a zip in the order of its directory. */
export async function* zipMembers(
  file: OpenFile,
  maxMembers: number,
  count: CountBytes,
): AsyncGenerator<ZipMember> {
  // Names are decoded below: decoding here would refuse the whole archive for one odd name.
  const zip = await fromFdPromise(file.fd, { autoClose: false, decodeStrings: false })
  if (zip.entryCount > maxMembers) throw tooMany(file.name, maxMembers)
  for await (const entry of zip.eachEntry()) {
    const name = getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      false,
    )
    yield {
      name,
      isFolder: name.endsWith('/'),
      refusal: refusalOf(entry),
      read: () => readMember(zip, entry, file, count),
    }
  }
}

const refusalOf = (entry: Entry): string | null => {
  if (entry.isEncrypted()) return 'it is encrypted'
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    return `its compression (method ${entry.compressionMethod}) is not read`
  return null
}

async function* readMember(
  zip: ZipFile,
  entry: Entry,
  file: OpenFile,
  count: CountBytes,
): AsyncGenerator<Buffer> {
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
  const packed = readBytes(file, start, start + entry.compressedSize, count, false)
  let length = 0
  let sum = 0
  for await (const piece of entry.compressionMethod === stored
    ? packed
    : unpack(packed, 'deflate')) {
    length += piece.length
    sum = crc32(piece, sum)
    yield piece
  }
  if (length !== entry.uncompressedSize) throw new Error('the member has not the length it should')
  if (sum !== entry.crc32) throw new Error('the member has not the checksum it should')
}
