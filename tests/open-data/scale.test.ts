import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { PAGE_SIZE } from '../../src/open-data/published.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

/** A hundred thousand in `npm run test:deep`. */
const MANY = process.env.DEEP ? 100_000 : 15_000
const GROWING = /Seq Scan on (?:consultations|notices|lots|consultation_buyers|source_records)/g

const program = useProgram()
let asked: { query: string; params: unknown[] }[] = []
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  await program.say('profil', [
    draft('un', {
      object: 'Réfection de la voirie',
      buyers: bought('Ville de Narbonne'),
      category: 'works',
      deadline: winter('2026-12-15T12:00'),
      lots: [{ number: '1', title: 'Terrassement' }],
    }),
  ])
  await multiply()
  const db = drizzle(program.database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
  app = createApp({ ...program.deps, db, keep: createKeeper(0) })
}, 300_000)

/** As many consultations again, over ten years, with their notices and buyers. */
async function multiply(): Promise<void> {
  const { db } = program.deps
  const copied = (table: string, changed: Record<string, string>) =>
    sql.raw(`insert into ${table} select t.* from (
      select (jsonb_populate_record(o, ${jsonOf(changed)})).* from ${table} o, generate_series(1, ${MANY}) n) t`)
  await db.transaction(async (tx) => {
    await tx.execute(
      sql`create temp table one on commit drop as select * from consultations limit 1`,
    )
    await tx.execute(sql`alter table one drop column search`)
    const columns = await tx.execute<{ name: string }>(sql`
      select quote_ident(attname) as name from pg_attribute
      where attrelid = 'one'::regclass and attnum > 0 and not attisdropped order by attnum`)
    const names = [...columns].map(({ name }) => name).join(', ')
    const values = names
      .replace(/^id,/, '100 + n,')
      .replace('reference,', "'2016-' || lpad(n::text, 6, '0'),")
      .replace('ocid,', "'ocds-many-' || n,")
      .replace(
        'published_at,',
        `published_at - make_interval(hours => (n * 87660.0 / ${MANY})::int),`,
      )
    await tx.execute(
      sql.raw(
        `insert into consultations (${names}) select ${values} from one, generate_series(1, ${MANY}) n`,
      ),
    )
  })
  await db.execute(copied('notices', { id: '1000 + n', consultation_id: '100 + n' }))
  await db.execute(copied('consultation_buyers', { consultation_id: '100 + n' }))
  await db.execute(copied('lots', { consultation_id: '100 + n' }))
  await db.execute(sql`
    insert into contracts (key, number, nature, year, modifications, demonstration, changed_at)
    select 'many-' || n, 'M' || n, 'contract', 2015 + n % 10, 0, false, now()
    from generate_series(1, ${MANY}::int) n`)
  await db.execute(sql`
    insert into contract_suppliers (contract_id, position, siren, siret)
    select id, 0, lpad((id % 1000)::text, 9, '0'), lpad((id % 1000)::text, 14, '0') from contracts`)
  await db.execute(sql`
    insert into contract_records (origin, external_key, contract_id, facts, changed_at)
    select 'decp', key, id, '{}', now() from contracts`)
  await db.execute(sql`analyze`)
}

function jsonOf(changed: Record<string, string>): string {
  const parts = Object.entries(changed).map(([name, value]) => `'${name}', ${value}`)
  return `jsonb_build_object(${parts.join(', ')})`
}

describe('among very many consultations', () => {
  it('reads every page of one consultation or of one year along an index', async () => {
    const plans: string[] = []
    for (const path of [
      '/donnees/ocds/2016-000042.json',
      '/donnees/ocds/2024.jsonl.gz',
      '/donnees',
    ]) {
      asked = []
      const answer = await app.request(path)
      expect([path, answer.status]).toEqual([path, 200])
      await readSome(answer, 300_000)
      for (const { query, params } of asked
        .filter((each) => /^select/i.test(each.query))
        .slice(0, 12)) {
        const rows = await program.database.sql.unsafe<{ 'QUERY PLAN': string }[]>(
          `explain ${query}`,
          params as string[],
        )
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        plans.push(`${query}\n${plan}`)
      }
    }
    expect(plans.length).toBeGreaterThan(8)
    expect(plans.filter((plan) => plan.match(GROWING))).toEqual([])
  })

  it('reads every page of contracts and of who holds them along an index', async () => {
    const plans: string[] = []
    for (const path of ['/donnees/contrats.csv', '/donnees/titulaires.csv']) {
      asked = []
      const answer = await app.request(path)
      expect([path, answer.status]).toEqual([path, 200])
      await readSome(answer, 150_000)
      for (const { query, params } of asked
        .filter(({ query }) => /^select.*from "contract/i.test(query))
        .slice(0, 6)) {
        const rows = await program.database.sql.unsafe<{ 'QUERY PLAN': string }[]>(
          `explain ${query}`,
          params as string[],
        )
        plans.push(`${query}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`)
      }
    }
    expect(plans.length).toBeGreaterThan(4)
    expect(plans.filter((plan) => /Seq Scan on contract\w*/.test(plan))).toEqual([])
  })

  it('streams them all in bounded memory, a page at a time', async () => {
    asked = []
    const held = heldBytes()
    const before = held()
    let most = 0
    let bytes = 0
    let chunks = 0
    const answer = await app.request('/donnees/ocds.jsonl.gz')
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength
      chunks += 1
      if (chunks % 5 === 0) most = Math.max(most, held() - before)
      asked = asked.slice(-10)
    }
    expect(bytes).toBeGreaterThan(500_000)
    // A page is some hundreds of kilobytes; the whole is a hundred times more.
    expect(most).toBeLessThan(32 * 1024 * 1024)
    const pages = asked.filter(({ query }) => query.includes('from "consultations"'))
    expect(pages.length).toBeGreaterThan(0)
    expect(pages.every(({ params }) => params.includes(PAGE_SIZE))).toBe(true)
  }, 300_000)
})

/** Reads of an answer until it has sent so many bytes or has ended, and leaves. */
async function readSome(answer: Response, enough: number): Promise<void> {
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > enough) break
  }
}

/** What is held once everything that nobody needs is collected. */
function heldBytes(): () => number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('no garbage collector to call')
  return () => {
    collect()
    return process.memoryUsage().heapUsed
  }
}
