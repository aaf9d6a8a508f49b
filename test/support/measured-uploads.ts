import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Upload } from '../../src/db/models/uploads.js'
import type { Database } from '../../src/db/sequelize.js'
import { recordReport } from '../../src/db/workflow-owned/analyses.js'
import { storeFeatures } from '../../src/db/workflow-owned/mesh-features.js'
import type { LengthUnit } from '../../src/domain/length-unit.js'
import { measureSource } from '../../src/readers/measure-model.js'
import { bytesAsSource } from '../../src/readers/model-source.js'
import { givenUpload } from './factories.js'
import { inScratch } from './measured.js'

/** An upload with what measuring these bytes gives: row, report and layer features, without its objects. */
export async function givenMeasured(
  database: Database,
  content: Uint8Array,
  overrides: Parameters<typeof givenUpload>[0] = {},
): Promise<Upload> {
  const upload = await givenUpload({ status: 'processing', sha256: null, ...overrides })
  await remeasure(database, upload, { content, unit: upload.unit })
  return upload.reload()
}

/** Adds what measuring the same bytes in this unit gives. */
export async function remeasure(
  database: Database,
  upload: Upload,
  model: { readonly content: Uint8Array; readonly unit: LengthUnit },
): Promise<void> {
  const { content, unit } = model
  await inScratch(async (scratchDirectory) => {
    const request = { filename: upload.fileName, unit, scratchDirectory }
    const report = await measureSource(bytesAsSource(content), request, () => undefined)
    for (const { key, file } of report.files.features) {
      await storeFeatures(database, key, await readFile(join(scratchDirectory, file)))
    }
    const sha256 = createHash('sha256').update(content).digest('hex')
    await recordReport(database, { uploadId: upload.id, unit, sha256, report })
  })
}
