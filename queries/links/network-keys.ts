import { foldCase, type LogEvent, textOf } from '../event.ts'
import { canonicalAddress, parseAddress } from '../network.ts'
import { remember } from '../remember.ts'
import type { OpenKeys } from './open-keys.ts'

/** An address that names one machine: not empty, not the unspecified address. */
const addressIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : machineAddress(text)

const machineAddress = remember((text: string): string | undefined => {
  const address = parseAddress(text)
  return address === undefined || address.value === 0n ? undefined : canonicalAddress(text)
})

const portIn = (text: string | undefined): string | undefined => {
  const port = Number(text)
  return text !== undefined && Number.isInteger(port) && port > 0 && port < 65_536
    ? String(port)
    : undefined
}

const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === '0:0:0:0:0:0:0:1'

/** A loopback address is another machine on every asset: its keys carry the asset, so that they stay on it. */
const onAsset = (address: string, event: LogEvent): string =>
  isLoopback(address) ? `${address}@${event.asset}` : address

/** Whether the text is the address of a machine, and not of the asset itself by loopback. */
export const isAddressOfOther = (text: string | undefined): boolean => {
  const address = addressIn(text)
  return address !== undefined && !isLoopback(address)
}

/**
 * Keys of a connection and of the logon it carried. The tuple is the same from either end: which side a
 * filtering event calls its source differs between Windows versions.
 */
export const networkKeys = (keys: OpenKeys, event: LogEvent): void => {
  const written = (field: string): string => textOf(event.fields, field) ?? ''
  const from = addressIn(textOf(event.fields, 'source.ip'))
  const fromPort = portIn(textOf(event.fields, 'source.port'))
  if (from === undefined) return
  const source = onAsset(from, event)
  const sourceShown = { 'source.ip': written('source.ip'), 'source.port': written('source.port') }
  if (fromPort !== undefined) {
    keys.add('source-endpoint', `${source}|${fromPort}`, sourceShown)
    if (event.code === '4624') keys.add('logon-endpoint', `${source}|${fromPort}`, sourceShown)
  }
  const to = addressIn(textOf(event.fields, 'destination.ip'))
  const toPort = portIn(textOf(event.fields, 'destination.port'))
  if (to === undefined || toPort === undefined) return
  const target = onAsset(to, event)
  const targetShown = {
    'destination.ip': written('destination.ip'),
    'destination.port': written('destination.port'),
  }
  keys.add('service-endpoint', `${source}|${target}|${toPort}`, {
    'source.ip': written('source.ip'),
    ...targetShown,
  })
  if (fromPort === undefined) return
  const ends = [`${source}|${fromPort}`, `${target}|${toPort}`].map(foldCase).toSorted()
  keys.add('tuple', ends.join('|'), { ...sourceShown, ...targetShown })
}
