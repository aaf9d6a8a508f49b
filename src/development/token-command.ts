import { developmentToken } from './development-token.js'

/** Prints a token for the person whose name is given, and nothing else, so that a shell can take it. */
async function main(username = 'shopper'): Promise<void> {
  const { DEV_PORT = '8001', KEYCLOAK_REALM = 'makrx' } = process.env
  const keycloakUrl = process.env.KEYCLOAK_URL ?? `http://127.0.0.1:${DEV_PORT}/dev/keycloak`
  console.log(await developmentToken({ keycloakUrl, realm: KEYCLOAK_REALM, username }))
}

main(process.argv[2] || undefined).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
