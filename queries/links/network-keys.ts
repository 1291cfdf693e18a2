import { foldCase } from '../event.ts'
import { canonicalAddress, parseAddress } from '../network.ts'
import { remember } from '../remember.ts'
import type { KeyPart, KeySink, KeySource } from './open-keys.ts'

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
const onAsset = (address: string, event: KeySource): string =>
  isLoopback(address) ? `${address}@${event.asset}` : address

/** Whether the text is the address of a machine, and not of the asset itself by loopback. */
export const isAddressOfOther = (text: string | undefined): boolean => {
  const address = addressIn(text)
  return address !== undefined && !isLoopback(address)
}

const sourceFields = ['source.ip', 'source.port']
const serviceFields = ['source.ip', 'destination.ip', 'destination.port']
const tupleFields = [...sourceFields, 'destination.ip', 'destination.port']

const give = (event: KeySource, keys: KeySink): void => {
  const from = addressIn(event.text('source.ip'))
  const fromPort = portIn(event.text('source.port'))
  if (from === undefined) return
  const source = onAsset(from, event)
  if (fromPort !== undefined) {
    keys.add('source-endpoint', `${source}|${fromPort}`, sourceFields)
    if (event.code === '4624') keys.add('logon-endpoint', `${source}|${fromPort}`, sourceFields)
  }
  const to = addressIn(event.text('destination.ip'))
  const toPort = portIn(event.text('destination.port'))
  if (to === undefined || toPort === undefined) return
  const target = onAsset(to, event)
  keys.add('service-endpoint', `${source}|${target}|${toPort}`, serviceFields)
  if (fromPort === undefined) return
  const near = foldCase(`${source}|${fromPort}`)
  const far = foldCase(`${target}|${toPort}`)
  keys.add('tuple', near < far ? `${near}|${far}` : `${far}|${near}`, tupleFields)
}

/**
 * Keys of a connection and of the logon it carried. The tuple is the same from either end: which side a
 * filtering event calls its source differs between Windows versions.
 */
export const networkKeys: KeyPart = { needs: ['source.ip'], give }
