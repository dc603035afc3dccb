import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'

/** Address word of one of the actions that there are; every quantity has it. */
export const ONE_ACTION = 'action-7'
/** And of one of the groups. */
export const ONE_GROUP = 'groupe-3'

/**
 * Actions spread over three years, one in ten of them late, each with the same number of versions, milestones, evidence,
 * measures and councils; in forty groups, each with its meetings, members and steps.
 */
export async function inventActions(
  db: Db,
  { actions, versions }: { actions: number; versions: number },
): Promise<void> {
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind, signatory_since)
    select 'acteur-' || n, (10000000000000 + n)::text, 'Acteur ' || n, 'Acteur ' || n, 'commune', date '2024-01-01'
    from generate_series(1, 20) n`)
  await db.execute(sql`
    insert into pact_groups (slug, axis_id, title, purpose, pilot_id, problem_statement, problem_figure, aim, perimeter, deliverables,
      internal_constraints, legal_constraints, indicator, indicator_unit, starts_on, rhythm_meetings, rhythm_period)
    select 'groupe-' || n, (select id from pact_axes order by position offset n % 4 limit 1), 'Groupe inventé ' || n, 'Son objet.',
      (select id from partners where slug = 'acteur-' || 1 + n % 20), '', '', '', '', '', '', '', 'Part', '%', current_date - 900, 1, 'month'
    from generate_series(1, 40) n`)
  await db.execute(sql`
    insert into pact_actions (slug, axis_id, group_id, pilot_id, title, description, starts_on, due_on, indicator, indicator_unit, indicator_target, status, reminded_at, moved_at)
    select 'action-' || n, (select id from pact_axes order by position offset n % 4 limit 1),
      (select id from pact_groups where slug = 'groupe-' || 1 + n % 40),
      (select id from partners where slug = 'acteur-' || 1 + n % 20), 'Action inventée ' || n, 'Ce qu’elle fait.',
      current_date - 900, current_date + (n % 700) - 100, 'Part', '%', 80,
      (array['to-launch', 'launched', 'partly-done', 'done', 'abandoned'])[1 + n % 5],
      case when n % 10 = 1 then now() - interval '40 days' end, now() - make_interval(mins => n * 90)
    from generate_series(1, ${actions}::int) n`)
  await db.execute(sql`
    insert into pact_milestones (action_id, title, due_on, reached_on)
    select id, 'Jalon ' || k, due_on - 200 + 100 * k, case when k = 1 then due_on - 100 end
    from pact_actions, generate_series(1, 2) k`)
  await db.execute(sql`
    insert into pact_measures (action_id, measured_on, value, note)
    select id, current_date - 100 * k, 10 * k, 'Relevé' from pact_actions, generate_series(1, 2) k`)
  await db.execute(sql`
    insert into pact_evidence (action_id, council_id, kind, title, dated_on, url, partner_id, added_at)
    select id, case when k = 2 then pilot_id end, 'link', 'Délibération', current_date - 50, 'https://exemple.example/', pilot_id, now()
    from pact_actions, generate_series(1, 2) k`)
  await db.execute(sql`
    insert into pact_action_councils (action_id, partner_id, state, decided_on, reason)
    select a.id, p.id, 'taken-up', current_date - 60, ''
    from pact_actions a join partners p on p.slug in ('acteur-1', 'acteur-2', 'acteur-3')`)
  await db.execute(sql`
    insert into pact_action_partners (action_id, partner_id)
    select a.id, p.id from pact_actions a join partners p on p.slug = 'acteur-4' where a.pilot_id <> p.id`)
  await db.execute(sql`
    insert into pact_comments (action_id, partner_id, agent_id, words, at)
    select a.id, a.pilot_id, g.id, 'Un avis.', now() from pact_actions a, (select id from agents limit 1) g`)
  await db.execute(sql`
    insert into pact_reminders (action_id, kind, due_on, at, recipients)
    select id, 'due', due_on, reminded_at, 1 from pact_actions where reminded_at is not null`)
  await db.execute(sql`
    insert into pact_meetings (group_id, starts_at, ends_at, starts_wall, ends_wall, place, agenda, state, minutes, minutes_state, minutes_visibility)
    select g.id, at, at + interval '2 hours', to_char(at, 'YYYY-MM-DD"T"HH24:MI'), to_char(at + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI'),
      'Carcassonne', '', case when at < now() then 'held' else 'planned' end, '', 'none', 'members'
    from pact_groups g, generate_series(-20, 3) k, lateral (select date_trunc('hour', now()) + make_interval(days => k * 30) as at) t`)
  await db.execute(sql`
    insert into pact_versions (at, kind, subject, version, action_id, group_id, axis_id, partner_id, actor, changes, reason, visibility)
    select now() - make_interval(mins => 5 + (${versions}::int - n) * 20), 'action', a.id::text, 1 + n / ${actions}::int, a.id, a.group_id, a.axis_id, a.pilot_id, 'bench',
      '{"status": {"from": "to-launch", "to": "launched"}}'::jsonb, '', 'public'
    from generate_series(0, ${versions}::int - 1) n
    join (select id, group_id, axis_id, pilot_id, row_number() over (order by id) - 1 as rank from pact_actions) a on a.rank = n % ${actions}::int`)
  // As the server does by itself, soon.
  await db.execute(sql`vacuum analyze`)
}
