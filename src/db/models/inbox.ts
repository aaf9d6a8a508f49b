import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from 'sequelize'

import type { InboxState } from '../../domain/inbox-state.js'

/** A verified fact from outside, kept for ever under its event id. `fact` is what we read from it. */
export class InboxEntry extends Model<InferAttributes<InboxEntry>, InferCreationAttributes<InboxEntry>> {
  declare id: string
  declare provider: 'stripe' | 'razorpay' | 'makrcave' | 'manual'
  declare eventId: string
  declare eventType: string
  declare subject: CreationOptional<string | null>
  declare headers: CreationOptional<Record<string, unknown>>
  declare raw: CreationOptional<Buffer | null>
  declare bodySha256: string
  declare fact: CreationOptional<Record<string, unknown> | null>
  declare state: InboxState
  declare attempts: CreationOptional<number>
  declare signalledAt: CreationOptional<Date | null>
  declare nextAttemptAt: CreationOptional<Date | null>
  declare error: CreationOptional<string | null>
  declare receivedAt: CreationOptional<Date>
  declare doneAt: CreationOptional<Date | null>
  declare createdAt: CreationOptional<Date>
  declare updatedAt: CreationOptional<Date>
}

export function initInbox(sequelize: Sequelize): void {
  InboxEntry.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      provider: DataTypes.TEXT,
      eventId: DataTypes.TEXT,
      eventType: DataTypes.TEXT,
      subject: DataTypes.TEXT,
      headers: DataTypes.JSONB,
      raw: DataTypes.BLOB,
      bodySha256: { type: DataTypes.TEXT, field: 'body_sha256' },
      fact: DataTypes.JSONB,
      state: DataTypes.TEXT,
      attempts: DataTypes.INTEGER,
      signalledAt: DataTypes.DATE,
      nextAttemptAt: DataTypes.DATE,
      error: DataTypes.TEXT,
      receivedAt: DataTypes.DATE,
      doneAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'webhook_inbox' },
  )
}
