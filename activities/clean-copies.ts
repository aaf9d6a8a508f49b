import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

import type { Upload } from '../src/db/models/uploads.js'
import { keepFeatures, storeFeatures } from '../src/db/workflow-owned/mesh-features.js'
import { findMeasuredTwin } from '../src/db/workflow-owned/measured-twins.js'
import { UpstreamRefused } from '../src/domain/errors.js'
import type { LengthUnit, ModelReport } from '../src/domain/model-report.js'
import { cleanMeshKey, cleanModelKey, pictureKey } from '../src/domain/upload-rules.js'
import type { ActivityDependencies } from './dependencies.js'
import { untilMended } from './stored-objects.js'

/** One upload on its way through the measuring of one unit. */
export interface Measuring {
  readonly upload: Upload
  readonly unit: LengthUnit
  /** where the child leaves the files of its report */
  readonly scratch: string
  /** the model as it was fetched */
  readonly file: string
}

/** Copies under keys that no signature ever named for writing: only these are shown, quoted and sent on. */
export async function keepCopies(
  { store, database }: ActivityDependencies,
  { upload, scratch, file }: Measuring,
  report: ModelReport,
): Promise<void> {
  for (const { keyOf, name, contentType } of copiesOf(upload, report)) {
    const source = name === null ? file : path.join(scratch, name)
    const body = { path: source, bytes: (await stat(source)).size }
    await untilMended(store.put({ key: keyOf(upload.id), body, contentType }))
  }
  for (const { key, file: name } of report.files.features) {
    await storeFeatures(database, key, await readFile(path.join(scratch, name)))
  }
}

/**
 * The same content is not measured twice in the same unit: takes report and copies of another upload over. Undefined
 * when there is none, or when its files have gone meanwhile.
 */
export async function takeOver(
  { store, database }: ActivityDependencies,
  { upload, unit }: Measuring,
  sha256: string,
): Promise<ModelReport | undefined> {
  const wanted = { uploadId: upload.id, fileName: upload.fileName, sha256, unit }
  const twin = await findMeasuredTwin(database, wanted)
  if (!twin || !(await keepFeatures(database, Object.values(twin.report.printable?.featuresKeys ?? {}))))
    return undefined
  try {
    for (const { keyOf } of copiesOf(upload, twin.report)) await store.copy(keyOf(twin.uploadId), keyOf(upload.id))
    return twin.report
  } catch (error) {
    if (error instanceof UpstreamRefused) return undefined
    throw error
  }
}

interface CleanCopy {
  readonly keyOf: (uploadId: string) => string
  /** file of the report; null: the model as it was sent */
  readonly name: string | null
  readonly contentType: string
}

/** The mesh of every unit; model and picture of the first one alone. */
function copiesOf(upload: Upload, { files, measures }: ModelReport): CleanCopy[] {
  const copies: CleanCopy[] = []
  const mesh = measures?.normalisedSha256
  if (files.normalised && mesh) {
    copies.push({ keyOf: (id) => cleanMeshKey(id, mesh), name: files.normalised, contentType: 'model/stl' })
  }
  if (upload.sha256 !== null) return copies
  copies.push({ keyOf: cleanModelKey, name: null, contentType: 'application/octet-stream' })
  if (files.picture) copies.push({ keyOf: pictureKey, name: files.picture, contentType: 'image/png' })
  return copies
}
