import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { bundleWorkflowCode } from '@temporalio/worker'

/** True where the TypeScript sources run themselves: development and tests. */
const IS_SOURCE = existsSync(path.join(__dirname, 'bundle.ts'))

/** Where the build leaves the two bundles: one as it is, one whose failures are encoded for the codec. */
export function bundlePath(isEncoded: boolean): string {
  const folder = IS_SOURCE ? path.join(__dirname, '..', '.cache', 'bundles') : __dirname
  return path.join(folder, isEncoded ? 'workflows-encoded.bundle.js' : 'workflows.bundle.js')
}

/** Bundles the workflow code once; every worker then starts from the file. */
export async function buildBundle(
  outFile: string,
  options: { isEncoded: boolean } = { isEncoded: false },
): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: beside('../workflows/index'),
    // With a prebuilt bundle the worker's own list of modules is ignored without a word.
    workflowInterceptorModules: [beside('./workflow-interceptors')],
    ...(options.isEncoded ? { failureConverterPath: beside('./failure-converter') } : {}),
    logger: QUIET,
  })
  await mkdir(path.dirname(outFile), { recursive: true })
  await writeFile(outFile, code)
}

/** The prebuilt bundle; where the code runs from its sources, one that is not older than they are. */
export async function ensureBundle(file: string, options: { isEncoded: boolean }): Promise<string> {
  if (!existsSync(file) || (IS_SOURCE && newestSource() > statSync(file).mtimeMs)) await buildBundle(file, options)
  return file
}

function newestSource(): number {
  const folders = ['workflows', path.join('src', 'domain'), 'temporal'].map((name) => path.join(__dirname, '..', name))
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

function beside(module: string): string {
  return path.join(__dirname, `${module}${IS_SOURCE ? '.ts' : '.js'}`)
}

const nothing = (): void => undefined
const complain = (message: string): void => void process.stderr.write(`${message}\n`)
const QUIET = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: complain, error: complain }

async function main(outFile: string | undefined): Promise<void> {
  if (outFile) return buildBundle(outFile)
  await buildBundle(bundlePath(false), { isEncoded: false })
  await buildBundle(bundlePath(true), { isEncoded: true })
}

if (require.main === module) void main(process.argv[2])
