/** Who may sign in while developing, with any password. */
export interface DemoPerson {
  readonly sub: string
  readonly username: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly roles: readonly string[]
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person({ number: 1, username: 'shopper', firstName: 'Asha', lastName: 'Rao', roles: ['customer'] }),
  person({ number: 2, username: 'maker', firstName: 'Vikram', lastName: 'Iyer', roles: ['customer', 'maker'] }),
  person({ number: 3, username: 'admin', firstName: 'Meera', lastName: 'Das', roles: ['customer', 'admin'] }),
]

function person({ number, ...fields }: Omit<DemoPerson, 'sub' | 'email'> & { number: number }): DemoPerson {
  const sub = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  return { ...fields, sub, email: `${fields.username}@example.org` }
}
