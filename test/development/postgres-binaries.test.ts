import { lstatSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkLibraries, postgresBinaries } from '../../src/development/postgres-binaries.js'
import { scratchFolder } from '../support/scratch-folder.js'

test('library links that the package manager left out are made, and those that exist stay as they are', () => {
  const native = packageWithLinks([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }])
  linkLibraries(native)
  const made = lstatSync(join(native, 'lib', 'libpq.so.5'))
  linkLibraries(native)
  expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
  expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  expect(lstatSync(join(native, 'lib', 'libpq.so.5')).ino).toBe(made.ino)
})

test('the programs of this platform are found', () => {
  const { initdb, postgres } = postgresBinaries(undefined)
  expect([initdb, postgres].map((path) => lstatSync(path).isFile())).toEqual([true, true])
})

function packageWithLinks(links: { source: string; target: string }[]): string {
  const native = join(scratchFolder(), 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library')
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}
