import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openJournal } from '../../src/development/journal.js'
import { developmentSecrets } from '../../src/development/secrets.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'development-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the secrets of a checkout', () => {
  test('are 32 random bytes each, all different, with the prefix of their kind', () => {
    const secrets = developmentSecrets(folder)
    expect(new Set(Object.values(secrets)).size).toBe(7)
    expect(Object.values(secrets).every((secret) => /[0-9a-f]{64}$/.test(secret))).toBe(true)
    expect(secrets.STRIPE_SECRET_KEY.slice(0, 8)).toBe('sk_test_')
  })

  test('are the same every time and are readable by their owner alone', () => {
    const nested = join(folder, 'new', '.dev')
    expect(developmentSecrets(nested)).toEqual(developmentSecrets(nested))
    expect(statSync(join(nested, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  test('a name that was added since is made, and nothing that is there changes', () => {
    const path = join(folder, 'secrets.json')
    writeFileSync(path, JSON.stringify({ SECRET_KEY: 'mine', OTHER: 'kept' }))
    expect(developmentSecrets(folder).SECRET_KEY).toBe('mine')
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    expect(kept).toMatchObject({ SECRET_KEY: 'mine', OTHER: 'kept', STRIPE_PUBLIC_KEY: expect.any(String) as string })
  })
})

describe('the journal of a peer', () => {
  test('is there again, in order, when it is opened again', () => {
    const path = join(folder, 'journals', 'peer.ndjson')
    const journal = openJournal(path)
    journal.append({ kind: 'one', id: 1 })
    journal.append({ kind: 'two', id: 2 })
    expect(openJournal(path).entries()).toEqual(journal.entries())
    expect(journal.entries().map(({ kind }) => kind)).toEqual(['one', 'two'])
  })

  test('loses nothing but a last line that a kill cut short', () => {
    const path = join(folder, 'peer.ndjson')
    openJournal(path).append({ kind: 'whole' })
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026-11`)
    const opened = openJournal(path)
    opened.append({ kind: 'next' })
    expect(
      openJournal(path)
        .entries()
        .map(({ kind }) => kind),
    ).toEqual(['whole', 'next'])
  })

  test('without a file lives in memory', () => {
    const journal = openJournal()
    journal.append({ kind: 'one' })
    expect(journal.entries()).toMatchObject([{ kind: 'one' }])
  })
})
