import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'

/** A body in the middle of those that are invented. */
export const ONE_BODY = 'organisme-500'
export const ONE_SCHEME = 'fiche-500'

/** Fills a migrated database with so many bodies, half as many contacts again, and as many sheets. */
export async function inventContacts(db: Db, rows: number): Promise<void> {
  await db.execute(sql`
    insert into help_bodies (slug, kind, name, role, phones, territories, problems, checked_on)
    select 'organisme-' || n, 'public-body', 'Organisme ' || lpad(n::text, 7, '0'), 'Aide les entreprises.',
      '{}', case n % 3 when 0 then '{}'::text[] when 1 then '{d:11}' else '{d:34}' end, '{}', '2026-01-01'
    from generate_series(1, ${rows}::int) n`)
  await db.execute(sql`
    insert into help_contacts (slug, body_id, function, phones, territories, trades, problems)
    select 'interlocuteur-' || b.id || '-' || k, b.id, 'Fonction ' || k, '{}', '{}',
      case b.id % 2 when 0 then '{electricite}'::text[] else '{nettoyage}' end,
      case b.id % 4 when 0 then '{innovation}'::text[] else '{orientation}' end
    from help_bodies b, generate_series(1, 2) k where b.id % 4 <> 3 and b.slug like 'organisme-%'`)
  await db.execute(sql`
    insert into support_schemes (slug, theme, title, what)
    select 'fiche-' || n, case n % 2 when 0 then 'aid' else 'financing' end,
      'Fiche ' || lpad(n::text, 7, '0'), 'Ce que c’est.'
    from generate_series(1, ${rows}::int) n`)
  await db.execute(sql`
    insert into help_seats (contact_id, body_id)
    select c.id, b.id from help_contacts c join help_bodies b on b.slug = 'organisme-' || c.body_id % 100 + 1
    where c.id % 5 = 0 and b.id <> c.body_id`)
  await db.execute(sql`analyze help_bodies, help_contacts, help_seats, support_schemes`)
}
