import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'

/** Buyers of a département: they do not grow with what they buy. One of them has a quarter of all lines. */
const BUYERS = 60

export const ONE_BUYER = 'acheteur-programme-7'
const ONE_PURCHASE = 500
/** Of the line with that number. */
export const ONE_PATH = `/programmation/${ONE_PURCHASE}-achat-programme-${ONE_PURCHASE}-toiture`

/**
 * So many planned purchases of eight years past and one to come: of those past most were published, some dropped, and one
 * in twenty still waits; each was announced, and one in three changed since.
 */
export async function inventPurchases(db: Db, rows: number): Promise<void> {
  await db.execute(sql`
    insert into buyers (slug, name, name_key)
    select 'acheteur-programme-' || n, 'Acheteur programme ' || n, 'acheteur programme ' || n
    from generate_series(1, ${BUYERS}) n`)
  await db.execute(sql`
    insert into planned_purchases (id, buyer_id, object, description, category, cpv, trades, trade_basis,
      amount_min, amount_max, year, quarter, due_on, first_year, first_due_on, place, place_key, contact_name,
      contact_phone, contact_email, status, dropped_at, demonstration, announced_at, moved_at, search_text)
    overriding system value
    select n, b.id, object, '', (array['works', 'supplies', 'services', null])[1 + n % 4], '{}',
      case when n % 9 = 0 then '{}' else array[(array['electricite', 'voirie-reseaux', 'nettoyage', 'transport',
        'peinture-sols-facades', 'espaces-verts-foret', 'securite', 'energie'])[1 + n / 20 % 8]] end,
      case when n % 9 = 0 then null else 'chosen' end,
      case when n % 5 = 0 then null else 40000 end, case when n % 5 = 0 then null else 90000 end,
      extract(year from due), case when n % 7 = 0 then null else extract(quarter from due) end, due,
      extract(year from due), due,
      case when n % 3 = 0 then null else '{"kind":"commune","name":"Narbonne","code":"11262"}'::jsonb end,
      case when n % 3 = 0 then null else 'c:11262' end, '', '', '',
      case when due >= current_date or n % 20 = 0 then 'waiting' when n % 20 < 5 then 'dropped' else 'published' end,
      null, false, due - interval '300 days', due - interval '30 days', object
    from (
      select n, 'Achat programmé ' || n || ' ' || (array['toiture', 'voirie', 'mobilier', 'nettoyage'])[1 + n % 4] as object,
        (date_trunc('quarter', current_date - interval '8 years' + interval '9 years' * ((n * 7919) % ${rows}) / ${rows})
          + interval '3 months - 1 day')::date as due
      from generate_series(1, ${rows}) n) as invented
    join buyers b on b.slug = 'acheteur-programme-' || case when n % 4 = 1 then 7 else 1 + n % ${BUYERS} end`)
  await db.execute(sql`
    insert into planned_purchase_events (purchase_id, kind, at, changes)
    select id, 'announced', announced_at, '[]'::jsonb from planned_purchases
    union all select id, 'changed', moved_at, '[{"field":"quarter","before":1,"after":2}]'::jsonb
    from planned_purchases where id % 3 = 0`)
  await db.execute(sql`analyze planned_purchases, planned_purchase_events, buyers`)
}
