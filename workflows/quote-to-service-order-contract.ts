import { defineSignal, defineUpdate } from '@temporalio/workflow'

import type { Address } from '../src/domain/address.js'
import type { LengthUnit } from '../src/domain/model-report.js'
import type { PrintSettings } from '../src/domain/print-settings.js'
import type { ServiceOrderStatus } from '../src/domain/service-order-status.js'
import type { Timing } from '../src/domain/timing.js'
import type { ResumeInput } from './common-contract.js'

export const paymentEvent = defineSignal<[FactSignal]>('paymentEvent')
export const publicationEnded = defineSignal<[PublicationEnd]>('publicationEnded')

export const acceptQuote = defineUpdate<OrderAnswer, [AcceptQuote]>('acceptQuote')
export const setAddress = defineUpdate<OrderAnswer, [{ address: Address }]>('setAddress')
export const cancelServiceOrder = defineUpdate<CancelAnswer, [CancelServiceOrder]>('cancelServiceOrder')
export const requestPayment = defineUpdate<{ paymentId: string }, [RequestPayment]>('requestPayment')
export const refundOrder = defineUpdate<RefundAnswer, [RefundOrder]>('refundOrder')
export const setOrderStatus = defineUpdate<OrderAnswer, [SetOrderStatus]>('setOrderStatus')

/** A wake-up: the row of the inbox is the fact. */
export interface FactSignal {
  readonly inbox_id: string
}

export interface PublicationEnd {
  readonly serviceOrderId: string
  readonly status: ServiceOrderStatus
  /** the end was asked for, so the money goes back without a decision */
  readonly isRefundDue: boolean
}

export interface NewQuoteInput {
  readonly resume?: false
  readonly id: string
  readonly quoteNumber: string
  readonly uploadId: string
  readonly userId: string
  readonly settings: PrintSettings
  /** corrects the upload's unit; measured again */
  readonly unit?: LengthUnit
  readonly deliveryAddress?: Address
  readonly isPickup: boolean
  readonly customerNotes?: string
  readonly validHours: number
  readonly timing: Timing
}

export type QuoteToServiceOrderInput = NewQuoteInput | (ResumeInput & { readonly timing: Timing })

export interface AcceptQuote {
  readonly serviceOrderId: string
  readonly serviceOrderNumber: number
  readonly orderId: number
  readonly orderNumber: string
  readonly paymentId: string
  readonly deliveryMode: 'ship' | 'pickup'
  readonly address?: Address
  readonly billingAddress?: Address
  readonly email?: string
  readonly expectedPriceMinor?: number
  readonly paymentMethod?: string
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  readonly instructions?: string
  readonly paymentWindowHours: number
}

export interface OrderAnswer {
  readonly serviceOrderId: string
  readonly orderId: number
}

export interface CancelServiceOrder {
  readonly by: 'customer' | 'admin'
  readonly refundId: string
  readonly reason?: string
}

export interface CancelAnswer {
  /** false: MakrCave has been asked to stop and the money goes back when it confirms */
  readonly isCancelled: boolean
  readonly refundId: string | null
}

export interface RequestPayment {
  readonly paymentId: string
  readonly method?: string
}

export interface RefundOrder {
  readonly refundId: string
  /** minor units; absent: all that is left */
  readonly amountMinor?: number
  readonly reason: string
  readonly requestedBy: string
}

export interface RefundAnswer {
  readonly refundId: string
}

export interface SetOrderStatus {
  readonly status?: 'cancelled'
  readonly trackingNumber?: string
  readonly refundId: string
  readonly note?: string
}
