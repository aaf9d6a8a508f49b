import { join } from 'node:path'

import closeWithGrace from 'close-with-grace'
import { z } from 'zod'

import { developmentSecrets } from './secrets.js'
import { startPeers, type PeersOptions } from './start-peers.js'

const number = z.coerce.number().int().nonnegative()

/** Whatever the supervisor does not say is what a store without settings expects. */
const environment = z.object({
  DEV_PORT: number.default(8001),
  DEV_DIRECTORY: z.string().default(join(process.cwd(), '.dev')),
  STORE_URL: z.url().default('http://127.0.0.1:8000'),
  CAVE_SIM_STEP_SECONDS: z.coerce.number().nonnegative().default(2),
  CAVE_SIM_HONOURS_KEYS: z.stringbool().default(true),
  KEYCLOAK_CLIENT_ID: z.string().default('makrx-store-api'),
  SERVICE_AUDIENCE: z.string().default('makrx-services'),
  MAKRCAVE_API_KEY: z.string().optional(),
  CAVE_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
})

/** The peers as a process of their own: they outlive a kill of API or worker, and so do their journals. */
async function main(): Promise<void> {
  const peer = await startPeers(optionsFrom(environment.parse(process.env)))
  closeWithGrace({ delay: 5_000 }, async () => peer.stop())
  console.log(`The development peers listen on ${peer.url}.`)
}

function optionsFrom(env: z.infer<typeof environment>): PeersOptions {
  const generated = developmentSecrets(env.DEV_DIRECTORY)
  return {
    port: env.DEV_PORT,
    directory: env.DEV_DIRECTORY,
    storeUrl: env.STORE_URL,
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY ?? generated.STRIPE_SECRET_KEY,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? generated.STRIPE_WEBHOOK_SECRET,
    },
    cave: {
      apiKey: env.MAKRCAVE_API_KEY ?? generated.MAKRCAVE_API_KEY,
      webhookSecret: env.CAVE_WEBHOOK_SECRET ?? generated.CAVE_WEBHOOK_SECRET,
      stepSeconds: env.CAVE_SIM_STEP_SECONDS,
      honoursKeys: env.CAVE_SIM_HONOURS_KEYS,
    },
    tokens: { clientId: env.KEYCLOAK_CLIENT_ID, serviceAudience: env.SERVICE_AUDIENCE },
  }
}

void main()
