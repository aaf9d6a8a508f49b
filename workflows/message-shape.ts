import { DomainError } from '../src/domain/errors.js'
import { refusal } from './refusal.js'

/**
 * Refuses a message without the members that its handler reads. The routes send whole ones; a form in the UI may hold
 * anything, and a handler that fails over it would hold up the run.
 */
export function requireShape(message: unknown, shape: Readonly<Record<string, 'string' | 'number' | 'object'>>): void {
  const given = (message ?? {}) as Record<string, unknown>
  const wrong = Object.entries(shape).filter(([name, type]) => typeof given[name] !== type || given[name] === null)
  if (wrong.length === 0) return
  const names = wrong.map(([name, type]) => `${name} (${type})`).join(', ')
  throw refusal(new DomainError('validation_error', `This message needs: ${names}.`))
}
