import { Connection } from '@temporalio/client'
import type { SearchAttributeType } from '@temporalio/common'
import { msToTs } from '@temporalio/common/lib/time'

import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js'
import type { SearchAttributeTypeName } from './temporal-server.js'

const typeNames: Readonly<Record<SearchAttributeType, SearchAttributeTypeName>> = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
}

/** Every search attribute of the workflows, with its type as the server's command line spells it. */
export const searchAttributes: Readonly<Record<string, SearchAttributeTypeName>> = Object.fromEntries(
  SEARCH_ATTRIBUTES.map(({ name, type }) => [name, typeNames[type]]),
)

/** Keeps runs that have ended for so many days; the development server would forget them after one. */
export async function keepRuns({ address, namespace, days }: Retention): Promise<void> {
  const connection = await Connection.connect({ address })
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(`${days} days`) },
    })
  } finally {
    await connection.close()
  }
}

interface Retention {
  readonly address: string
  readonly namespace: string
  readonly days: number
}
