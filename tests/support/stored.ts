import { sql } from 'drizzle-orm'
import type { Reader } from '../../src/db/db.ts'

/**
 * Everything stored of each consultation, in the order of references, without the numbers of rows: two databases that
 * were told the same answer the same.
 */
export async function storedConsultations(reader: Reader): Promise<Record<string, unknown>[]> {
  const rows = await reader.execute(sql`
    select c.reference,
      to_jsonb(c) - array['id', 'buyer_id', 'renews_id', 'provenance'] as consultation,
      (select b.name from buyers b where b.id = c.buyer_id) as buyer,
      (select earlier.reference from consultations earlier where earlier.id = c.renews_id) as renews,
      (select jsonb_agg(to_jsonb(l) - 'consultation_id' order by l.position)
        from lots l where l.consultation_id = c.id) as lots,
      (select jsonb_agg(b.name order by b.name)
        from consultation_buyers cb join buyers b on b.id = cb.buyer_id
        where cb.consultation_id = c.id) as buyers,
      (select jsonb_agg(
          to_jsonb(r) - array['id', 'source_id', 'consultation_id'] || jsonb_build_object('earlier', (
            select jsonb_agg(to_jsonb(v) - array['id', 'record_id'] order by v.id)
            from source_record_versions v where v.record_id = r.id))
          order by r.external_id)
        from source_records r where r.consultation_id = c.id) as records,
      (select jsonb_agg(to_jsonb(n) - array['id', 'consultation_id', 'record_id'] order by n.id)
        from notices n where n.consultation_id = c.id) as notices
    from consultations c order by c.reference`)
  return [...rows]
}

/** What no database may ever show, wherever a process that wrote to it was killed: one line for each fault. */
export async function faultsIn(reader: Reader): Promise<string[]> {
  const rows = await reader.execute<{ fault: string }>(sql`
    with numbered as (
      select reference, row_number() over year as place, split_part(reference, '-', 1)::int as year
      from consultations window year as (partition by split_part(reference, '-', 1) order by reference)
    )
    select reference || ' has no lot' as fault from consultations c
      where not exists (select from lots where consultation_id = c.id)
    union all select reference || ' has no notice' from consultations c
      where not exists (select from notices where consultation_id = c.id)
    union all select reference || ' has no record' from consultations c
      where not exists (select from source_records where consultation_id = c.id)
    union all select reference || ' is not among its buyer’s' from consultations c
      where buyer_id is not null and not exists (
        select from consultation_buyers b where b.consultation_id = c.id and b.buyer_id = c.buyer_id)
    union all select reference || ' has a field from nowhere: ' || field.key
      from consultations c, jsonb_each(c.provenance) field
      where not exists (
        select from source_records r
        where r.consultation_id = c.id and r.id = (field.value ->> 'recordId')::int)
    union all select 'a notice of ' || reference || ' has a record of another'
      from notices n join consultations c on c.id = n.consultation_id
      join source_records r on r.id = n.record_id where r.consultation_id <> c.id
    union all select 'there is a gap before ' || reference from numbered
      where split_part(reference, '-', 2)::int <> place
    union all select 'the counter of ' || coalesce(k.year, n.year) || ' says ' || coalesce(k.last, 0)
      from reference_counters k
      full join (select year, count(*) as count from numbered group by year) n on n.year = k.year
      where k.last is distinct from n.count
    union all select 'a source is without health: ' || url from sources s
      where not exists (select from source_health h where h.source_id = s.id)`)
  return rows.map(({ fault }) => fault)
}
