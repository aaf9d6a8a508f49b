import { findProgram, fromFile, fromPath, fromVariable, versionText } from '../../src/development/program-finder.js'
import type { ProgramSource } from '../../src/development/program-finder.js'
import { programThatSays } from './sample-program.js'

afterEach(() => {
  delete process.env.SAMPLED
})

test('the first source that has a program wins, and later ones are not asked', async () => {
  const later = jest.fn()
  const first = programThatSays('first 1.0.0')
  const found = await find([fromFile('cache', first), { place: 'build', look: later }])
  expect(found).toMatchObject({ path: first, place: 'cache' })
  expect(later).not.toHaveBeenCalled()
})

test('a program that does not pass the check is passed over', async () => {
  const good = programThatSays('1.0.0')
  const found = await find([fromFile('cache', programThatSays('broken', 1)), fromFile('other', good)])
  expect(found.path).toBe(good)
})

test('a variable decides: a path in it that is wrong is an error although others would do', async () => {
  process.env.SAMPLED = '/nowhere/sampled'
  const search = find([...fromVariable('SAMPLED'), fromFile('cache', programThatSays('1.0.0'))])
  await expect(search).rejects.toThrow('Sample, SAMPLED: /nowhere/sampled is not a program that can be run')
})

test('a variable that is not set or empty is no source', () => {
  process.env.SAMPLED = ''
  expect(fromVariable('SAMPLED')).toEqual([])
})

test('when there is none, the error says what to do and has one line per place', async () => {
  const search = find([fromPath('no-such-program-here'), fromFile('cache', '/nowhere/sampled')])
  await expect(search).rejects.toThrow(
    'Sample was not found. Install it.\n  PATH: no no-such-program-here there\n  cache: /nowhere/sampled is not a program that can be run',
  )
})

async function find(sources: readonly ProgramSource[]): ReturnType<typeof findProgram> {
  return findProgram({ name: 'Sample', cure: 'Install it.', check: versionText, sources })
}
