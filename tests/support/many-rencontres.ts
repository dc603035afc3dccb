import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'

/** A meeting, a partner and a buyer among those that `inventRencontres` makes. */
export const ONE_RENCONTRE = 'rencontre-7'
export const ONE_ORGANISER = 'organisateur-3'
export const ONE_RECEIVER = 'acheteur-rencontre-5'

/**
 * So many meetings around now, half of them over, each with two buyers, of whom each has a hundred; one of the two has a
 * slot, which is booked.
 */
export async function inventRencontres(db: Db, rows: number): Promise<void> {
  const buyers = Math.max(20, Math.ceil(rows / 50))
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind)
    select 'organisateur-' || n, lpad((90000000000000 + n)::text, 14, '0'), 'Organisateur ' || n, 'Organisateur ' || n, 'chamber'
    from generate_series(1, 20) n on conflict do nothing`)
  await db.execute(sql`
    insert into buyers (slug, name, name_key)
    select 'acheteur-rencontre-' || n, 'Acheteur ' || n, 'acheteur rencontre ' || n
    from generate_series(1, ${buyers}::int) n on conflict do nothing`)
  await db.execute(sql`
    insert into rencontres (slug, organiser_id, title, trade, description, place, access, contact, starts_wall, starts_at,
      ends_wall, ends_at, bookable_until_wall, bookable_until, state, published_at, created_at, moved_at)
    select 'rencontre-' || n, p.id, 'Rencontre ' || n, case when n % 10 = 0 then 'nettoyage' end, 'Présentation', 'Narbonne', '', '',
      to_char(d, 'YYYY-MM-DD"T"09:00'), d, to_char(d, 'YYYY-MM-DD"T"17:00'), d + interval '8 hours',
      to_char(d, 'YYYY-MM-DD"T"09:00'), d, 'published', d - interval '30 days', d - interval '40 days', d - interval '30 days'
    from generate_series(1, ${rows}::int) n
    cross join lateral (select date_trunc('hour', now()) + make_interval(hours => n - ${rows}::int / 2) as d) day
    join partners p on p.slug = 'organisateur-' || (n % 20 + 1)`)
  await db.execute(sql`
    insert into rencontre_news (rencontre_id, at, kind, title, starts_wall, place, reason)
    select id, published_at, 'published', title, starts_wall, place, '' from rencontres`)
  await db.execute(sql`
    insert into rencontre_buyers (rencontre_id, buyer_id, seeks, spot)
    select r.id, b.id, '', '' from rencontres r cross join generate_series(0, 1) k
    join buyers b on b.slug = 'acheteur-rencontre-' || ((r.id + k * ${Math.floor(buyers / 2)}::int) % ${buyers}::int + 1)
    order by r.id, k`)
  await db.execute(sql`
    insert into rencontre_slots (attending_buyer_id, from_minute, to_minute)
    select id, 840, 860 from rencontre_buyers where id % 2 = 0`)
  await db.execute(sql`
    insert into rencontre_firms (rencontre_id, name, name_key) select id, 'Entreprise', 'entreprise' from rencontres`)
  await db.execute(sql`
    insert into rencontre_bookings (rencontre_id, attending_buyer_id, firm_id, status, slot_id, from_minute, to_minute, sells, consent_at, asked_at)
    select b.rencontre_id, b.id, f.id, 'booked', s.id, s.from_minute, s.to_minute, '', now(), now()
    from rencontre_buyers b join rencontre_firms f on f.rencontre_id = b.rencontre_id
    join rencontre_slots s on s.attending_buyer_id = b.id`)
  await db.execute(sql`analyze`)
}
