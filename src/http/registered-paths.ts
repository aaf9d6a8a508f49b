import { aliasesOf } from './aliases.js'
import type { RouteDefinition } from './route.js'

/** Every pattern of a definition, the canonical one first. */
export function pathsOf(definition: RouteDefinition): string[] {
  return [definition.path, ...aliasesOf(definition.path), ...(definition.aliases ?? [])]
}
