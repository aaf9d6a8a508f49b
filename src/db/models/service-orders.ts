import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { Address } from '../../domain/address.js'
import type { AttentionReason } from '../../domain/attention.js'
import type { ServiceOrderStatus } from '../../domain/service-order-status.js'

/** What MakrCave fabricates for an order. */
export class ServiceOrder extends Model<InferAttributes<ServiceOrder>, InferCreationAttributes<ServiceOrder>> {
  declare id: string
  declare number: number
  declare orderId: number
  declare quoteId: string
  declare uploadId: string
  declare userId: string
  declare status: ServiceOrderStatus
  declare priority: 'low' | 'normal' | 'high' | 'urgent'
  declare deliveryMode: 'ship' | 'pickup'
  declare shippingAddress: CreationOptional<Address | null>
  declare instructions: CreationOptional<string | null>
  declare currency: string
  declare amountMinor: number
  declare jobBody: CreationOptional<Record<string, unknown> | null>
  declare caveJobId: CreationOptional<string | null>
  declare providerAcceptUrl: CreationOptional<string | null>
  declare provider: CreationOptional<Record<string, unknown> | null>
  declare trackingNumber: CreationOptional<string | null>
  declare estimatedDelivery: CreationOptional<Date | null>
  declare estimatedCompletion: CreationOptional<Date | null>
  declare replaces: CreationOptional<string | null>
  declare attention: CreationOptional<AttentionReason | null>
  declare attentionAt: CreationOptional<Date | null>
  declare attentionNote: CreationOptional<string | null>
  declare version: CreationOptional<number>
  declare routedAt: CreationOptional<Date | null>
  declare acceptedAt: CreationOptional<Date | null>
  declare startedAt: CreationOptional<Date | null>
  declare shippedAt: CreationOptional<Date | null>
  declare completedAt: CreationOptional<Date | null>
  declare cancelledAt: CreationOptional<Date | null>
  declare lastCallbackAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initServiceOrders(sequelize: Sequelize): void {
  ServiceOrder.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      number: DataTypes.INTEGER,
      orderId: DataTypes.BIGINT,
      quoteId: DataTypes.UUID,
      uploadId: DataTypes.UUID,
      userId: DataTypes.TEXT,
      status: DataTypes.TEXT,
      priority: DataTypes.TEXT,
      deliveryMode: DataTypes.TEXT,
      shippingAddress: DataTypes.JSONB,
      instructions: DataTypes.TEXT,
      currency: DataTypes.TEXT,
      amountMinor: DataTypes.BIGINT,
      jobBody: DataTypes.JSONB,
      caveJobId: DataTypes.TEXT,
      providerAcceptUrl: DataTypes.TEXT,
      provider: DataTypes.JSONB,
      trackingNumber: DataTypes.TEXT,
      estimatedDelivery: DataTypes.DATE,
      estimatedCompletion: DataTypes.DATE,
      replaces: DataTypes.UUID,
      attention: DataTypes.TEXT,
      attentionAt: DataTypes.DATE,
      attentionNote: DataTypes.TEXT,
      version: DataTypes.INTEGER,
      routedAt: DataTypes.DATE,
      acceptedAt: DataTypes.DATE,
      startedAt: DataTypes.DATE,
      shippedAt: DataTypes.DATE,
      completedAt: DataTypes.DATE,
      cancelledAt: DataTypes.DATE,
      lastCallbackAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'service_orders' },
  )
}
