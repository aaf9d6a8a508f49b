import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { ReorderFrequency, ReorderItem } from '../../domain/quick-reorder.js'

/** A list that somebody buys again. */
export class QuickReorder extends Model<InferAttributes<QuickReorder>, InferCreationAttributes<QuickReorder>> {
  declare id: string
  declare userId: string
  declare makrcaveId: CreationOptional<string | null>
  declare name: string
  declare description: CreationOptional<string | null>
  declare items: ReorderItem[]
  declare isActive: CreationOptional<boolean>
  declare autoReorder: CreationOptional<boolean>
  declare frequency: CreationOptional<ReorderFrequency | null>
  /** by product id: buy again when this few are left */
  declare threshold: CreationOptional<Record<string, number> | null>
  declare timesUsed: CreationOptional<number>
  declare lastOrdered: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initQuickReorders(sequelize: Sequelize): void {
  QuickReorder.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.TEXT,
      makrcaveId: DataTypes.TEXT,
      name: DataTypes.TEXT,
      description: DataTypes.TEXT,
      items: DataTypes.JSONB,
      isActive: DataTypes.BOOLEAN,
      autoReorder: DataTypes.BOOLEAN,
      frequency: DataTypes.TEXT,
      threshold: DataTypes.JSONB,
      timesUsed: DataTypes.INTEGER,
      lastOrdered: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'quick_reorders' },
  )
}
