import { DomainError } from '../domain/errors.js'

/**
 * The net under validation: a value that PostgreSQL refuses (SQLSTATE classes 22, 23, 54) is the caller's, everything
 * about connections, locks and time is ours and passes. Undefined for what is no database error.
 */
export function databaseRefusal(error: unknown): DomainError | undefined {
  if (!(error instanceof Error) || !error.name.startsWith('Sequelize')) return undefined
  if (/^SequelizeConnection|^SequelizeTimeout|^SequelizeHost|^SequelizeInvalidConnection/.test(error.name))
    return unavailable()
  const state = stateOf(error)
  if (state === undefined) return isBrokenConnection(error) ? unavailable() : undefined
  if (UNAVAILABLE.test(state)) return unavailable()
  if (/^(22|54)/.test(state)) return invalid('range', 'A value is outside of what can be stored.')
  if (state.startsWith('23')) return invalid('conflict', 'The request conflicts with what is stored.')
  return undefined
}

// Connection exceptions, insufficient resources, shutdown, lock and statement time-outs, lost races, read-only standby.
const UNAVAILABLE = /^(08|53|57P|57014|55P03|25P03|25006|40001|40P01)/

function stateOf(error: Error): string | undefined {
  const { original } = error as { original?: { code?: unknown } }
  return typeof original?.code === 'string' && /^[0-9A-Z]{5}$/.test(original.code) ? original.code : undefined
}

/** The socket went away under a running query: the driver has a text, but no SQLSTATE. */
function isBrokenConnection(error: Error): boolean {
  const { original } = error as { original?: { code?: unknown; message?: unknown } }
  const code = typeof original?.code === 'string' ? original.code : ''
  const message = typeof original?.message === 'string' ? original.message : ''
  return /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST)/.test(code) || /connection|timeout/i.test(message)
}

function unavailable(): DomainError {
  return new DomainError('service_unavailable', '')
}

function invalid(code: 'range' | 'conflict', message: string): DomainError {
  return new DomainError('validation_error', message, { errors: [{ path: 'body', code, message }] })
}
