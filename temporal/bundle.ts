import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { bundleWorkflowCode } from '@temporalio/worker'

/** Where the build leaves the two bundles: one as it is, one whose failures are encoded for the codec. */
export function bundlePath(isEncoded: boolean): string {
  const folder = __filename.endsWith('.js') ? __dirname : path.join(__dirname, '..', '.cache', 'bundles')
  return path.join(folder, isEncoded ? 'workflows-encoded.bundle.js' : 'workflows.bundle.js')
}

/** Bundles the workflow code once; every worker then starts from the file. */
export async function buildBundle(outFile: string, options: { isEncoded: boolean } = { isEncoded: false }): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows/index'),
    // With a prebuilt bundle the worker's own list of modules is ignored without a word.
    workflowInterceptorModules: [require.resolve('./workflow-interceptors')],
    ...(options.isEncoded ? { failureConverterPath: require.resolve('./failure-converter') } : {}),
    logger: QUIET,
  })
  await mkdir(path.dirname(outFile), { recursive: true })
  await writeFile(outFile, code)
}

/** The prebuilt bundle, or one made now where the code runs from its sources. */
export async function ensureBundle(file: string, options: { isEncoded: boolean }): Promise<string> {
  const isBuilt = __filename.endsWith('.js')
  if (!isBuilt || !existsSync(file)) await buildBundle(file, options)
  return file
}

const nothing = (): void => undefined
const QUIET = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

if (require.main === module) {
  void Promise.all([
    buildBundle(bundlePath(false), { isEncoded: false }),
    buildBundle(bundlePath(true), { isEncoded: true }),
  ])
}
