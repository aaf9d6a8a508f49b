import { findPrusaSlicer } from '../../src/development/prusa-slicer.js'
import { programThatSays } from './sample-program.js'

afterEach(() => {
  delete process.env.SLICER_BINARY
})

test('the program that is set is taken when it says that it is a slicer', async () => {
  const path = programThatSays('PrusaSlicer-9.8.7 based on nothing')
  process.env.SLICER_BINARY = path
  await expect(findPrusaSlicer()).resolves.toMatchObject({ path, place: 'SLICER_BINARY' })
})

test('another program under that setting is an error in one sentence', async () => {
  process.env.SLICER_BINARY = programThatSays('something else')
  await expect(findPrusaSlicer()).rejects.toThrow(`${process.env.SLICER_BINARY} is another program`)
})
