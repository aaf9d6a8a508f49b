import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The root of the checkout, whether this file runs as source or from `dist`. */
export const projectFolder = folderWithPackageJson(__dirname)

/** What may be deleted at any time and is made again: programs, logs, data of test runs. */
export const cacheFolder = join(projectFolder, '.cache')

function folderWithPackageJson(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderWithPackageJson(dirname(folder))
}
