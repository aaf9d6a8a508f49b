import { z } from 'zod'

const answer = z.object({ access_token: z.string() })

/** An access token for one of the demo people (shopper, maker, admin) from the issuer of the running stack. */
export async function developmentToken({ keycloakUrl, realm, username }: TokenWish): Promise<string> {
  const url = `${keycloakUrl}/realms/${realm}/protocol/openid-connect/token`
  const body = new URLSearchParams({ grant_type: 'password', username, password: 'any' })
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(5_000) }).catch(
    (error: unknown) => {
      throw new Error(`Nobody issues tokens at ${keycloakUrl}: start the stack with make start-dev.`, { cause: error })
    },
  )
  if (!response.ok) throw new Error(`There is no token for "${username}": choose shopper, maker or admin.`)
  return answer.parse(await response.json()).access_token
}

export interface TokenWish {
  /** As KEYCLOAK_URL takes it. */
  readonly keycloakUrl: string
  readonly realm: string
  readonly username: string
}
