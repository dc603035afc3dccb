import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { joinBuyers } from '../../src/consultations/join-buyers.ts'
import { buyerFormerSlugs, buyers } from '../../src/partners/schema.ts'
import { recordContext } from '../../src/sources/record-context.ts'
import { attendingBuyers } from '../../src/rencontres/schema.ts'
import { useDemonstration } from '../support/demonstration.ts'

/** Whoever has another spelling is matched already: none of these can be an unmatched buyer's. */
const NEVER_UNMATCHED = ['buyer_aliases.buyer_id']
/** Told anew from what the sources of each consultation say, who here name somebody else: see unmatched-buyers.test.ts. */
const TOLD_ANEW = ['consultation_buyers.buyer_id', 'consultations.buyer_id']

const demonstration = useDemonstration()

async function unmatched(slug: string): Promise<number> {
  const [row] = await demonstration.deps.db
    .insert(buyers)
    .values({ slug, name: slug, nameKey: slug })
    .returning({ id: buyers.id })
  if (!row) throw new Error('no buyer')
  return row.id
}

async function join(slug: string, into: string) {
  const context = await recordContext(demonstration.deps, { demonstration: true })
  return demonstration.deps.db.transaction((tx) =>
    joinBuyers(tx, { slug, into }, { ...context, actor: 'test' }),
  )
}

describe('a buyer that turns out to be another', () => {
  it('loses nothing that any table keeps of it: each moves to the other', async () => {
    const { db } = demonstration.deps
    const from = await unmatched('regie-inconnue')
    await db.insert(buyerFormerSlugs).values({ slug: 'regie-d-avant', buyerId: from })
    const keys = await db.execute<{ table: string; column: string }>(sql`
      select c.conrelid::regclass::text as table, a.attname as column
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'buyers'::regclass order by 1, 2`)
    const told = [...keys].filter(
      ({ table, column }) => !NEVER_UNMATCHED.includes(`${table}.${column}`),
    )
    expect(told.length).toBeGreaterThan(6)
    const rows: { told: string; where: ReturnType<typeof sql> }[] = []
    for (const { table, column } of told) {
      const [name, field] = [sql.identifier(table), sql.identifier(column)]
      // A row that is known by all its other columns, from then on.
      const [row] = await db.execute<{ row: Record<string, unknown> }>(sql`
        update ${name} set ${field} = ${from}
        where ctid = (select ctid from ${name} order by ${field} = ${from} desc nulls last limit 1)
        returning to_jsonb(${name}) - ${column} as row`)
      if (!row) throw new Error(`${table}: the demonstration has no row to move`)
      const key = ['id', 'slug', 'consultation_id'].find((each) => each in row.row) ?? ''
      rows.push({
        told: `${table}.${column}`,
        where: sql`select ${field} as buyer from ${name} where ${sql.identifier(key)} = ${row.row[key]}`,
      })
    }
    const [target] = await db.select().from(buyers).where(eq(buyers.slug, 'carcassonne'))
    expect(await join('regie-inconnue', 'carcassonne')).toMatchObject({ ok: true })
    for (const { told, where } of rows.filter(({ told }) => !TOLD_ANEW.includes(told))) {
      const after = await db.execute<{ buyer: number }>(where)
      expect([told, [...after].map(({ buyer }) => buyer)]).toEqual([
        told,
        expect.arrayContaining([target?.id]),
      ])
    }
  })

  it('stays by itself where both hold a table at one meeting, and is told so', async () => {
    const { db } = demonstration.deps
    const from = await unmatched('regie-attablee')
    const [row] = await db
      .select({ rencontreId: attendingBuyers.rencontreId, slug: buyers.slug })
      .from(attendingBuyers)
      .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
      .limit(1)
    if (!row) throw new Error('no meeting')
    const { rencontreId } = row
    await db.insert(attendingBuyers).values({ rencontreId, buyerId: from, seeks: '', spot: '' })
    expect(await join('regie-attablee', row.slug)).toEqual({ ok: false, problem: 'same-meeting' })
  })
})
