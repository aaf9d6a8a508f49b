import type { WorkflowName } from '../../../workflows/ids.js'
import { rows, type Database } from '../sequelize.js'

/** A row that is not final, and so must have a run. */
export interface OpenRun {
  readonly name: WorkflowName
  readonly key: string
}

/** Every run that the rows ask for: what `resume --all` starts and `doctor` looks for. */
export async function listOpenRuns(database: Database): Promise<OpenRun[]> {
  return rows<OpenRun>(
    database,
    `SELECT 'modelAnalysis' AS name, id::text AS key FROM uploads WHERE status = 'processing' AND deleted_at IS NULL
     UNION ALL
     SELECT 'quoteToServiceOrder', id::text FROM quotes WHERE status = 'active'
     UNION ALL
     SELECT DISTINCT 'quoteToServiceOrder', service.quote_id::text
     FROM store_orders orders JOIN service_orders service ON service.order_id = orders.id
     WHERE orders.status IN ('pending', 'processing', 'shipped') OR orders.attention IS NOT NULL
        OR EXISTS (SELECT 1 FROM refunds JOIN payments ON payments.id = refunds.payment_id
                   WHERE payments.order_id = orders.id AND refunds.status = 'pending')
     UNION ALL
     SELECT 'cavePublication', id::text FROM service_orders
     WHERE (job_body IS NOT NULL OR cave_job_id IS NOT NULL)
       AND status IN ('paid', 'pending_assignment', 'assigned_to_provider', 'in_production', 'quality_review',
                      'ready_for_shipping', 'shipped')
     UNION ALL
     SELECT 'bomImport', id::text FROM bom_imports WHERE completed_at IS NULL`,
  )
}
