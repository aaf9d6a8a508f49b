import { weldEqualCorners } from '../domain/mesh-topology-weld.js'
import { finding } from '../domain/model-findings.js'
import { asRefusal, refuse } from './model-refusal.js'
import { readXml } from './package-xml.js'
import type { ReadModel } from './read-model.js'
import { assemble } from './three-mf-assembly.js'
import { readModelPart, type ModelPart } from './three-mf-part.js'
import { GuardedZip, type ZipLimits } from './zip-guard.js'

/** Of a 3MF package. */
export const PACKAGE_LIMITS: ZipLimits = { entries: 1_000, inflatedBytes: 512 * 1024 ** 2 }

/** What a ZIP archive turned out to be. */
export type PackageContent = { readonly kind: 'threemf'; readonly model: ReadModel } | { readonly kind: 'amf' }

/**
 * Reads the model of a 3MF package: the root part that `_rels/.rels` names, other parts of the production extension,
 * nothing from outside. Print settings, pictures and instructions are inflated for the count and then forgotten.
 */
export async function readPackage(content: Buffer): Promise<PackageContent> {
  const zip = await GuardedZip.open(content, PACKAGE_LIMITS)
  const links = await readLinks(zip)
  if (links.root === undefined) {
    await zip.checkRest()
    return withoutModel(zip, links)
  }
  const model = await readModel(zip, links.root).catch((error: unknown) => {
    throw isSliced(zip, error) ? refuse('sliced_file') : error
  })
  await zip.checkRest()
  if (model.triangles === 0 && holdsGcode(zip)) throw refuse('sliced_file')
  const warnings = links.external > 0 ? [finding('threemf_external_ignored', { count: links.external })] : []
  return { kind: 'threemf', model: { ...model, warnings } }
}

async function readModel(zip: GuardedZip, root: string): Promise<ReadModel> {
  const parts = new Map<string, ModelPart>()
  const waiting = [root]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (parts.has(path)) continue
    const part = await readModelPart(zip.read(path))
    parts.set(path, part)
    waiting.push(...pathsIn(part))
  }
  const { mesh, triangles } = assemble({ root, parts })
  return { mesh: weldEqualCorners(mesh), triangles, unit: parts.get(root)?.unit ?? 'mm', warnings: [] }
}

function pathsIn({ objects, items = [] }: ModelPart): string[] {
  const uses = [...items, ...[...objects.values()].flatMap(({ components }) => components)]
  return uses.flatMap(({ path }) => (path === undefined ? [] : [path]))
}

/** The root model and how many links lead out of the package; those are never followed. */
async function readLinks(zip: GuardedZip): Promise<PackageLinks> {
  let root: string | undefined
  let external = 0
  for (const name of zip.names().filter((each) => /\.rels$/i.test(each))) {
    await readXml(zip.read(name), () => ({
      open: (tag, attributes) => {
        if (!/^(?:\w{1,32}:)?Relationship$/.test(tag)) return
        if (attributes['TargetMode'] === 'External') external++
        else if (isRootLink(name, attributes['Type'])) root ??= attributes['Target']
      },
      close: () => undefined,
    }))
  }
  return { root, external }
}

function isRootLink(name: string, type = ''): boolean {
  return name.toLowerCase() === '_rels/.rels' && type.endsWith('/3dmodel')
}

function withoutModel(zip: GuardedZip, links: PackageLinks): PackageContent {
  if (holdsGcode(zip)) throw refuse('sliced_file')
  if (zip.names().some((name) => /\.amf$/i.test(name))) return { kind: 'amf' }
  if (links.external > 0 || zip.has('3D/3dmodel.model')) {
    throw refuse('threemf_incomplete', { reason: 'it does not name its model' })
  }
  throw refuse('file_kind_unknown', { looksLike: 'a ZIP archive without a model' })
}

/** Slicers leave an empty or missing model beside the instructions. */
function isSliced(zip: GuardedZip, error: unknown): boolean {
  return asRefusal(error)?.finding.code === 'threemf_incomplete' && holdsGcode(zip)
}

function holdsGcode(zip: GuardedZip): boolean {
  return zip.names().some((name) => /\.gcode$/i.test(name))
}

interface PackageLinks {
  readonly root: string | undefined
  readonly external: number
}
