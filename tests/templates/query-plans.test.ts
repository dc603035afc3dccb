import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { openTestPostgres } from '../support/databases.ts'
import { templates } from '../bench/lists/templates.ts'

let database: OpenDatabase

beforeAll(async () => {
  database = await openTestPostgres()
  await templates.fill(database.db, 20_000)
})
afterAll(() => database.close())

it.each([
  [
    'whether a consultation uses the model',
    sql`select 1 from template_uses where consultation_id = 7`,
  ],
  [
    'whether a draft does',
    sql`select 1 from template_uses where draft_id = '5c1d2f7e-0000-4000-8000-000000000000'`,
  ],
  [
    'whether a partner uses it',
    sql`select 1 from template_uses where partner_id = 7 and kind in ('documents', 'declaration') limit 1`,
  ],
  [
    'which other buyers do',
    sql`select distinct organisation from template_uses where kind = 'declaration' and partner_id is null and confirmed_at is not null`,
  ],
  [
    'which declarations wait',
    sql`select id from template_uses where kind = 'declaration' and confirmed_at is null and declined_at is null order by at limit 100`,
  ],
])('%s is found without reading every use', async (_, query) => {
  const plan = await database.db.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`)
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toContain('Seq Scan')
})
