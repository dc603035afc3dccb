import { sql } from 'drizzle-orm'
import { hashOfSecret } from '../../src/auth/secret.ts'
import type { Db } from '../../src/db/db.ts'

/** Leads to one of the invented requests. */
export const ONE_REQUEST = 'a-request-among-many-that-are-only-invented'

/** Fills an empty, migrated database with so many requests of one partner, nine in ten of them closed. */
export async function inventRequests(db: Db, rows: number): Promise<void> {
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind)
    values ('acteur', '99999999999999', 'Acteur', 'Acteur', 'commune') on conflict do nothing`)
  await db.execute(sql`
    insert into requests (reference, kind, theme, state, partner_id, routed_by, routed_at, subject, firm, person, email,
      commune, departement, consent_at, received_at, acknowledge_by, answer_by, acknowledged_at, answered_at, turn,
      mediation_step, outcome, closed_at)
    select 'S-' || lpad(upper(to_hex(n)), 7, '0'),
      (array['question', 'orientation', 'mediation', 'innovation', 'difficulty'])[1 + n % 5],
      case when n % 5 <> 4 then (array['find', 'answer', 'payment', 'lots'])[1 + n % 4] end,
      case when n % 10 = 0 then 'received' else 'closed' end,
      case when n % 1000 <> 0 then (select id from partners where slug = 'acteur') end,
      'rule', at, 'Demande ' || n, 'Entreprise ' || n, 'Personne', 'e' || n || '@firm.example', 'Narbonne', '11', at,
      at, at + interval '2 days', at + interval '15 days',
      case when n % 10 <> 0 then at + interval '1 day' end, case when n % 10 <> 0 then at + interval '5 days' end,
      'partner', case when n % 5 = 2 then 'asked' end,
      case when n % 10 <> 0 then case when n % 5 = 2 then 'agreement' else 'answered' end end,
      case when n % 10 <> 0 then at + interval '9 days' end
    from generate_series(1, ${rows}::int) n,
      lateral (select now() - make_interval(mins => 4 * n) as at) t`)
  await db.execute(sql`
    insert into request_messages (request_id, body, at, form_hash)
    select id, 'Un message', received_at, 'h' || id from requests`)
  await db.execute(sql`
    insert into request_events (request_id, kind, by, partner_id, at)
    select id, event, 'partner', partner_id, received_at + interval '1 day'
    from requests, unnest(array['received', 'acknowledged', 'answered']) event
    where event = 'received' or state = 'closed'`)
  await db.execute(sql`
    insert into request_links (token_hash, request_id) select 'h' || id, id from requests
    union all select ${await hashOfSecret(ONE_REQUEST)}, max(id) from requests`)
  await db.execute(sql`
    with given as (
      insert into documents (id, name, kind, size, sha256, uploaded_by, uploaded_at, scan)
      select gen_random_uuid(), form_hash, 'pdf', 1, '', 'firm', at, 'unasked' from request_messages where id % 4 = 0
      returning id, name)
    insert into request_files (document_id, request_id, message_id, form_hash, at)
    select given.id, m.request_id, m.id, m.form_hash, m.at
    from given join request_messages m on m.form_hash = given.name`)
  for (const table of [
    'requests',
    'request_messages',
    'request_events',
    'request_links',
    'request_files',
    'documents',
  ])
    await db.execute(sql`analyze ${sql.identifier(table)}`)
}
