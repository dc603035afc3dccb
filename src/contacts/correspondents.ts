import { and, eq, type SQL, sql } from 'drizzle-orm'
import { correspondents, partners } from '../partners/schema.ts'
import { correspondentChecks } from './schema.ts'

/** A digest of what a partner's correspondent row says; empty where there is none (« à désigner »). */
export const correspondentDigest: SQL<string> = sql<string>`case when ${correspondents.partnerId} is null then '' else md5(concat_ws(chr(31), ${correspondents.name}, coalesce(${correspondents.function}, ''), coalesce(${correspondents.email}, ''), array_to_string(${correspondents.phones}, chr(30)))) end`

/** Joins the check of a partner's correspondent, where it was of what stands now. */
export const checkStands = and(
  eq(correspondentChecks.partnerId, partners.id),
  sql`${correspondentChecks.digest} = ${correspondentDigest}`,
)
