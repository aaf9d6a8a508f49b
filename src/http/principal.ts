/** Who is asking, as far as the access mark of the route wanted to know. */
export type Principal = UserPrincipal | GuestPrincipal | ServicePrincipal | AnonymousPrincipal

export interface UserPrincipal {
  readonly kind: 'user'
  /** `sub` of the token */
  readonly id: string
  readonly roles: readonly string[]
  readonly isAdmin: boolean
  readonly emailVerified: boolean
  readonly email?: string
  readonly username?: string
  readonly firstName?: string
  readonly lastName?: string
  /** SHA-256 (hex) of an `X-Session-ID` sent beside the token, on guest routes: a cart that may be merged */
  readonly guestSessionHash?: string
}

interface GuestPrincipal {
  readonly kind: 'guest'
  /** SHA-256 (hex) of `X-Session-ID`; the id itself is never kept */
  readonly sessionHash: string
}

export interface ServicePrincipal {
  readonly kind: 'service'
  readonly name: string
}

export interface AnonymousPrincipal {
  readonly kind: 'anonymous'
}

export const ANONYMOUS: AnonymousPrincipal = { kind: 'anonymous' }

/**
 * The access marks. `public` never looks at a token; `public_with_user` knows the user when a good one is sent;
 * `owner_admin_or_service` admits every user and service, and the handler puts the owner into its query.
 */
export interface PrincipalByAccess {
  public: AnonymousPrincipal
  public_with_user: UserPrincipal | AnonymousPrincipal
  guest: UserPrincipal | GuestPrincipal
  user: UserPrincipal
  admin: UserPrincipal
  service: ServicePrincipal
  user_or_service: UserPrincipal | ServicePrincipal
  admin_or_service: UserPrincipal | ServicePrincipal
  owner_admin_or_service: UserPrincipal | ServicePrincipal
  cave_callback: ServicePrincipal
  payment_webhook: AnonymousPrincipal
  metrics: AnonymousPrincipal
}

export type Access = keyof PrincipalByAccess

/**
 * The name under which idempotency records of this principal are kept, and rates are counted; undefined for nobody in
 * particular.
 */
export function principalKey(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'user':
      return `user:${principal.id}`
    case 'guest':
      return `guest:${principal.sessionHash}`
    case 'service':
      return `service:${principal.name}`
    case 'anonymous':
      return undefined
  }
}
