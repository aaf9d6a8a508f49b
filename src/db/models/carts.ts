import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { CartMeta } from '../../domain/cart-meta.js'

export type CartStatus = 'active' | 'converted' | 'merged' | 'abandoned'

/** What somebody is about to buy: a person, a guest's session, or an address that waits for its person. */
export class Cart extends Model<InferAttributes<Cart>, InferCreationAttributes<Cart>> {
  declare id: CreationOptional<number>
  declare userId: CreationOptional<string | null>
  /** SHA-256 of the session's id, hex */
  declare sessionHash: CreationOptional<string | null>
  /** lower case */
  declare claimEmail: CreationOptional<string | null>
  declare status: CreationOptional<CartStatus>
  declare version: CreationOptional<number>
  declare mergedInto: CreationOptional<number | null>
  declare lastActivityAt: CreationOptional<Date>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

/** One product in a cart; at most one line per product. */
export class CartItem extends Model<InferAttributes<CartItem>, InferCreationAttributes<CartItem>> {
  declare id: CreationOptional<number>
  declare cartId: number
  declare productId: number
  declare quantity: number
  declare unitPriceMinor: number
  declare meta: CreationOptional<CartMeta>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initCarts(sequelize: Sequelize): void {
  Cart.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      userId: DataTypes.TEXT,
      sessionHash: DataTypes.TEXT,
      claimEmail: DataTypes.TEXT,
      status: DataTypes.TEXT,
      version: DataTypes.INTEGER,
      mergedInto: DataTypes.BIGINT,
      lastActivityAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'store_carts' },
  )
  CartItem.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      cartId: DataTypes.BIGINT,
      productId: DataTypes.BIGINT,
      quantity: DataTypes.INTEGER,
      unitPriceMinor: DataTypes.BIGINT,
      meta: DataTypes.JSONB,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'store_cart_items' },
  )
}
