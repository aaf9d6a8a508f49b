import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { AttentionReason } from '../../domain/attention.js'
import type { BomDialect, BomImportOptions, BomSource, ImportProblem } from '../../domain/bom-import.js'
import type { BomImportCounters, BomImportStatus } from '../../domain/bom-import-status.js'
import type { OtherRow } from '../../domain/bom-line.js'

/** A parts list that somebody brought, and what became of it. Its lines are rows of their own, read in bulk. */
export class BomImport extends Model<InferAttributes<BomImport>, InferCreationAttributes<BomImport>> {
  declare id: string
  declare userId: string
  declare source: BomSource
  declare projectId: CreationOptional<string | null>
  declare projectName: CreationOptional<string | null>
  declare bomName: string
  declare fileKey: CreationOptional<string | null>
  declare fileSha256: CreationOptional<string | null>
  declare dialect: CreationOptional<BomDialect | null>
  declare otherRows: CreationOptional<OtherRow[]>
  declare options: BomImportOptions
  declare status: CreationOptional<BomImportStatus>
  /** empty until the lines are read */
  declare counters: CreationOptional<Partial<BomImportCounters>>
  declare cartId: CreationOptional<number | null>
  declare quickReorderId: CreationOptional<string | null>
  declare estimatedTotalMinor: CreationOptional<number>
  declare warnings: CreationOptional<string[]>
  declare errorLog: CreationOptional<ImportProblem[]>
  declare matcherVersion: string
  declare attention: CreationOptional<AttentionReason | null>
  declare attentionAt: CreationOptional<Date | null>
  declare attentionNote: CreationOptional<string | null>
  declare version: CreationOptional<number>
  declare completedAt: CreationOptional<Date | null>
  declare deletedAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initBomImports(sequelize: Sequelize): void {
  BomImport.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.TEXT,
      source: DataTypes.TEXT,
      projectId: DataTypes.TEXT,
      projectName: DataTypes.TEXT,
      bomName: DataTypes.TEXT,
      fileKey: DataTypes.TEXT,
      fileSha256: { type: DataTypes.TEXT, field: 'file_sha256' },
      dialect: DataTypes.JSONB,
      otherRows: DataTypes.JSONB,
      options: DataTypes.JSONB,
      status: DataTypes.TEXT,
      counters: DataTypes.JSONB,
      cartId: DataTypes.BIGINT,
      quickReorderId: DataTypes.UUID,
      estimatedTotalMinor: DataTypes.BIGINT,
      warnings: DataTypes.JSONB,
      errorLog: DataTypes.JSONB,
      matcherVersion: DataTypes.TEXT,
      attention: DataTypes.TEXT,
      attentionAt: DataTypes.DATE,
      attentionNote: DataTypes.TEXT,
      version: DataTypes.INTEGER,
      completedAt: DataTypes.DATE,
      deletedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'bom_imports' },
  )
}
