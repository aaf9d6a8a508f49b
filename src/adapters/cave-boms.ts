import { z } from 'zod'

import { BOM_LIMITS } from '../domain/bom-limits.js'
import type { CaveBom, CaveClient } from '../ports.js'
import { undefinedOn, type UpstreamRequest } from './upstream-call.js'

/** A parts list as MakrCave tells it, read loosely: what its items mean is judged where all parts lists are read. */
const bomAnswer = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])

type BomAnswer = z.infer<typeof bomAnswer>

const PAGE_SIZE = 100
const MOST_PAGES = Math.ceil(BOM_LIMITS.lines / PAGE_SIZE) + 1

/** What MakrCave is asked and told about projects, over `call`; `base` is its address with the version. */
export function projectCalls(
  call: <T>(request: UpstreamRequest<T>) => Promise<T>,
  base: string,
): Pick<CaveClient, 'fetchBom' | 'reportImport'> {
  return {
    async fetchBom({ projectId, userId, signal }) {
      const shared = {
        method: 'GET',
        headers: { 'x-user-id': userId },
        answer: bomAnswer,
        ...(signal && { signal }),
      } as const
      return findBom((path) => undefinedOn([403, 404], call({ ...shared, url: base + path })), projectId)
    },

    async reportImport({ projectId, importId, mappedItems, unmappedItems }) {
      await call({
        method: 'POST',
        url: `${base}/projects/${encodeURIComponent(projectId)}/bom-import-complete`,
        body: {
          integration_id: importId,
          mapped_items: mappedItems,
          unmapped_items: unmappedItems,
          store_url: `/bom-import/status/${importId}`,
        },
        answer: z.unknown(),
        isUnsafeToRepeat: false,
      })
    },
  }
}

/** One question to MakrCave; undefined: it shows this user no such thing. */
type AskBom = (path: string) => Promise<BomAnswer | undefined>

/**
 * The parts list of a project, from wherever this MakrCave keeps it: its own address, the items of the enhanced list, the
 * project itself. Undefined when none of them has one for this user.
 */
async function findBom(ask: AskBom, projectId: string): Promise<CaveBom | undefined> {
  const project = `/projects/${encodeURIComponent(projectId)}`
  const direct = await ask(`${project}/bom`)
  if (direct) return caveBom(direct, direct)
  const items = await allItems(ask, projectId)
  if (items.length > 0) return { bom: items, projectName: null, updatedAt: null }
  const whole = await ask(project)
  if (!whole || Array.isArray(whole) || !Array.isArray(whole['bom_items'])) return undefined
  return caveBom(whole['bom_items'], whole)
}

/** One page more than a list may be long is enough to see that it is too long. */
async function allItems(ask: AskBom, projectId: string): Promise<unknown[]> {
  const items: unknown[] = []
  const query = `project_id=${encodeURIComponent(projectId)}`
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = itemsOf(await ask(`/enhanced-bom/items?${query}&page=${page}&page_size=${PAGE_SIZE}`))
    items.push(...found)
    if (found.length < PAGE_SIZE) break
  }
  return items
}

function itemsOf(answer: BomAnswer | undefined): readonly unknown[] {
  if (answer === undefined) return []
  const items = Array.isArray(answer) ? answer : answer['items']
  return Array.isArray(items) ? (items as unknown[]) : []
}

function caveBom(bom: unknown, told: BomAnswer): CaveBom {
  const members = Array.isArray(told) ? {} : told
  return {
    bom,
    projectName: textOf(members['project_name']) ?? textOf(members['name']),
    updatedAt: textOf(members['bom_updated_at']) ?? textOf(members['updated_at']),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 255) : null
}
