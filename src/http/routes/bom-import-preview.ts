import { z } from 'zod'

import { minorToWire } from '../../domain/money.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { countPreview, previewProject } from '../import-preview.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { requiredText } from '../wire-text.js'
import { BomLineResult, lineResult } from './bom-import-lines.wire.js'

const SHOWN = 10

const Preview = z.object({
  project_id: z.string(),
  project_name: z.string().nullable(),
  total_items: z.int(),
  mappable_items: z.int(),
  unmappable_items: z.int(),
  estimated_total: z.number(),
  mapping_preview: z.array(BomLineResult).max(SHOWN),
  bom_updated_at: z.string().nullable(),
})

/** What a MakrCave project would come to, before anything is imported. */
export function bomImportPreviewRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/bom-import/project/:project_id/preview',
      summary: 'What importing a project would come to; looks at its first 500 lines and stores nothing',
      tag: 'BOM import',
      access: 'user',
      limit: 'read',
      idempotency: 'none',
      schema: { params: z.object({ project_id: requiredText({ max: 200 }) }), response: { 200: Preview } },
      async handler({ principal, params: { project_id: projectId } }) {
        const preview = await previewProject(dependencies, { projectId, userId: principal.id })
        const { mappable, unmappable, totalMinor } = countPreview(preview)
        return {
          project_id: projectId,
          project_name: preview.projectName,
          total_items: preview.total,
          mappable_items: mappable,
          unmappable_items: unmappable,
          estimated_total: minorToWire(totalMinor),
          mapping_preview: preview.lines.slice(0, SHOWN).map((line) => lineResult(line, preview.shelf)),
          bom_updated_at: preview.updatedAt,
        }
      },
    }),
  ]
}
