import type { FastifyReply } from 'fastify'
import { z } from 'zod'

import { CAVE_PROJECTS } from './cave-projects.js'
import type { Journal } from './journal.js'
import type { PeerScope } from './peer-server.js'

const projectParam = z.object({ projectId: z.string() })
const itemsQuery = z.object({
  project_id: z.string(),
  page: z.coerce.number().int().positive(),
  page_size: z.coerce.number().int().positive(),
})

/** Parts lists of projects, at the address where each project keeps its own; the others answer 404. */
export function addProjectRoutes(wire: PeerScope, { base, journal }: { base: string; journal: Journal }): void {
  wire.get(`${base}/projects/:projectId/bom`, (request, reply) => {
    const project = CAVE_PROJECTS[projectParam.parse(request.params).projectId]
    if (project?.isShared === false) return refuse(reply, 403)
    if (project?.kept !== 'own_address') return refuse(reply, 404)
    return { project_name: project.name, items: project.items }
  })
  wire.get(`${base}/enhanced-bom/items`, (request, reply) => {
    const { project_id, page, page_size } = itemsQuery.parse(request.query)
    const project = CAVE_PROJECTS[project_id]
    if (project?.kept !== 'enhanced_items') return refuse(reply, 404)
    return { items: project.items.slice((page - 1) * page_size, page * page_size), total: project.items.length }
  })
  wire.get(`${base}/projects/:projectId`, (request, reply) => {
    const project = CAVE_PROJECTS[projectParam.parse(request.params).projectId]
    if (project === undefined) return refuse(reply, 404)
    if (project.isShared === false) return refuse(reply, 403)
    return { name: project.name, bom_items: project.kept === 'project_itself' ? project.items : [] }
  })
  wire.post(`${base}/projects/:projectId/bom-import-complete`, (request) => {
    const { projectId } = projectParam.parse(request.params)
    journal.append({ kind: 'import_reported', project_id: projectId, report: request.body })
    return { success: true }
  })
}

function refuse(reply: FastifyReply, status: 403 | 404): object {
  void reply.code(status)
  return { detail: status === 404 ? 'There is no such project.' : 'This project is not yours.' }
}
