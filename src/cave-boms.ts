import { readBomItems } from './domain/bom-json.js'
import type { BomReading } from './domain/bom-line.js'
import { DomainError, UpstreamRefused } from './domain/errors.js'
import type { CaveBom, CaveClient } from './ports.js'

/** A parts list as MakrCave shows it to one person. */
export interface CaveProject {
  readonly projectId: string
  readonly userId: string
  readonly signal?: AbortSignal
}

/**
 * Fetches and reads the parts list of a project. Refusals: `bom_not_found`, `upstream_bad_response`, and those of lists
 * that are too long or empty. What is wrong in a list of theirs is not the shopper's to correct.
 */
export async function readCaveBom(
  cave: Pick<CaveClient, 'fetchBom'>,
  project: CaveProject,
): Promise<CaveBom & { readonly reading: BomReading }> {
  const found = await fetchBom(cave, project)
  try {
    return { ...found, reading: readBomItems(found.bom) }
  } catch (error) {
    throw isTheirFault(error) ? unusable() : error
  }
}

async function fetchBom(cave: Pick<CaveClient, 'fetchBom'>, project: CaveProject): Promise<CaveBom> {
  try {
    const found = await cave.fetchBom(project)
    if (found) return found
  } catch (error) {
    throw error instanceof UpstreamRefused ? unusable() : error
  }
  throw new DomainError('bom_not_found', 'There is no such project with a parts list for you in MakrCave.')
}

function isTheirFault(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  return error.code === 'validation_error' || error.extra.members?.['reason'] === 'no_table'
}

function unusable(): DomainError {
  return new DomainError('upstream_bad_response', 'MakrCave sent a parts list that cannot be used.')
}
