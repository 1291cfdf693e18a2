import { foldCase } from '../event.ts'
import { remember } from '../remember.ts'

/** How one value of a log becomes the value of an ECS field. */
export type Decode =
  | 'text'
  | 'lower'
  | 'number'
  | 'address'
  | 'sid'
  | 'transport'
  | 'direction'
  | 'initiated'
  | 'unescaped'
  | 'logon'

/** Reads `4242`, `0x1092` and `4,242`; undefined for anything else, and for what a double cannot hold. */
export const parseInteger = (text: string): number | undefined => {
  // Numbers of a document come back as their shortest text.
  const plain = text.length < 10 && text !== '' ? Number(text) : Number.NaN
  if (plain >= 1 && String(plain) === text) return Number.isSafeInteger(plain) ? plain : undefined
  const trimmed = text.trim()
  if (!/^(0x[0-9a-f]{1,16}|-?\d{1,16})$/i.test(trimmed)) return undefined
  const value = Number(trimmed)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Lower-case hex with `0x`, from decimal or hex: the spelling of LogonIds, rights and handles. */
export const toHex = remember((text: string): string | undefined => {
  const trimmed = text.trim()
  if (/^0x[0-9a-f]{1,16}$/i.test(trimmed)) return `0x${BigInt(trimmed).toString(16)}`
  if (/^\d{1,20}$/.test(trimmed)) return `0x${BigInt(trimmed).toString(16)}`
  return undefined
})

/** A LogonId in one spelling; undefined for 0x0, which is no session. */
export const logonId = (text: string): string | undefined => {
  const hex = toHex(text)
  return hex === '0x0' ? undefined : hex
}

/** IANA protocol numbers that Windows writes in 5156 and its like. */
const protocols: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['47', 'gre'],
  ['58', 'ipv6-icmp'],
])

/** `%%14592` and `%%14593` are the message ids of Inbound and Outbound. */
const directions: ReadonlyMap<string, string> = new Map([
  ['%%14592', 'ingress'],
  ['inbound', 'ingress'],
  ['%%14593', 'egress'],
  ['outbound', 'egress'],
])

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

const oneEntity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return entities[foldCase(name)] ?? whole
  const code = Number(/^#x/i.test(name) ? `0x${name.slice(2)}` : name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

/** Undoes one level of XML escaping. Some collectors leave it in (`&lt;Anonymous Pipe&gt;`). */
export const unescapeXml = (text: string): string =>
  text.includes('&') ? text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,5});/gi, oneEntity) : text

/** The value of a field, or undefined where the text says nothing that this field could hold. */
export const decode = (how: Decode, text: string): string | number | undefined => {
  switch (how) {
    case 'text':
      return text
    case 'lower':
      return foldCase(text)
    case 'number':
      return parseInteger(text)
    case 'logon':
      return logonId(text)
    case 'address': {
      const trimmed = text.trim()
      return foldCase(trimmed) === 'localhost' || trimmed === 'LOCAL' ? undefined : trimmed
    }
    case 'sid':
      return text === 'S-1-0-0' ? undefined : text
    case 'transport':
      return protocols.get(text) ?? foldCase(text)
    case 'direction':
      return directions.get(foldCase(text))
    case 'initiated':
      return foldCase(text) === 'true' ? 'egress' : 'ingress'
    case 'unescaped':
      return unescapeXml(text)
  }
}
