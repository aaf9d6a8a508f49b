import { findImport, importEvents, type ImportEventRow, type ImportRow } from '../db/reads/bom-imports.js'
import { DomainError } from '../domain/errors.js'
import type { Viewer } from '../db/reads/viewer.js'
import type { ApiDependencies } from './api-dependencies.js'
import type { StreamedEvent, StreamedResource } from './event-stream.js'
import { statusDocument } from './import-document.js'
import { importLinks, importResource } from './import-links.js'
import type { StreamReader } from './stream-reader.js'

/** An import that these eyes may see; else `import_not_found`. */
export async function visibleImport(id: string, viewer: Viewer): Promise<ImportRow> {
  const row = await findImport(id, viewer)
  if (row) return row
  throw new DomainError('import_not_found', 'There is no such import.')
}

/** What happens to an import as a stream (contract.md 1.7). The caller has checked that it may be read. */
export function importStream(
  { database, config }: ApiDependencies,
  importId: string,
  reader: Pick<StreamReader, 'isAdmin' | 'linkReader'>,
): StreamedResource {
  const load = () => visibleImport(importId, 'everybody')
  return {
    subject: importResource(importId),
    async head() {
      const { version, status, completedAt } = await load()
      return { seq: version, end: isFinal(status) || completedAt ? status : undefined }
    },
    async snapshot() {
      const row = await load()
      const links = importLinks(config, importId, reader.linkReader)
      return { seq: row.version, data: await statusDocument(database, row, links) }
    },
    async events(range) {
      const found = await importEvents(database, { importId, ...range })
      return found.map((event) => streamedEvent(event, reader.isAdmin))
    },
  }
}

/** Nothing follows that people would watch: what is left of a partial import waits for choices. */
function isFinal(status: ImportRow['status']): boolean {
  return status === 'completed' || status === 'partial' || status === 'failed'
}

function streamedEvent({ seq, type, data }: ImportEventRow, isAdmin: boolean): StreamedEvent {
  const isHidden = type === 'attention' && !isAdmin
  return { seq, event: isHidden ? undefined : type, data: type === 'status' ? { status: data.status } : data }
}
