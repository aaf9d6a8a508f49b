import { lookup } from 'node:dns/promises'

import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'

/** The connection never came to be, so nothing was sent. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed'
}

/**
 * How a connection is opened: the name is resolved once, every answer is judged, and the socket goes to the judged
 * address with the name as SNI. One address that is not public spoils all of them. `ms` bounds both steps.
 */
export function checkedConnector(options: { allowPrivate: boolean; ms: number }): buildConnector.connector {
  const connect = buildConnector({ timeout: options.ms })
  return (target, callback) => {
    const connected: buildConnector.Callback = (...[error, socket]) => {
      if (error === null) callback(null, socket)
      else callback(new ConnectFailed('The connection could not be opened.', { cause: error }), null)
    }
    judgedAddress(target.hostname, options).then(
      (address) => connect({ ...target, hostname: address }, connected),
      (error: unknown) => callback(new ConnectFailed('The address could not be used.', { cause: error }), null),
    )
  }
}

/** True for an address of the public internet, in whatever notation; mapped IPv4 is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

async function judgedAddress(hostname: string, options: { allowPrivate: boolean; ms: number }): Promise<string> {
  const addresses = await withinMs(lookup(hostname, { all: true, order: 'ipv4first' }), options.ms)
  const first = addresses[0]?.address
  if (first === undefined) throw new Error('The name has no address.')
  if (!options.allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new Error('The name leads to an address that is not public.')
  }
  return first
}

/** A resolver cannot be aborted; its late answer is dropped. */
async function withinMs<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The name was not resolved in time.')), ms)
  })
  return Promise.race([work, expiry]).finally(() => clearTimeout(timer))
}
