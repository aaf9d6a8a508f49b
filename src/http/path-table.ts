import { pathsOf } from './registered-paths.js'
import type { RouteDefinition } from './route.js'

/** Finds the methods that are served at a concrete path; empty for an unknown one. */
export function createPathTable(routes: readonly RouteDefinition[]): (url: string) => string[] {
  const patterns = routes.flatMap((route) =>
    pathsOf(route).map((path) => ({ segments: segmentsOf(path), methods: methodsOf(route) })),
  )
  return (url) => {
    const segments = segmentsOf(url.split(/[?#]/, 1)[0] ?? '')
    const matching = patterns.filter((pattern) => isMatch(pattern.segments, segments))
    return [...new Set(matching.flatMap((pattern) => pattern.methods))].sort()
  }
}

function methodsOf(route: RouteDefinition): string[] {
  return route.method === 'GET' && !route.isEventStream ? ['GET', 'HEAD'] : [route.method]
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false
  return pattern.every((word, index) => word.startsWith(':') || word === segments[index])
}
