import { z } from 'zod'

import { listUploads } from '../../db/reads/uploads.js'
import { newId } from '../../db/record.js'
import { hideUpload } from '../../db/uploads.js'
import { uploadUnusable } from '../../domain/model-refusals.js'
import { ALLOWED_TYPES, MIN_UPLOAD_BYTES } from '../../domain/upload-rules.js'
import { UPLOAD_STATUSES, type UploadStatus } from '../../domain/upload-status.js'
import { removeUploadObjects, signUploadLinks } from '../../upload-objects.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { completeAndAnalyse, ownUpload, refuseUnknown } from '../upload-completion.js'
import { beginUpload, secondsUntil } from '../upload-signing.js'
import { skipAndLimit } from '../wire-query.js'
import { uuid } from '../wire-text.js'
import * as wire from './uploads.wire.js'

const FORM_SECONDS = 7200
const PUT_SECONDS = 3600
const FLOWS_WAIT_SECONDS = 10
const OWN = { tag: 'uploads', access: 'user' } as const
const SIGNING = { ...OWN, method: 'POST', limit: 'upload', idempotency: 'optional' } as const
const COMPLETING = { ...OWN, method: 'POST', limit: 'upload_uncounted', idempotency: 'optional' } as const
const READING = { ...OWN, method: 'GET', limit: 'read', idempotency: 'none' } as const
const params = z.object({ upload_id: uuid() })
const drawIds = (): { uploadId: string } => ({ uploadId: newId() })

/** Model files: sign, complete, show, list, delete. Both families of paths work on the same records. */
export function uploadRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    signFormRoute(dependencies),
    signPutRoute(dependencies),
    completeRoute(dependencies),
    flowsCompleteRoute(dependencies),
    showRoute(dependencies),
    listRoute(),
    deleteRoute(dependencies),
  ]
}

function signFormRoute(dependencies: ApiDependencies): RouteDefinition {
  const { config, store } = dependencies
  return defineRoute({
    ...SIGNING,
    path: '/api/uploads/sign',
    summary: 'A signed form for a model file',
    drawIds,
    schema: { body: wire.SignRequest, response: { 200: wire.SignedFormAnswer } },
    async handler({ principal, body, claim }) {
      const wish = { id: claim.ids.uploadId, userId: principal.id, file: body, seconds: FORM_SECONDS }
      const upload = await beginUpload(dependencies, wish)
      const { maxBytes } = config.uploads
      const seconds = secondsUntil(upload.expiresAt)
      const limits = { minBytes: MIN_UPLOAD_BYTES, maxBytes, seconds }
      const { url, fields } = await store.signForm({ key: upload.fileKey, contentType: upload.mimeType, ...limits })
      return {
        upload_id: upload.id,
        file_key: upload.fileKey,
        upload_url: url,
        fields: { ...fields },
        method: 'POST' as const,
        expires_in: seconds,
        expires_at: upload.expiresAt.toISOString(),
        max_file_size: maxBytes,
        allowed_types: [...ALLOWED_TYPES],
      }
    },
  })
}

function signPutRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...SIGNING,
    path: '/api/complete_flows/upload/sign',
    summary: 'A signed PUT for a model file',
    drawIds,
    schema: { body: wire.SignRequest, response: { 200: wire.SignedPutAnswer } },
    async handler({ principal, body, claim }) {
      const wish = { id: claim.ids.uploadId, userId: principal.id, file: body, seconds: PUT_SECONDS }
      const {
        id,
        fileKey: key,
        fileSize: bytes,
        mimeType: contentType,
        expiresAt,
      } = await beginUpload(dependencies, wish)
      const seconds = secondsUntil(expiresAt)
      const { url, headers } = await dependencies.store.signPut({ key, contentType, bytes, seconds })
      return {
        upload_url: url,
        method: 'PUT' as const,
        headers: { ...headers },
        file_key: key,
        upload_id: id,
        expires_in: seconds,
      }
    },
  })
}

function completeRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...COMPLETING,
    path: '/api/uploads/complete',
    summary: 'The bytes are there: measure them',
    businessKey: ({ body }) => body.upload_id,
    defaultWaitSeconds: 0,
    schema: { body: wire.CompleteRequest, response: { 200: wire.CompleteAnswer } },
    async handler({ principal, body, claim, waitSeconds }) {
      const { upload_id: uploadId, file_key: fileKey, checksum, unit } = body
      const work = { updateId: claim.ids.updateId, waitMs: waitSeconds * 1000 }
      const request = { userId: principal.id, uploadId, fileKey, unit, ...work }
      const { status } = await completeAndAnalyse(dependencies, { ...request, sha256: checksum ?? undefined })
      return { message: COMPLETE_MESSAGES[status], success: true, upload_id: uploadId, status }
    },
  })
}

function flowsCompleteRoute(dependencies: ApiDependencies): RouteDefinition {
  const { config } = dependencies
  return defineRoute({
    ...COMPLETING,
    path: '/api/complete_flows/upload/complete',
    summary: 'The bytes are there: measure them and answer what was found',
    businessKey: ({ body }) => body.upload_id,
    defaultWaitSeconds: FLOWS_WAIT_SECONDS,
    schema: { body: wire.FlowsCompleteRequest, response: { 200: wire.FlowsCompleted, 202: wire.FlowsProcessing } },
    async handler({ principal, body, claim, waitSeconds, reply }) {
      const { upload_id: uploadId, file_key: fileKey, etag, unit } = body
      const work = { updateId: claim.ids.updateId, waitMs: waitSeconds * 1000 }
      const request = { userId: principal.id, uploadId, fileKey, unit: unit ?? undefined, ...work }
      const upload = await completeAndAnalyse(dependencies, { ...request, etag: etag ?? undefined })
      if (upload.status === 'processed') return wire.flowsCompleted(upload)
      if (upload.status === 'failed') throw uploadUnusable(upload)
      const statusUrl = `${config.api.publicBaseUrl}/api/uploads/${uploadId}`
      void reply.code(202).headers({ location: statusUrl, 'retry-after': '2' })
      return wire.flowsProcessing(upload, statusUrl)
    },
  })
}

function showRoute({ store }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READING,
    path: '/api/uploads/:upload_id',
    summary: 'One upload with what was measured',
    schema: { params, response: { 200: wire.UploadDocument } },
    async handler(context) {
      const upload = await ownUpload({ uploadId: context.params.upload_id, userId: context.principal.id })
      return wire.uploadDocument(upload, await signUploadLinks(store, upload))
    },
  })
}

function listRoute(): RouteDefinition {
  const query = z.object({ ...skipAndLimit(20), status: z.enum(UPLOAD_STATUSES).optional() })
  return defineRoute({
    ...READING,
    path: '/api/uploads',
    summary: 'Your uploads, newest first',
    schema: { query, response: { 200: wire.UploadList } },
    async handler({ principal, query: { status, skip, limit } }) {
      const { uploads, total } = await listUploads({ userId: principal.id, status, skip, limit })
      return { uploads: uploads.map(wire.uploadSummary), total, skip, limit }
    },
  })
}

function deleteRoute({ database, store, logger }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...COMPLETING,
    method: 'DELETE',
    path: '/api/uploads/:upload_id',
    summary: 'Hide an upload and remove its files',
    schema: { params, response: { 200: wire.Done } },
    async handler(context) {
      const id = context.params.upload_id
      const hidden = (await hideUpload(database, { id, userId: context.principal.id })) ?? refuseUnknown()
      if (hidden.isNeeded) return { message: 'The upload is gone; a quote or an order keeps its file.', success: true }
      // The row is hidden already: what is left behind goes when its time is over.
      await removeUploadObjects(store, { id, fileKey: hidden.fileKey }).catch((error: unknown) => {
        logger.warn({ err: error, upload_id: id }, 'objects of a deleted upload stay for the clean-up')
      })
      return { message: 'The upload is gone.', success: true }
    },
  })
}

const COMPLETE_MESSAGES: Readonly<Record<UploadStatus, string>> = {
  uploaded: 'The file is expected.',
  processing: 'The file has arrived and is being measured.',
  processed: 'The file was measured.',
  failed: 'The file could not be measured.',
  expired: 'The file is gone.',
}
