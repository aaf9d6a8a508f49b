import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { BaseUnit } from '../../domain/bom-line.js'

/** An article of the shop. Stock belongs to stock activities, everything else to `src/db/catalog.ts`. */
export class Product extends Model<InferAttributes<Product>, InferCreationAttributes<Product>> {
  declare id: CreationOptional<number>
  declare name: string
  declare slug: string
  declare sku: string | null
  declare description: CreationOptional<string | null>
  declare shortDescription: CreationOptional<string | null>
  declare brandId: CreationOptional<number | null>
  declare categoryId: CreationOptional<number | null>
  declare currency: CreationOptional<string>
  declare priceMinor: number
  declare salePriceMinor: CreationOptional<number | null>
  /** what the shopper pays; the database computes it */
  declare effectivePriceMinor: CreationOptional<number>
  declare stockOnHand: CreationOptional<number>
  declare stockReserved: CreationOptional<number>
  declare stockSource: CreationOptional<'store' | 'makrcave'>
  declare trackInventory: CreationOptional<boolean>
  declare allowBackorder: CreationOptional<boolean>
  declare minOrderQty: CreationOptional<number>
  declare packSize: CreationOptional<number>
  declare baseUnit: CreationOptional<BaseUnit>
  declare weight: CreationOptional<Record<string, unknown> | null>
  declare dimensions: CreationOptional<Record<string, unknown>>
  declare attributes: CreationOptional<Record<string, unknown>>
  declare specifications: CreationOptional<Record<string, unknown>>
  declare compatibility: CreationOptional<string[]>
  declare images: CreationOptional<string[]>
  declare galleryImages: CreationOptional<string[]>
  declare videos: CreationOptional<string[]>
  declare featuredImage: CreationOptional<string | null>
  declare status: CreationOptional<ProductStatus>
  declare replacedBy: CreationOptional<number | null>
  declare isFeatured: CreationOptional<boolean>
  declare isDigital: CreationOptional<boolean>
  declare seoTitle: CreationOptional<string | null>
  declare seoDescription: CreationOptional<string | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export type ProductStatus = 'active' | 'draft' | 'archived'

export function initCatalog(sequelize: Sequelize): void {
  Product.init(
    {
      id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
      name: DataTypes.TEXT,
      slug: DataTypes.TEXT,
      sku: DataTypes.TEXT,
      description: DataTypes.TEXT,
      shortDescription: DataTypes.TEXT,
      brandId: DataTypes.BIGINT,
      categoryId: DataTypes.BIGINT,
      currency: DataTypes.TEXT,
      priceMinor: DataTypes.BIGINT,
      salePriceMinor: DataTypes.BIGINT,
      effectivePriceMinor: DataTypes.BIGINT,
      stockOnHand: DataTypes.INTEGER,
      stockReserved: DataTypes.INTEGER,
      stockSource: DataTypes.TEXT,
      trackInventory: DataTypes.BOOLEAN,
      allowBackorder: DataTypes.BOOLEAN,
      minOrderQty: DataTypes.INTEGER,
      packSize: DataTypes.INTEGER,
      baseUnit: DataTypes.TEXT,
      weight: DataTypes.JSONB,
      dimensions: DataTypes.JSONB,
      attributes: DataTypes.JSONB,
      specifications: DataTypes.JSONB,
      compatibility: DataTypes.JSONB,
      images: DataTypes.JSONB,
      galleryImages: DataTypes.JSONB,
      videos: DataTypes.JSONB,
      featuredImage: DataTypes.TEXT,
      status: DataTypes.TEXT,
      replacedBy: DataTypes.BIGINT,
      isFeatured: DataTypes.BOOLEAN,
      isDigital: DataTypes.BOOLEAN,
      seoTitle: DataTypes.TEXT,
      seoDescription: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'store_products' },
  )
}
