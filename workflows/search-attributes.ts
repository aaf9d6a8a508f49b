import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

/** What operators search and sort runs by. Nothing personal, no file names. */
export const ATTENTION = defineSearchAttributeKey('Attention', SearchAttributeType.KEYWORD)
export const STORE_STATUS = defineSearchAttributeKey('StoreStatus', SearchAttributeType.KEYWORD)
export const NUMBER = defineSearchAttributeKey('Number', SearchAttributeType.KEYWORD)
export const PAYMENT_ID = defineSearchAttributeKey('PaymentId', SearchAttributeType.KEYWORD)
export const CAVE_JOB_ID = defineSearchAttributeKey('CaveJobId', SearchAttributeType.KEYWORD)
export const DUE_AT = defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME)
export const OPEN_LINES = defineSearchAttributeKey('OpenLines', SearchAttributeType.INT)

/** Every attribute that a namespace must know before the first run starts. */
export const SEARCH_ATTRIBUTES = [ATTENTION, STORE_STATUS, NUMBER, PAYMENT_ID, CAVE_JOB_ID, DUE_AT, OPEN_LINES]
