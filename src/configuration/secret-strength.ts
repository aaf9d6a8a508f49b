/** `signing`: of our own choice, signs something; `provider`: a webhook secret that a payment provider issued. */
export type SecretKind = 'signing' | 'provider' | 'other'

const LEAST: Readonly<Record<SecretKind, number>> = { signing: 24, provider: 16, other: 16 }
const PROVIDER_COMFORT = 24
const PLACEHOLDERS = [
  ...['changeme', 'change-me', 'change_me', 'placeholder', 'example', 'golden-secret', 'golden_secret', 'password'],
  ...['your-', 'your_', 'minioadmin', 'replace-', 'replace_', '<', 'insert-', 'todo', 'dummy', 'default-secret'],
]

/** What is wrong with a secret, without saying anything of its value. Lengths are bytes. */
export function weaknessOf(value: string, kind: SecretKind): { problem?: string; warning?: string } {
  const bytes = Buffer.byteLength(value)
  const lower = value.toLowerCase()
  if (PLACEHOLDERS.some((placeholder) => lower.includes(placeholder))) return { problem: 'is a placeholder' }
  if (new Set(value).size < 5) return { problem: 'repeats a few characters' }
  if (bytes < LEAST[kind]) return { problem: `is too short (${bytes} bytes, at least ${LEAST[kind]})` }
  if (kind === 'provider' && bytes < PROVIDER_COMFORT) return { warning: `is short (${bytes} bytes)` }
  return {}
}

/** How a secret may be shown: that it is there, and how long it is. */
export function describeSecret(value: string | undefined): string {
  return value === undefined ? 'not set' : `set (${Buffer.byteLength(value)} bytes)`
}
