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
import type { OrderPaymentStatus, StoreOrderStatus } from '../../domain/store-order-status.js'

/** An order as the shopper pays it, goods or service. */
export class StoreOrder extends Model<InferAttributes<StoreOrder>, InferCreationAttributes<StoreOrder>> {
  declare id: number
  declare orderNumber: string
  declare kind: 'goods' | 'service'
  declare userId: string
  declare status: StoreOrderStatus
  declare paymentStatus: OrderPaymentStatus
  declare currency: string
  declare subtotalMinor: number
  declare taxMinor: number
  declare shippingMinor: number
  declare discountMinor: CreationOptional<number>
  declare totalMinor: number
  declare refundedMinor: CreationOptional<number>
  declare email: CreationOptional<string | null>
  declare phone: CreationOptional<string | null>
  declare shippingAddress: CreationOptional<Address | null>
  declare billingAddress: CreationOptional<Address | null>
  declare shippingMethod: CreationOptional<string | null>
  declare trackingNumber: CreationOptional<string | null>
  declare notes: CreationOptional<string | null>
  declare attention: CreationOptional<AttentionReason | null>
  declare attentionAt: CreationOptional<Date | null>
  declare attentionNote: CreationOptional<string | null>
  declare metadata: CreationOptional<Record<string, unknown>>
  declare version: CreationOptional<number>
  declare payBy: Date
  declare paidAt: CreationOptional<Date | null>
  declare shippedAt: CreationOptional<Date | null>
  declare deliveredAt: CreationOptional<Date | null>
  declare cancelledAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

/** One line of an order, with the price that was agreed. */
export class StoreOrderItem extends Model<InferAttributes<StoreOrderItem>, InferCreationAttributes<StoreOrderItem>> {
  declare id: CreationOptional<number>
  declare orderId: number
  declare productId: CreationOptional<number | null>
  declare serviceOrderId: CreationOptional<string | null>
  declare productName: string
  declare productSku: CreationOptional<string | null>
  declare quantity: number
  declare unitPriceMinor: number
  declare lineTotalMinor: number
  declare taxMinor: number
  declare meta: CreationOptional<Record<string, unknown>>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initStoreOrders(sequelize: Sequelize): void {
  initOrders(sequelize)
  initItems(sequelize)
}

function initOrders(sequelize: Sequelize): void {
  StoreOrder.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true },
      orderNumber: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      userId: DataTypes.TEXT,
      status: DataTypes.TEXT,
      paymentStatus: DataTypes.TEXT,
      currency: DataTypes.TEXT,
      subtotalMinor: DataTypes.BIGINT,
      taxMinor: DataTypes.BIGINT,
      shippingMinor: DataTypes.BIGINT,
      discountMinor: DataTypes.BIGINT,
      totalMinor: DataTypes.BIGINT,
      refundedMinor: DataTypes.BIGINT,
      email: DataTypes.TEXT,
      phone: DataTypes.TEXT,
      shippingAddress: DataTypes.JSONB,
      billingAddress: DataTypes.JSONB,
      shippingMethod: DataTypes.TEXT,
      trackingNumber: DataTypes.TEXT,
      notes: DataTypes.TEXT,
      attention: DataTypes.TEXT,
      attentionAt: DataTypes.DATE,
      attentionNote: DataTypes.TEXT,
      metadata: DataTypes.JSONB,
      version: DataTypes.INTEGER,
      payBy: DataTypes.DATE,
      paidAt: DataTypes.DATE,
      shippedAt: DataTypes.DATE,
      deliveredAt: DataTypes.DATE,
      cancelledAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'store_orders' },
  )
}

function initItems(sequelize: Sequelize): void {
  StoreOrderItem.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      orderId: DataTypes.BIGINT,
      productId: DataTypes.BIGINT,
      serviceOrderId: DataTypes.UUID,
      productName: DataTypes.TEXT,
      productSku: DataTypes.TEXT,
      quantity: DataTypes.INTEGER,
      unitPriceMinor: DataTypes.BIGINT,
      lineTotalMinor: DataTypes.BIGINT,
      taxMinor: DataTypes.BIGINT,
      meta: DataTypes.JSONB,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'store_order_items' },
  )
}
