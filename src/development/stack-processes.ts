import { peersOrigin } from './development-environment.js'
import type { PartContext, ProcessPlan } from './stack-parts.js'

type Environment = Readonly<Record<string, string>>

/** The other side of every conversation: token issuer, Stripe, MakrCave. */
export function peersPlan({ ports, dataFolder }: PartContext, environment: Environment): ProcessPlan {
  const realm = environment.KEYCLOAK_REALM ?? 'makrx'
  return {
    name: 'peers',
    file: 'src/development/peers.ts',
    environment: { ...environment, STORE_URL: `http://127.0.0.1:${ports.api}`, DEV_DIRECTORY: dataFolder },
    readyUrl: `${peersOrigin(ports)}/dev/keycloak/realms/${realm}/.well-known/openid-configuration`,
  }
}

export function workerPlan({ ports }: PartContext, environment: Environment): ProcessPlan {
  return {
    name: 'worker',
    file: 'temporal/worker.ts',
    environment,
    readyUrl: `http://127.0.0.1:${ports.worker}/health/ready`,
  }
}

export function apiPlan({ ports }: PartContext, environment: Environment): ProcessPlan {
  return {
    name: 'api',
    file: 'src/server.ts',
    environment,
    readyUrl: `http://127.0.0.1:${ports.api}/health/ready`,
  }
}
