import type { SearchAttributeTypeName } from '../../src/development/temporal-server.js'

export const searchAttributeTypes: Readonly<Record<string, SearchAttributeTypeName>> = {
  Attention: 'Keyword',
  StoreStatus: 'Keyword',
  Number: 'Keyword',
  PaymentId: 'Keyword',
  CaveJobId: 'Keyword',
  DueAt: 'Datetime',
  OpenLines: 'Int',
}
