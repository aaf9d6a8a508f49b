/** Whose rows a request may see: one person's, or everybody's (admins and services). */
export type Viewer = { readonly userId: string } | 'everybody'

/** The part of a query that keeps other people's rows out. */
export function visibleTo(viewer: Viewer): { userId?: string } {
  return viewer === 'everybody' ? {} : { userId: viewer.userId }
}
