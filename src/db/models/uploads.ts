import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { Finding } from '../../domain/model-findings.js'
import type { AttentionReason } from '../../domain/attention.js'
import type { UploadStatus } from '../../domain/upload-status.js'
import type { LengthUnit } from '../../domain/model-report.js'

/** A model file that a shopper sent, and what measuring it in its own unit gave. */
export class Upload extends Model<InferAttributes<Upload>, InferCreationAttributes<Upload>> {
  declare id: string
  declare userId: string
  declare fileKey: string
  declare fileName: string
  declare fileSize: number
  declare mimeType: string
  declare unit: CreationOptional<LengthUnit>
  declare status: CreationOptional<UploadStatus>
  declare progress: CreationOptional<number>
  declare version: CreationOptional<number>
  declare declaredSha256: CreationOptional<string | null>
  declare sha256: CreationOptional<string | null>
  declare etag: CreationOptional<string | null>
  declare volumeMm3: CreationOptional<number | null>
  declare surfaceAreaMm2: CreationOptional<number | null>
  declare dimensions: CreationOptional<{ x: number; y: number; z: number } | null>
  declare meshInfo: CreationOptional<Record<string, unknown> | null>
  declare analysis: CreationOptional<Record<string, unknown> | null>
  declare findings: CreationOptional<Finding[]>
  declare errorMessage: CreationOptional<string | null>
  declare attention: CreationOptional<AttentionReason | null>
  declare attentionAt: CreationOptional<Date | null>
  declare attentionNote: CreationOptional<string | null>
  declare completedAt: CreationOptional<Date | null>
  declare processedAt: CreationOptional<Date | null>
  declare expiresAt: Date
  declare deletedAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

/** The reader's whole report per unit that was tried; quotes are computed from these. */
export class MeshReport extends Model<InferAttributes<MeshReport>, InferCreationAttributes<MeshReport>> {
  declare uploadId: string
  declare unit: LengthUnit
  declare report: Record<string, unknown>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initUploads(sequelize: Sequelize): void {
  Upload.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.TEXT,
      fileKey: DataTypes.TEXT,
      fileName: DataTypes.TEXT,
      fileSize: DataTypes.BIGINT,
      mimeType: DataTypes.TEXT,
      unit: DataTypes.TEXT,
      status: DataTypes.TEXT,
      progress: DataTypes.INTEGER,
      version: DataTypes.INTEGER,
      declaredSha256: { type: DataTypes.TEXT, field: 'declared_sha256' },
      sha256: { type: DataTypes.TEXT, field: 'sha256' },
      etag: DataTypes.TEXT,
      volumeMm3: { type: DataTypes.DOUBLE, field: 'volume_mm3' },
      surfaceAreaMm2: { type: DataTypes.DOUBLE, field: 'surface_area_mm2' },
      dimensions: DataTypes.JSONB,
      meshInfo: DataTypes.JSONB,
      analysis: DataTypes.JSONB,
      findings: DataTypes.JSONB,
      errorMessage: DataTypes.TEXT,
      attention: DataTypes.TEXT,
      attentionAt: DataTypes.DATE,
      attentionNote: DataTypes.TEXT,
      completedAt: DataTypes.DATE,
      processedAt: DataTypes.DATE,
      expiresAt: DataTypes.DATE,
      deletedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'uploads' },
  )
  MeshReport.init(
    {
      uploadId: { type: DataTypes.UUID, primaryKey: true },
      unit: { type: DataTypes.TEXT, primaryKey: true },
      report: DataTypes.JSONB,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'mesh_reports' },
  )
}
