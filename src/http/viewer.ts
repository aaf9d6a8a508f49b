import type { Viewer } from '../db/reads/viewer.js'
import type { ServicePrincipal, UserPrincipal } from './principal.js'

/** Admins and services see everybody's orders, a shopper their own. */
export function viewerOf(principal: UserPrincipal | ServicePrincipal): Viewer {
  return principal.kind === 'service' || principal.isAdmin ? 'everybody' : { userId: principal.id }
}
