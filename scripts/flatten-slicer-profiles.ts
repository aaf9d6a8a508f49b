import { join } from 'node:path'

import { findSlicer } from '../src/adapters/prusa-slicer.js'
import { cacheFolder } from '../src/development/project-folder.js'

/**
 * Flattens the profiles of the installed slicer into a directory, as an image does while it is built; the worker does
 * the same at its start. Without a slicer there is nothing to do, and quotes stay instant.
 */
async function main(): Promise<void> {
  const profileDirectory = process.argv[2] ?? join(cacheFolder, 'slicer-profiles')
  const binary = process.env['SLICER_BINARY']
  const slicer = await findSlicer({ profileDirectory, ...(binary === undefined ? {} : { binary }) })
  if (slicer === undefined) console.log('There is no prusa-slicer that can be run here: quotes stay instant.')
  else console.log(`${slicer.version}: profiles are in ${profileDirectory}.`)
}

void main()
