import { sql } from 'drizzle-orm'
import { computeYear } from '../../src/analysis/compute.ts'
import { liveLines } from '../../src/analysis/lines.ts'
import type { Db, Tx } from '../../src/db/db.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import type { BenchServer } from './databases.ts'
import { type Bench, compare, type Measure, milliseconds } from './measure.ts'

const CONTRACTS = 1_000_000
const FIRMS = 150_000
const CONSULTATIONS = 5_000
const LIMIT = 3_000
const ROUNDS = 5

/** The whole analysis of one year among a million contracts: spread over five years, and all in that year. */
export const analysis: Bench = {
  name: 'analysis',
  async run(server) {
    return [
      await analysed(server, 5, 'a fifth of them its own'),
      await analysed(server, 1, 'all of them its own'),
    ]
  },
}

async function analysed(server: BenchServer, years: number, share: string): Promise<Measure> {
  const { databaseUrl } = await server.newDatabase()
  const { db, close } = openPostgres(databaseUrl)
  await invent(db, years)
  const plan = await planOf(db)
  if (years > 1 && !/contracts_(?:year|buyer)\b/.test(plan))
    throw new Error(`no index with the year is used:\n${plan}`)
  const rounds = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const ours = await milliseconds(async () => {
      const { indicators } = await computeYear(db, YEAR, await liveLines(db, YEAR))
      if ((indicators[0]?.tables[0]?.cells[0]?.n ?? 0) < CONTRACTS / years)
        throw new Error('contracts are missing')
    })
    if (round > 0) rounds.push({ ours, limit: LIMIT })
  }
  await close()
  return compare(
    {
      name: `analysis-${years}`,
      what: `a year's analysis among ${CONTRACTS} contracts, ${share} (ms)`,
      beside: 'limit',
    },
    rounds,
    { atMost: 1 },
  )
}

const YEAR = 2026

async function planOf(db: Db): Promise<string> {
  const { known } = await liveLines(db, YEAR)
  const rows = await db.execute<Record<string, string>>(
    sql`explain select count(*), count(social) from ${known} line`,
  )
  return rows.map((row) => Object.values(row).join('')).join('\n')
}

/** Twenty councils, and firms of all sizes and places; one in eleven of those that hold contracts is in no register. */
async function invent(db: Db, years: number): Promise<void> {
  await db.transaction((tx) => inventRows(tx, years))
  await db.execute(sql`vacuum (analyze) contracts`)
  await db.execute(sql`vacuum (analyze) contract_suppliers`)
  await db.execute(sql`analyze`)
}

async function inventRows(db: Tx, years: number): Promise<void> {
  // Two million rows that are right by construction need no checks of their references.
  await db.execute(sql`set local session_replication_role to replica`)
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind, signatory_since, territory_kind, territory_code)
    select 'conseil-' || n, (10000000000000 + n)::text, 'Conseil ' || n, 'Conseil ' || n, 'commune', '2026-03-02', 'departement', '11'
    from generate_series(1, 20) n`)
  await db.execute(sql`
    insert into buyers (slug, name, name_key, siret, partner_id)
    select slug, name, slug, siret, id from partners where slug like 'conseil-%'`)
  await db.execute(sql`
    insert into firms (siren, size, seat, source, read_at)
    select (200000000 + n)::text, (array['micro', 'sme', 'sme', 'mid-size', 'large', null])[1 + n % 6],
      (200000000 + n)::text || '00001', 'sirene', now()
    from generate_series(1, ${FIRMS}::int) n`)
  await db.execute(sql`
    insert into establishments (siret, siren, commune, departement, region, source, read_at)
    select (200000000 + n)::text || '0000' || m, (200000000 + n)::text,
      case when n % 3 = 0 then '11069' else '34172' end, case when n % 3 = 0 then '11' else '34' end, '76', 'sirene', now()
    from generate_series(1, ${FIRMS}::int) n, generate_series(1, 2) m`)
  await db.execute(sql`
    insert into contracts (key, number, buyer_id, buyer_siret, nature, object, cpv, category, procedure, amount, current_amount,
      notified_on, year, published_on, months, bids, sme_bids, irregular_bids, advance, advance_rate, subcontracting,
      social, environmental, modifications, demonstration, changed_at)
    select '21110069800011|' || n, n::text, b.id, b.siret, case when n % 20 = 0 then 'framework' else 'contract' end,
      'Objet inventé du contrat numéro ' || n, '45000000',
      (array['works', 'supplies', 'services', null])[1 + n % 4],
      (array['adapted', 'open', 'restricted', 'without-competition', null])[1 + n % 5],
      case when n % 50 > 0 then round((exp(random() * 8) * 2000)::numeric, 2) end, null,
      make_date(${YEAR}::int - (n / 20) % ${years}::int, 1 + n % 12, 1 + n % 28), ${YEAR}::int - (n / 20) % ${years}::int,
      make_date(${YEAR}::int - (n / 20) % ${years}::int, 1 + n % 12, 1 + n % 28) + n % 90,
      n % 48, nullif(n % 9, 0), n % 3, n % 2, n % 4 = 0, 0.05, n % 6 = 0, n % 3 = 0, n % 5 = 0, 0, false, now()
    from generate_series(1, ${CONTRACTS}::int) n
    join (select id, siret, row_number() over (order by id) - 1 as rank from buyers where slug like 'conseil-%') b
      on b.rank = n % 20`)
  await db.execute(sql`
    insert into contract_suppliers (contract_id, position, siret, siren, name, size_said)
    select c.id, p, siren || '00002', siren, 'Entreprise', case when c.id % 2 = 0 then 'sme' end
    from contracts c
    cross join generate_series(0, case when c.id % 5 = 0 then 1 else 0 end) p
    cross join lateral (select (200000001 + (c.id * 7919 + p) % ${FIRMS * 1.1}::int)::text as siren) firm`)
  await db.execute(sql`
    insert into consultations (reference, ocid, slug, title, buyer_id, status, category, procedure, published_at, deadline_at,
      closes_at, divided, signatory, demonstration, facts, provenance, last_change_at, last_notice_kind, search_text)
    select ${YEAR}::text || '-' || n, 'ocds-bench-' || n, 'objet', 'Objet inventé ' || n, b.id,
      (array['active', 'awarded', 'unsuccessful', 'abandoned'])[1 + n % 4],
      (array['works', 'supplies', 'services', null])[1 + n % 4], (array['adapted', 'below-threshold', 'open'])[1 + n % 3],
      make_timestamptz(${YEAR}::int, 1 + n % 12, 1 + n % 28, 9, 0, 0, 'UTC'),
      make_timestamptz(${YEAR}::int, 1 + n % 12, 1 + n % 28, 11, 0, 0, 'UTC') + make_interval(days => 10 + n % 40), now(),
      n % 2 = 0, true, false, jsonb_build_object('amount', jsonb_build_object('min', 20000, 'max', 80000), 'lotCount', 1 + n % 9),
      '{}', now(), 'tender', ''
    from generate_series(1, ${CONSULTATIONS}::int) n
    join (select id, row_number() over (order by id) - 1 as rank from buyers where slug like 'conseil-%') b on b.rank = n % 20`)
  await db.execute(sql`
    insert into lots (consultation_id, position, title, trades, all_building_trades, place_of_buyer, outcome)
    select id, 0, 'Lot', '{}', false, true, case when id % 3 > 0 then 'awarded' end from consultations`)
  await db.execute(sql`
    insert into notices (consultation_id, kind, published_at, recorded_at, feed_at, in_default_feed, changes)
    select id, case when m = 0 then 'tender' else 'correction' end, published_at, published_at, published_at, true,
      '[{"field": "deadline", "before": "a", "after": "b"}]'
    from consultations, generate_series(0, 1) m where m = 0 or id % 5 = 0`)
}
