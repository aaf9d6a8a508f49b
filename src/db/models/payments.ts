import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { AttemptStatus } from '../../domain/payment-state.js'

/** One attempt to pay an order. */
export class Payment extends Model<InferAttributes<Payment>, InferCreationAttributes<Payment>> {
  declare id: string
  declare orderId: number
  declare attempt: number
  declare provider: 'stripe' | 'razorpay' | 'manual'
  declare providerRef: CreationOptional<string | null>
  declare providerPaymentId: CreationOptional<string | null>
  declare amountMinor: number
  declare currency: string
  declare mode: 'live' | 'test'
  declare status: AttemptStatus
  declare method: CreationOptional<string | null>
  declare failureReason: CreationOptional<string | null>
  declare intent: CreationOptional<Record<string, string>>
  declare expiresAt: Date
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

/** Money that goes back; its id is the provider's key on every try. */
export class Refund extends Model<InferAttributes<Refund>, InferCreationAttributes<Refund>> {
  declare id: string
  declare paymentId: string
  declare requestKey: string
  declare amountMinor: number
  declare status: 'pending' | 'succeeded' | 'failed'
  declare reason: string
  declare attempts: CreationOptional<number>
  declare providerRefundId: CreationOptional<string | null>
  declare requestedBy: string
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initPayments(sequelize: Sequelize): void {
  Payment.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      orderId: DataTypes.BIGINT,
      attempt: DataTypes.INTEGER,
      provider: DataTypes.TEXT,
      providerRef: DataTypes.TEXT,
      providerPaymentId: DataTypes.TEXT,
      amountMinor: DataTypes.BIGINT,
      currency: DataTypes.TEXT,
      mode: DataTypes.TEXT,
      status: DataTypes.TEXT,
      method: DataTypes.TEXT,
      failureReason: DataTypes.TEXT,
      intent: DataTypes.JSONB,
      expiresAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'payments' },
  )
  Refund.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      paymentId: DataTypes.UUID,
      requestKey: DataTypes.TEXT,
      amountMinor: DataTypes.BIGINT,
      status: DataTypes.TEXT,
      reason: DataTypes.TEXT,
      attempts: DataTypes.INTEGER,
      providerRefundId: DataTypes.TEXT,
      requestedBy: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'refunds' },
  )
}
