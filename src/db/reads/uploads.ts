import type { Attributes, WhereOptions } from 'sequelize'

import type { UploadStatus } from '../../domain/upload-status.js'
import { Upload } from '../models/uploads.js'

/** `status` without the mark that makes it optional when a row is made. */
export type UploadRow = Omit<Attributes<Upload>, 'status'> & { readonly status: UploadStatus }

/** One person's upload; undefined when it is unknown, hidden or somebody else's. */
export async function findUpload(owned: {
  readonly id: string
  readonly userId: string
}): Promise<UploadRow | undefined> {
  const { id, userId } = owned
  return (await Upload.findOne({ where: { id, userId, deletedAt: null }, raw: true })) ?? undefined
}

/** One person's uploads, newest first, with their number before paging. */
export async function listUploads(page: UploadPage): Promise<{ uploads: UploadRow[]; total: number }> {
  const where: WhereOptions<Upload> = {
    userId: page.userId,
    deletedAt: null,
    ...(page.status !== undefined && { status: page.status }),
  }
  const order: [string, string][] = [
    ['createdAt', 'DESC'],
    ['id', 'DESC'],
  ]
  const [total, uploads] = await Promise.all([
    Upload.count({ where }),
    Upload.findAll({ where, order, offset: page.skip, limit: page.limit, raw: true }),
  ])
  return { uploads, total }
}

export interface UploadPage {
  readonly userId: string
  readonly status?: UploadStatus | undefined
  readonly skip: number
  readonly limit: number
}
