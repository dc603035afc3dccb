import { and, desc, eq } from 'drizzle-orm'
import { currentLists } from '../consultations/lists.ts'
import { sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { buyers, partners } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import { loadRules } from '../rules/load-rules.ts'
import type { Rule } from '../rules/rule.ts'
import type { FileContext } from '../sources/file/read-consultations.ts'
import { valuesOf } from '../consultations/records/draft.ts'
import type { TypedFields } from './schema.ts'
import { fieldsOf } from './typed-fields.ts'

/** A partner for whom consultations are typed. */
export type TypingFor = typeof partners.$inferSelect & {
  /** Null where it buys nothing: it types for others. */
  buyerId: number | null
}

/** Everything that reading and checking a form needs. */
export interface TypingContext {
  partner: TypingFor
  reading: FileContext
  rules: Rule[]
  /** The day in Paris: 2026-11-21. */
  today: string
}

/** Reads what typing for this partner needs; the partner exists, because its address was asked for. */
export async function typingContext(deps: Deps, partnerId: number): Promise<TypingContext> {
  const { db, now } = deps
  const [row] = await db
    .select({ partner: partners, buyerId: buyers.id })
    .from(partners)
    .leftJoin(buyers, eq(buyers.partnerId, partners.id))
    .where(eq(partners.id, partnerId))
  if (!row) throw new Error(`no partner ${partnerId}`)
  const { trades } = await currentLists(deps)
  const { name, shortName, siret } = row.partner
  return {
    partner: { ...row.partner, buyerId: row.buyerId },
    reading: {
      partner: { name, shortName, siret, buys: row.buyerId !== null },
      trades,
      now: now(),
    },
    rules: await loadRules(db),
    today: parisDay(now()),
  }
}

/** How this partner had bids sent and whom it had firms ring last time: what a new form begins with. */
export async function fieldsOfLastTime(reader: Reader, partnerId: number): Promise<TypedFields> {
  const [last] = await reader
    .select({ facts: sourceRecords.facts })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(and(eq(sources.partnerId, partnerId), eq(sources.kind, 'typed')))
    .orderBy(desc(sourceRecords.id))
    .limit(1)
  if (!last) return {}
  const { response, contact } = valuesOf(last.facts)
  return fieldsOf({ ...(response ? { response } : {}), ...(contact ? { contact } : {}) })
}
