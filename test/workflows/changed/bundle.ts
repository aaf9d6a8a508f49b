import { writeFileSync } from 'node:fs'
import path from 'node:path'

import { bundleWorkflowCode } from '@temporalio/worker'

const nothing = (): void => undefined
const QUIET = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

/** Bundles the changed workflows as the right ones are bundled. In a process of its own: bundling resolves loaders by name. */
async function main(outFile: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, 'workflows.ts'),
    workflowInterceptorModules: [path.join(__dirname, '..', '..', '..', 'temporal', 'workflow-interceptors.ts')],
    logger: QUIET,
  })
  writeFileSync(outFile, code)
}

void main(process.argv[2] ?? '')
