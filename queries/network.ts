/** An address as one number with its width, or undefined when the text is none. */
interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

const parseV4 = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

const parseV6 = (text: string): bigint | undefined => {
  let source = text
  const v4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(source)
  if (v4) {
    const low = parseV4(v4[2] ?? '')
    if (low === undefined) return undefined
    source = `${v4[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`
  }
  const halves = source.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const head = groups[0] ?? []
  const tail = groups[1] ?? []
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  let value = 0n
  for (const group of [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    value = (value << 16n) | BigInt(`0x${group}`)
  }
  return value
}

const mappedV4 = 0xffffn

/** Reads an IPv4 or IPv6 address; `::ffff:10.0.0.1` is the IPv4 address it carries. */
export const parseAddress = (text: string): Address | undefined => {
  const bare = text.trim().replace(/%.*$/, '')
  const v4 = parseV4(bare)
  if (v4 !== undefined) return { bits: 32, value: v4 }
  if (!bare.includes(':')) return undefined
  const v6 = parseV6(bare)
  if (v6 === undefined) return undefined
  return v6 >> 32n === mappedV4 ? { bits: 32, value: v6 & 0xffff_ffffn } : { bits: 128, value: v6 }
}

/** One spelling for every spelling of an address; text that is no address comes back trimmed, in lower case. */
export const canonicalAddress = (text: string): string => {
  const address = parseAddress(text)
  if (!address) return text.trim().toLowerCase()
  if (address.bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 0xffn)).join('.')
  }
  return Array.from({ length: 8 }, (_, i) =>
    ((address.value >> BigInt(112 - i * 16)) & 0xffffn).toString(16),
  ).join(':')
}

/** Whether an address lies in a network written as `address/prefix`. */
export const inNetwork = (text: string, network: string): boolean => {
  const [base = '', prefix = ''] = network.split('/')
  const net = parseAddress(base)
  const address = parseAddress(text)
  const width = Number(prefix)
  if (!net || !address || net.bits !== address.bits || !(width >= 0 && width <= net.bits))
    return false
  const shift = BigInt(net.bits - width)
  return net.value >> shift === address.value >> shift
}
