import type { FastifyInstance, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'

import type { Config } from '../../config.js'
import { DomainError } from '../../domain/errors.js'
import { addCheck } from '../request-check.js'

const OUR_DOMAINS = ['makrx.org', 'makrcave.com', 'makrx.store']
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]', 'testserver']

/** Only our own host names are served. Health and metrics are asked by address. */
export function addHostCheck(app: FastifyInstance, config: Config): void {
  const isTrusted = trustedHosts(config)
  addCheck(app, 'onRequest', (request, reply) => {
    if (isProbe(request.url) || isTrusted(hostName(request))) return undefined
    reply.header('connection', 'close')
    return new DomainError('invalid_host', 'This host is not served here.')
  })
}

/** Where https is forced, plain http is redirected when that is safe, else refused. */
export function addHttpsRule(app: FastifyInstance, config: Config): void {
  if (!config.api.forceHttps) return
  app.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request.url) || request.protocol === 'https') {
      done()
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      void reply.redirect(`https://${hostName(request)}${request.url}`, 301)
    } else {
      done(new DomainError('https_required', 'Use https for this request.'))
    }
  })
}

/** `/health*` and `/metrics`: exempt from host, https and limits. */
export function isProbe(url: string): boolean {
  return /^\/(health(\/[a-z]*)?|metrics)\/?(\?|$)/.test(url)
}

/** The proxies whose forwarded headers count: exact addresses and ranges. */
export function trustedProxies(config: Config): string[] | false {
  const { trustedProxies: list } = config.api
  return list.length === 0 ? false : [...list]
}

/** True for loopback and private addresses, in every notation. */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range())
}

/** The address as the socket has it, whatever headers say. */
export function socketAddress(request: FastifyRequest): string {
  return request.socket.remoteAddress ?? ''
}

function trustedHosts(config: Config): (host: string) => boolean {
  const exact = new Set([...OUR_DOMAINS, ...config.api.allowedHosts.filter((host) => !host.startsWith('*.'))])
  if (config.environment !== 'production') LOCAL_HOSTS.forEach((host) => exact.add(host))
  const suffixes = [...OUR_DOMAINS.map((domain) => `.${domain}`), ...wildcards(config.api.allowedHosts)]
  return (host) => exact.has(host) || suffixes.some((suffix) => host.length > suffix.length && host.endsWith(suffix))
}

function wildcards(hosts: readonly string[]): string[] {
  return hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1))
}

/** Lower case and without the port; empty for anything that is no plain host. */
function hostName(request: FastifyRequest): string {
  const header = request.headers.host ?? ''
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/.exec(header.trim().toLowerCase())
  return match?.[1] ?? ''
}
