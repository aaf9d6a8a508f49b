import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { AttentionReason } from '../../domain/attention.js'
import type { Finding } from '../../domain/model-findings.js'
import type { FirmStatus, QuoteStatus } from '../../domain/quote-status.js'
import type { Address } from '../../domain/address.js'

/** A price that was offered, with everything it was computed from. */
export class Quote extends Model<InferAttributes<Quote>, InferCreationAttributes<Quote>> {
  declare id: string
  declare quoteNumber: string
  declare uploadId: string
  declare userId: string
  declare status: QuoteStatus
  declare version: CreationOptional<number>
  declare engine: string
  declare settings: Record<string, unknown>
  declare sha256: string
  declare normalisedSha256: string
  declare fileAnalysis: Record<string, unknown>
  declare findings: Finding[]
  declare weightMg: number
  declare timeSeconds: number
  declare breakdown: Record<string, unknown>
  declare priceSource: 'instant' | 'slicer'
  declare priceMinor: number
  declare instantPriceMinor: number
  declare firmPriceMinor: CreationOptional<number | null>
  declare firmStatus: FirmStatus
  declare rateCardVersion: number
  declare profileHash: CreationOptional<string | null>
  declare slicerVersion: CreationOptional<string | null>
  declare delivery: Record<string, unknown>
  declare deliveryAddress: CreationOptional<Address | null>
  declare estimatedDelivery: CreationOptional<Date | null>
  declare customerNotes: CreationOptional<string | null>
  declare attention: CreationOptional<AttentionReason | null>
  declare attentionAt: CreationOptional<Date | null>
  declare attentionNote: CreationOptional<string | null>
  declare expiresAt: Date
  declare acceptedAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initQuotes(sequelize: Sequelize): void {
  Quote.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      quoteNumber: DataTypes.TEXT,
      uploadId: DataTypes.UUID,
      userId: DataTypes.TEXT,
      status: DataTypes.TEXT,
      version: DataTypes.INTEGER,
      engine: DataTypes.TEXT,
      settings: DataTypes.JSONB,
      sha256: { type: DataTypes.TEXT, field: 'sha256' },
      normalisedSha256: { type: DataTypes.TEXT, field: 'normalised_sha256' },
      fileAnalysis: DataTypes.JSONB,
      findings: DataTypes.JSONB,
      weightMg: DataTypes.BIGINT,
      timeSeconds: DataTypes.BIGINT,
      breakdown: DataTypes.JSONB,
      priceSource: DataTypes.TEXT,
      priceMinor: DataTypes.BIGINT,
      instantPriceMinor: DataTypes.BIGINT,
      firmPriceMinor: DataTypes.BIGINT,
      firmStatus: DataTypes.TEXT,
      rateCardVersion: DataTypes.INTEGER,
      profileHash: DataTypes.TEXT,
      slicerVersion: DataTypes.TEXT,
      delivery: DataTypes.JSONB,
      deliveryAddress: DataTypes.JSONB,
      estimatedDelivery: DataTypes.DATE,
      customerNotes: DataTypes.TEXT,
      attention: DataTypes.TEXT,
      attentionAt: DataTypes.DATE,
      attentionNote: DataTypes.TEXT,
      expiresAt: DataTypes.DATE,
      acceptedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'quotes' },
  )
}
