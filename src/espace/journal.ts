import { and, desc, eq, gte, like, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { agents, apiTokens } from '../auth/schema.ts'
import { auditLog } from '../audit/schema.ts'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'

/** Which lines of the audit log are asked for. */
export interface JournalFilter {
  /** A partner's word in addresses; empty: any. */
  partner: string
  /** As the log names it (`agent:…`, `command:invite`). */
  actor: string
  /** An action (`partner.edit`), or the first word of some (`partner`). */
  action: string
  /** What it was done to (`partner:narbonne`). */
  subject: string
  /** From the beginning of the first instant to before the second; null: without end. */
  from: Date | null
  to: Date | null
}

const PAGE = 50

const subjects = alias(agents, 'subjects')

const LINE = {
  id: auditLog.id,
  at: auditLog.at,
  actor: auditLog.actor,
  actorName: sql<string | null>`coalesce(${agents.name}, ${apiTokens.name})`,
  partner: partners.name,
  action: auditLog.action,
  subject: auditLog.subject,
  subjectName: subjects.name,
  before: auditLog.before,
  after: auditLog.after,
}

/** Fifty lines, the newest first, from before a line's number; and the number to go on from. */
export async function readJournal(reader: Reader, filter: JournalFilter, before: number | null) {
  const lines = await linesOf(reader, filter, before === null ? undefined : lt(auditLog.id, before))
    .orderBy(desc(auditLog.id))
    .limit(PAGE + 1)
  const shown = lines.slice(0, PAGE)
  return { lines: shown, next: lines.length > PAGE ? (shown.at(-1)?.id ?? null) : null }
}

export type JournalLine = Awaited<ReturnType<typeof readJournal>>['lines'][number]

/** As many lines as this, the oldest first; one more where there are more. */
export async function exportJournal(
  reader: Reader,
  filter: JournalFilter,
  most: number,
): Promise<JournalLine[]> {
  return linesOf(reader, filter, undefined)
    .orderBy(auditLog.id)
    .limit(most + 1)
}

function linesOf(reader: Reader, filter: JournalFilter, page: SQL | undefined) {
  const { partner, actor, action, subject, from, to } = filter
  const pattern = `${action.replaceAll(/[\\%_]/g, '\\$&')}.%`
  return reader
    .select(LINE)
    .from(auditLog)
    .leftJoin(partners, eq(partners.id, auditLog.partnerId))
    .leftJoin(agents, eq(sql`'agent:' || ${agents.id}`, auditLog.actor))
    .leftJoin(subjects, eq(sql`'agent:' || ${subjects.id}`, auditLog.subject))
    .leftJoin(apiTokens, eq(sql`'token:' || ${apiTokens.id}`, auditLog.actor))
    .where(
      and(
        partner === ''
          ? undefined
          : eq(auditLog.partnerId, sql`(select p.id from partners p where p.slug = ${partner})`),
        actor === '' ? undefined : eq(auditLog.actor, actor),
        action === ''
          ? undefined
          : action.includes('.')
            ? eq(auditLog.action, action)
            : like(auditLog.action, pattern),
        subject === '' ? undefined : eq(auditLog.subject, subject),
        from === null ? undefined : gte(auditLog.at, from),
        to === null ? undefined : lt(auditLog.at, to),
        page,
      ),
    )
    .$dynamic()
}
