import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'

/** Address word of one of the items that there are, a practice taken up; every quantity has it. */
export const ONE_PRACTICE = 'document-6'
/** And of a document in files. */
export const ONE_DOCUMENT = 'document-7'

/** Items of twenty partners, two versions each, one in ten withdrawn; practices are taken up by three. */
export async function inventItems(db: Db, items: number): Promise<void> {
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind, signatory_since)
    select 'editeur-' || n, (20000000000000 + n)::text, 'Éditeur ' || n, 'Éditeur ' || n, 'commune', date '2024-01-01'
    from generate_series(1, 20) n on conflict do nothing`)
  await db.execute(sql`
    insert into library_items (slug, kind, theme, partner_id, title, summary, position, moved_at, created_at, withdrawn_at, withdrawn_reason, search_text)
    select 'document-' || n,
      (array['leaflet', 'charter', 'guide', 'slides', 'template', 'study', 'practice'])[1 + n % 7],
      (array['answering', 'grouping', 'writing', 'lots', 'time-to-answer', 'small-contracts', 'payment', 'follow-up', 'pact'])[1 + n % 9],
      (select id from partners where slug = 'editeur-' || 1 + n % 20), 'Document inventé ' || n,
      'Ce qu’il dit, en une phrase.', -n, now() - make_interval(mins => n * 5), now() - interval '2 years',
      case when n % 10 = 9 then now() end, case when n % 10 = 9 then 'Remplacé.' else '' end,
      'Document inventé ' || n || ' Ce qu’il dit' || case when n % 500 = 3 then ' avance de trésorerie' else '' end
    from generate_series(1, ${items}::int) n`)
  await db.execute(sql`
    insert into library_versions (item_id, number, dated_on, note, practice, added_at)
    select id, k, current_date - 100 + k, case when k = 1 then '' else 'Une phrase de plus' end,
      case when kind = 'practice' then '{"problem": "Un problème", "done": "Ce qui est fait", "text": "À copier", "law": "", "contactFunction": "Service", "contactBody": "Ville"}'::jsonb end,
      moved_at - make_interval(days => 2 - k)
    from library_items, generate_series(1, 2) k`)
  await db.execute(sql`
    insert into library_news (item_id, version_id, kind, at)
    select item_id, id, 'version', added_at from library_versions order by added_at, id`)
  await db.execute(sql`
    insert into library_news (item_id, kind, reason, at)
    select id, 'withdrawal', 'Remplacé.', withdrawn_at from library_items where withdrawn_at is not null`)
  await db.execute(sql`
    insert into documents (id, partner_id, name, kind, size, sha256, uploaded_by, uploaded_at, scan, published_at)
    select ('00000000-0000-4000-8000-' || lpad(to_hex(v.id), 12, '0'))::uuid, i.partner_id, 'document.pdf', 'pdf', 717000,
      repeat('0', 64), 'test', v.added_at, 'unasked', v.added_at
    from library_versions v join library_items i on i.id = v.item_id where i.kind <> 'practice'`)
  await db.execute(sql`
    insert into library_files (version_id, position, document_id)
    select v.id, 0, ('00000000-0000-4000-8000-' || lpad(to_hex(v.id), 12, '0'))::uuid
    from library_versions v join library_items i on i.id = v.item_id where i.kind <> 'practice'`)
  await db.execute(sql`
    insert into library_uses (item_id, partner_id, since)
    select i.id, p.id, now() from library_items i
    join partners p on p.slug in ('editeur-1', 'editeur-2', 'editeur-3') where i.kind = 'practice'`)
  // As autovacuum would, so that plans are those of a database that has stood for a while.
  await db.execute(sql`select gin_clean_pending_list('library_items_search')`)
  await db.execute(sql`analyze`)
}
