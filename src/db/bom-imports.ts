import { BomImport } from './models/bom-imports.js'

/** Hides an import from its shopper; its lines stay for support. The one thing about imports that is the API's to write. */
export async function hideImport(owned: { readonly id: string; readonly userId: string }): Promise<void> {
  const { id, userId } = owned
  await BomImport.update({ deletedAt: new Date() }, { where: { id, userId, deletedAt: null } })
}
