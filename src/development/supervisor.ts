import { join } from 'node:path'

import { isGiven } from './development-environment.js'
import { startDevelopmentStack, type DevelopmentStack } from './development-stack.js'
import { developmentToken } from './development-token.js'
import { projectFolder } from './project-folder.js'
import { welcome } from './welcome.js'

const stopWithinMs = 20_000

/** The one command of a developer: starts everything, says where it is, and stops it all on Ctrl-C. */
async function main(): Promise<void> {
  const stopping = stopSignal()
  console.log('Starting makrx-store; the first start takes longer, because tools are fetched.\n')
  const stack = await startDevelopmentStack({ given: process.env, ports: 'usual', signal: stopping })
  if (!stopping.aborted) await greet(stack)
  await aborted(stopping)
  await stack.stop()
}

/** The first signal stops in good order; the second one, or a stop that hangs, ends this process and so its children. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const onSignal = (): void => {
    if (stopping.signal.aborted) process.exit(1)
    console.log('\nStopping.')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    stopping.abort(new Error('The start was stopped.'))
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  return stopping.signal
}

async function greet({ addresses, environment, startedIn }: DevelopmentStack): Promise<void> {
  const { KEYCLOAK_URL = '', KEYCLOAK_REALM = 'makrx' } = environment
  const wish = { keycloakUrl: KEYCLOAK_URL, realm: KEYCLOAK_REALM, username: 'shopper' }
  const token = isGiven(process.env, 'KEYCLOAK_URL') ? undefined : await developmentToken(wish)
  console.log(welcome({ addresses, startedIn, token, logFolder: join(projectFolder, '.dev', 'logs') }))
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const never = setInterval(() => undefined, 3_600_000) // children do not keep this process alive
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  clearInterval(never)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
