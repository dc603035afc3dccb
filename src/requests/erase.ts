import { and, asc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { bumpVersions } from '../db/versions.ts'
import type { Db, Tx } from '../db/db.ts'
import { documents } from '../documents/schema.ts'
import { monthsBefore } from '../rules/calendar.ts'
import { REQUEST_KINDS } from './choices.ts'
import {
  requestDiagnoses,
  requestFiles,
  requestLinks,
  requestMessages,
  requestRelays,
  requests,
  requestSteps,
} from './schema.ts'
import { TIME_LIMITS } from './time-limits.ts'

const DAY_MS = 86_400_000
const AT_A_TIME = 100
/** The job comes every hour: it need not look further back. */
const WATCHED_DAYS = 3

/**
 * Erases who asked what, so many months after the end as src/requests/time-limits.ts says: firm, person, addresses, what
 * was written, files, the confidential form and the private links. Kind, theme, dates and outcome stay for the figures.
 * Files whose form was never accepted go after a day.
 */
export async function eraseOldRequests(db: Db, now: Date): Promise<void> {
  for (const kind of REQUEST_KINDS) {
    const before = monthsBefore(now, TIME_LIMITS[kind].keptMonths)
    for (;;) {
      const old = await db
        .select({ id: requests.id })
        .from(requests)
        .where(
          and(
            eq(requests.state, 'closed'),
            eq(requests.kind, kind),
            isNull(requests.erasedAt),
            lte(requests.closedAt, before),
          ),
        )
        .orderBy(asc(requests.closedAt))
        .limit(AT_A_TIME)
      if (old.length === 0) break
      await db.transaction((tx) =>
        eraseRequests(
          tx,
          old.map(({ id }) => id),
          now,
        ),
      )
    }
  }
  await forgetUnusedFiles(db, now)
}

/** Empties these requests of everything that could tell whose they were. */
export async function eraseRequests(tx: Tx, ids: number[], now: Date): Promise<void> {
  await tx
    .delete(documents)
    .where(
      inArray(
        documents.id,
        tx
          .select({ id: requestFiles.documentId })
          .from(requestFiles)
          .where(inArray(requestFiles.requestId, ids)),
      ),
    )
  for (const table of [
    requestMessages,
    requestRelays,
    requestDiagnoses,
    requestSteps,
    requestLinks,
  ])
    await tx.delete(table).where(inArray(table.requestId, ids))
  await tx
    .update(requests)
    .set({
      subject: null,
      buyerName: null,
      about: null,
      firm: null,
      siret: null,
      person: null,
      email: null,
      phone: null,
      commune: null,
      placeKey: null,
      trade: null,
      headcount: null,
      departement: sql`case when ${requests.kind} <> 'difficulty' then ${requests.departement} end`,
      erasedAt: now,
    })
    .where(inArray(requests.id, ids))
  await bumpVersions(tx, ['requests'])
}

/** Those whose form was not accepted; and those of which nobody learned, because a process died while they arrived. */
async function forgetUnusedFiles(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  await db.delete(documents).where(
    inArray(
      documents.id,
      db
        .select({ id: requestFiles.documentId })
        .from(requestFiles)
        .where(and(isNull(requestFiles.requestId), lt(requestFiles.at, dayAgo))),
    ),
  )
  const known = db
    .select({ one: sql`1` })
    .from(requestFiles)
    .where(eq(requestFiles.documentId, documents.id))
  await db
    .delete(documents)
    .where(
      and(
        isNull(documents.partnerId),
        lt(documents.uploadedAt, dayAgo),
        gt(documents.uploadedAt, new Date(dayAgo.getTime() - WATCHED_DAYS * DAY_MS)),
        sql`not exists ${known}`,
      ),
    )
}
