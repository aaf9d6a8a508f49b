import { DomainError } from './domain/errors.js'
import type { PaymentProvider } from './ports.js'

/** The providers that are configured, and which one takes what. */
export interface PaymentProviders {
  readonly stripe?: PaymentProvider
  readonly razorpay?: PaymentProvider
  /** takes card, upi, netbanking and wallet */
  readonly preferred?: 'stripe' | 'razorpay'
}

const METHODS = ['card', 'upi', 'netbanking', 'wallet', 'stripe', 'razorpay']

/** The provider for a payment method; a word we do not know and a provider that is not there are refused. */
export function pickProvider(providers: PaymentProviders, method?: string | null): PaymentProvider {
  const word = method?.trim().toLowerCase() ?? 'card'
  if (!METHODS.includes(word)) {
    throw new DomainError('payment_method_unsupported', `We take: ${METHODS.join(', ')}.`)
  }
  const provider = word === 'stripe' || word === 'razorpay' ? providers[word] : usualProvider(providers)
  if (!provider) {
    throw new DomainError(
      'payment_provider_unavailable',
      'Payments cannot be taken at the moment; please try again later.',
    )
  }
  return provider
}

/** The preferred one; where it is not there, whichever is. */
function usualProvider({ preferred, stripe, razorpay }: PaymentProviders): PaymentProvider | undefined {
  const wanted = preferred === 'stripe' ? stripe : razorpay
  return wanted ?? razorpay ?? stripe
}

/** The provider that an attempt belongs to. */
export function providerOf(providers: PaymentProviders, name: string): PaymentProvider | undefined {
  return name === 'stripe' || name === 'razorpay' ? providers[name] : undefined
}
