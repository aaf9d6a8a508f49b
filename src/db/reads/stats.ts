import { firstRow, rows, type Database } from '../sequelize.js'

/** The shop in numbers; amounts in minor units, revenue is paid minus refunded. */
export interface Stats {
  readonly total_orders: number
  readonly total_revenue: number
  readonly total_products: number
  readonly total_users: number
  readonly total_customers: number
  readonly pending_orders: number
  readonly active_orders: number
  readonly low_stock_products: number
  readonly recent_orders: readonly RecentOrder[]
  readonly revenue_chart: readonly { date: string; revenue: number; orders: number }[]
}

interface RecentOrder {
  readonly id: number
  readonly order_number: string
  readonly status: string
  readonly total: number
  readonly created_at: Date
}

const ZEROS: Stats = {
  total_orders: 0,
  total_revenue: 0,
  total_products: 0,
  total_users: 0,
  total_customers: 0,
  pending_orders: 0,
  active_orders: 0,
  low_stock_products: 0,
  recent_orders: [],
  revenue_chart: [],
}

/** Zeros where statistics are switched off. */
export async function readStats(database: Database, options: { readonly isEnabled: boolean }): Promise<Stats> {
  if (!options.isEnabled) return ZEROS
  const totals = await firstRow<Partial<Stats>>(
    database,
    `SELECT count(*)::int AS total_orders,
       coalesce(sum(total_minor - refunded_minor) FILTER (WHERE paid_at IS NOT NULL), 0)::bigint AS total_revenue,
       count(DISTINCT user_id)::int AS total_customers,
       count(*) FILTER (WHERE status = 'pending')::int AS pending_orders,
       count(*) FILTER (WHERE status IN ('processing', 'shipped'))::int AS active_orders,
       (SELECT count(*)::int FROM store_users) AS total_users
     FROM store_orders`,
  )
  const recent = await rows<RecentOrder>(
    database,
    'SELECT id, order_number, status, total_minor AS total, created_at FROM store_orders ORDER BY id DESC LIMIT 5',
  )
  return { ...ZEROS, ...totals, recent_orders: recent, revenue_chart: await revenueChart(database) }
}

async function revenueChart(database: Database): Promise<{ date: string; revenue: number; orders: number }[]> {
  return rows(
    database,
    `SELECT to_char(day, 'YYYY-MM-DD') AS date,
       coalesce(sum(total_minor - refunded_minor), 0)::bigint AS revenue, count(orders.id)::int AS orders
     FROM generate_series(current_date - 6, current_date, interval '1 day') AS day
     LEFT JOIN store_orders orders ON orders.paid_at >= day AND orders.paid_at < day + interval '1 day'
     GROUP BY day ORDER BY day`,
  )
}
