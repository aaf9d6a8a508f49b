import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

const FILE = 'secrets.json'

/** How each secret looks, after the prefix by which its kind is known. */
const PREFIXES = {
  MAKRCAVE_API_KEY: '',
  CAVE_WEBHOOK_SECRET: '',
  SECRET_KEY: '',
  STORAGE_SIGNING_KEY: '',
  STRIPE_SECRET_KEY: 'sk_test_',
  STRIPE_PUBLIC_KEY: 'pk_test_',
  STRIPE_WEBHOOK_SECRET: 'whsec_',
} as const

type DevelopmentSecretName = keyof typeof PREFIXES
export type DevelopmentSecrets = Readonly<Record<DevelopmentSecretName, string>>

/**
 * The secrets of this checkout: 32 random bytes each, made at first use and kept in `secrets.json` of the given folder,
 * readable by its owner alone. Names that were added since are made then; nothing that is there is ever changed.
 */
export function developmentSecrets(directory: string): DevelopmentSecrets {
  const path = join(directory, FILE)
  const kept = existsSync(path) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
  const names = Object.keys(PREFIXES) as DevelopmentSecretName[]
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? newSecret(name)])) as DevelopmentSecrets
  if (names.some((name) => kept[name] === undefined)) writePrivately(path, { ...kept, ...secrets }, directory)
  return secrets
}

function newSecret(name: DevelopmentSecretName): string {
  return `${PREFIXES[name]}${randomBytes(32).toString('hex')}`
}

function writePrivately(path: string, content: object, directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, path)
}
