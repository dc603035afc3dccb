import { type SQL, sql } from 'drizzle-orm'
import { makePgArray } from 'drizzle-orm/pg-core'
import type { floorsOf } from './floors.ts'
import { MODEL_PROCEDURES, type ModelLimit } from './model-limits.ts'

/**
 * The consultations that these buyers (an array of their numbers) first published in a year, Paris time, without mere
 * pre-informations. Days given are counted as everywhere (users.md 6.1): calendar days from the day after the
 * publication to the last known deadline's. The shared model is meant for a consultation from the day on that its first
 * version was in force; documents made for one of those that were joined into it are its own.
 */
export function liveConsultationLines(
  year: number,
  buyers: SQL,
  floors: ReturnType<typeof floorsOf>,
  limits: ModelLimit[],
): SQL {
  return sql`(
    select k.reference as line, k.title, b.slug as buyer, b.name as buyer_name, k.category, k.procedure,
      k.amount_min, k.amount_max, k.published_on, k.deadline_on, k.days,
      case when k.days is not null then (${floorDays(floors)}) end as floor,
      k.divided,
      case when not k.divided then (
        select r.ground from kept_reasons r
        where r.consultation_id = k.id and r.finding = 'single-lot' order by r.id desc limit 1
      ) end as ground,
      case when k.divided then coalesce(nullif(l.numbered, 0), k.lot_count) end as lots,
      case when l.told > 0 then l.told when k.is_over then 1 else 0 end as lots_told,
      case when l.told > 0 then l.unsuccessful when k.status = 'unsuccessful' then 1 else 0 end as lots_unsuccessful,
      k.status,
      case when k.status in ('withdrawn', 'abandoned', 'unsuccessful') then k.reason end as reason,
      exists (select from consultations r where r.renews_id = k.id and r.joined_into_id is null) as renewed,
      h.corrections, h.moved,
      k.pieces, k.payment_days,
      (${modelLimit(limits)}) as model_below,
      used.consultation_id is not null as model_used
    from (
      select c.id, c.reference, c.title, c.buyer_id, c.category, c.procedure, c.divided, c.status,
        c.compulsory_visit,
        (c.facts -> 'amount' ->> 'min')::numeric(20, 2) as amount_min,
        (c.facts -> 'amount' ->> 'max')::numeric(20, 2) as amount_max,
        (c.published_at at time zone 'Europe/Paris')::date as published_on,
        (c.deadline_at at time zone 'Europe/Paris')::date as deadline_on,
        case when c.deadline_at >= c.published_at then
          (c.deadline_at at time zone 'Europe/Paris')::date - (c.published_at at time zone 'Europe/Paris')::date
        end as days,
        (c.facts ->> 'lotCount')::int as lot_count,
        c.status in ('withdrawn', 'abandoned', 'unsuccessful', 'awarded') as is_over,
        nullif(btrim(coalesce(c.facts ->> 'statusReason', c.facts -> 'outcome' ->> 'ground')), '') as reason,
        jsonb_array_length(c.facts -> 'requiredDocuments') as pieces,
        (c.facts ->> 'paymentDelayDays')::int as payment_days
      from consultations c
      where c.joined_into_id is null and c.status <> 'planned' and c.buyer_id = any(${buyers})
        and c.published_at >= make_timestamptz(${year}::int, 1, 1, 0, 0, 0, 'Europe/Paris')
        and c.published_at < make_timestamptz(${year + 1}::int, 1, 1, 0, 0, 0, 'Europe/Paris')
    ) k
    join buyers b on b.id = k.buyer_id
    left join lateral (
      select count(*) filter (where l.number is not null)::int as numbered, count(l.outcome)::int as told,
        count(*) filter (where l.outcome = 'unsuccessful')::int as unsuccessful
      from lots l where l.consultation_id = k.id
    ) l on true
    left join lateral (
      select count(*)::int as corrections,
        coalesce(bool_or(jsonb_path_exists(
          n.changes, '$[*] ? (@.field == "deadline" && @.before != null && @.after != null)')), false) as moved
      from notices n where n.consultation_id = k.id and n.kind in ('correction', 'extension')
    ) h on true
    left join (
      select distinct coalesce(c.joined_into_id, c.id) as consultation_id
      from template_uses u
      left join consultation_drafts d on d.id = u.draft_id
      join consultations c on c.id = coalesce(u.consultation_id, d.consultation_id)
    ) used on used.consultation_id = k.id
  )`
}

function modelLimit(limits: ModelLimit[]): SQL {
  const procedures = sql`${makePgArray([...MODEL_PROCEDURES])}::text[]`
  return sql`
    select step.below
    from json_to_recordset(${JSON.stringify(limits)}::json) as step(
      from_day date, until_day date, below double precision)
    where k.category = 'works' and (k.procedure is null or k.procedure = any(${procedures}))
      and k.published_on between step.from_day and step.until_day
      and k.published_on >= (select min(in_force_on) from template_versions)`
}

/**
 * The same as src/rules/pact-floor.ts: the lowest step that the amount may be on, and what a compulsory visit and a
 * season add.
 */
function floorDays({ steps, seasons }: ReturnType<typeof floorsOf>): SQL {
  return sql`
    select min(step.days + case when k.compulsory_visit then step.visit else 0 end) + coalesce((
      select season.days
      from json_to_recordset(${JSON.stringify(seasons)}::json) as season(
        from_day date, until_day date, rank int, opens_month int, opens_day int,
        closes_month int, closes_day int, days int, at_least int)
      where k.published_on between season.from_day and season.until_day
        and season.at_least <= (
          select sum(greatest(0,
            least(k.deadline_on, make_date(
              y + case when (season.opens_month, season.opens_day) > (season.closes_month, season.closes_day) then 1 else 0 end,
              season.closes_month, 1) + season.closes_day - 1)
            - greatest(k.published_on + 1, make_date(y, season.opens_month, 1) + season.opens_day - 1) + 1))
          from generate_series(extract(year from k.published_on)::int - 1, extract(year from k.deadline_on)::int) y)
      order by season.rank limit 1), 0)
    from json_to_recordset(${JSON.stringify(steps)}::json) as step(
      from_day date, until_day date, procedure text, amount_from numeric, below numeric, days int, visit int)
    where step.procedure = k.procedure and k.published_on between step.from_day and step.until_day
      and (step.below is null or step.amount_from < step.below or coalesce(k.amount_min, 0) = k.amount_max)
      and case
        when coalesce(k.amount_min, 0) = k.amount_max
          then k.amount_max >= step.amount_from and (step.below is null or k.amount_max < step.below)
        else (k.amount_max is null or k.amount_max > step.amount_from)
          and (step.below is null or coalesce(k.amount_min, 0) < step.below)
      end`
}
