import { setTimeout as pause } from 'node:timers/promises'
import { Connection, isGrpcServiceError } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time'
import type { SearchAttributeTypeName } from '../../src/development/temporal-server.js'

const grpcNotFound = 5
const grpcAlreadyExists = 6
const dayMs = 86_400_000
const settleMs = 30_000

/** `temporal.api.enums.v1.IndexedValueType` */
const indexedValueTypes: Readonly<Record<SearchAttributeTypeName, number>> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
}

/** Makes the namespaces of the tests on a server that somebody else runs; those that exist are completed. */
export async function registerNamespaces(request: NamespaceRequest): Promise<void> {
  const connection = await Connection.connect({ address: request.address, connectTimeout: 5_000 })
  try {
    for (const namespace of request.namespaces) {
      await registerOne(connection, namespace)
      await addMissingAttributes({ connection, namespace, types: request.searchAttributes })
    }
  } finally {
    await connection.close()
  }
}

async function registerOne(connection: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = msToTs(dayMs)
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod })
  } catch (error) {
    if (!hasCode(error, grpcAlreadyExists)) throw error
  }
}

/** A server may need seconds until every part of it knows a new namespace. */
async function addMissingAttributes({ connection, namespace, types }: AttributeRequest): Promise<void> {
  const deadline = Date.now() + settleMs
  for (;;) {
    try {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
      const missing = Object.entries(types).filter(([name]) => !(name in customAttributes))
      const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]]))
      if (missing.length > 0) await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
      return
    } catch (error) {
      if (!hasCode(error, grpcNotFound) || Date.now() > deadline) throw error
      await pause(200)
    }
  }
}

function hasCode(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && (error.code as number) === code
}

interface NamespaceRequest {
  readonly address: string
  readonly namespaces: readonly string[]
  readonly searchAttributes: Readonly<Record<string, SearchAttributeTypeName>>
}

interface AttributeRequest {
  readonly connection: Connection
  readonly namespace: string
  readonly types: Readonly<Record<string, SearchAttributeTypeName>>
}
