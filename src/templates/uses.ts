import { and, asc, eq, exists, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Count } from '../consultations/shown.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { partners } from '../partners/schema.ts'
import { templateUses } from './schema.ts'
import type { Author } from './versions.ts'

/** Who uses the model: a partner, or any other buyer under its own name. */
export type User =
  | { partnerId: number; organisation: null; siret: null }
  | { partnerId: null; organisation: string; siret: string | null }

/** What documents were made for; neither: by a buyer that has no consultation here. */
export interface UsedFor {
  draftId?: string | null
  consultationId?: number | null
}

/** Counts documents made with a version: once for each consultation, from its draft or afterwards. */
export async function recordUse(
  tx: Tx,
  user: User,
  { draftId = null, consultationId = null }: UsedFor,
  templateNumber: number,
  now: Date,
): Promise<void> {
  if (consultationId !== null && (await isUsedFor(tx, consultationId))) return
  await tx
    .insert(templateUses)
    .values({ at: now, kind: 'documents', templateNumber, ...user, draftId, consultationId })
    .onConflictDoNothing()
  await bumpVersions(tx, ['templates'])
}

/** Whether documents of a consultation were made with the model, from its draft or afterwards. */
export async function isUsedFor(reader: Reader, consultationId: number): Promise<boolean> {
  const [row] = await reader.execute<{ used: boolean }>(sql`
    select exists (select 1 from template_uses where consultation_id = ${consultationId})
      or exists (
        select 1 from consultation_drafts d join template_uses u on u.draft_id = d.id
        where d.consultation_id = ${consultationId}) as used`)
  return row?.used === true
}

/**
 * Keeps « Nous utilisons le modèle commun », once for each version. A partner's word is shown at once, another buyer's
 * when an agent of the pact has confirmed it.
 */
export async function declareUse(
  tx: Tx,
  user: User,
  templateNumber: number,
  now: Date,
): Promise<void> {
  const confirmedAt = user.partnerId === null ? null : now
  await tx
    .insert(templateUses)
    .values({ at: now, kind: 'declaration', templateNumber, ...user, confirmedAt })
    .onConflictDoNothing()
  await bumpVersions(tx, ['templates'])
}

/** Declarations of other buyers that wait to be confirmed, the oldest first. */
export async function waitingDeclarations(reader: Reader) {
  return reader
    .select({
      id: templateUses.id,
      organisation: templateUses.organisation,
      siret: templateUses.siret,
      at: templateUses.at,
      templateNumber: templateUses.templateNumber,
    })
    .from(templateUses)
    .where(isWaiting())
    .orderBy(asc(templateUses.at))
    .limit(100)
}

/** Confirms or declines a declaration; whether there was one that waited. */
export async function answerDeclaration(
  tx: Tx,
  id: number,
  answer: 'confirm' | 'decline',
  { actor, partnerId }: Author,
  now: Date,
): Promise<boolean> {
  const done = await tx
    .update(templateUses)
    .set(answer === 'confirm' ? { confirmedAt: now } : { declinedAt: now })
    .where(and(eq(templateUses.id, id), isWaiting()))
    .returning({ id: templateUses.id })
  if (done.length === 0) return false
  const action = `template.use-${answer}`
  await recordAudit(tx, { at: now, actor, partnerId, action, subject: `template-use:${id}` })
  await bumpVersions(tx, ['templates'])
  return true
}

/** What is public of the model's use: who says that it uses it, and for how many consultations documents were made. */
export interface UseFigures {
  /** Consultations, counted up to a bound. */
  documents: Count
  /** Partners that declared it or made documents with it, by name. */
  partners: { slug: string; name: string }[]
  /** Names of other buyers whose declaration was confirmed. */
  others: string[]
}

const MOST_COUNTED = 10_000
const MOST_NAMES = 500

/** How much the model is used, as everyone may know it. */
export async function useFigures(reader: Reader): Promise<UseFigures> {
  const [counted] = await reader.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from template_uses where kind = 'documents' limit ${MOST_COUNTED + 1}) found`)
  const count = counted?.count ?? 0
  const using = await reader
    .select({ slug: partners.slug, name: partners.name })
    .from(partners)
    .where(
      exists(
        reader
          .select({ one: sql`1` })
          .from(templateUses)
          .where(
            and(
              eq(templateUses.partnerId, partners.id),
              or(eq(templateUses.kind, 'documents'), eq(templateUses.kind, 'declaration')),
            ),
          ),
      ),
    )
    .orderBy(asc(partners.name))
  const others = await reader
    .selectDistinct({ name: templateUses.organisation })
    .from(templateUses)
    .where(
      and(
        eq(templateUses.kind, 'declaration'),
        isNull(templateUses.partnerId),
        isNotNull(templateUses.confirmedAt),
      ),
    )
    .orderBy(templateUses.organisation)
    .limit(MOST_NAMES)
  return {
    documents: { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED },
    partners: using,
    others: others.flatMap(({ name }) => name ?? []),
  }
}

/** Whether a partner has said that it uses this version. */
export async function hasDeclared(
  reader: Reader,
  partnerId: number,
  templateNumber: number,
): Promise<boolean> {
  const [row] = await reader
    .select({ id: templateUses.id })
    .from(templateUses)
    .where(
      and(
        eq(templateUses.partnerId, partnerId),
        eq(templateUses.templateNumber, templateNumber),
        eq(templateUses.kind, 'declaration'),
      ),
    )
  return row !== undefined
}

function isWaiting() {
  return and(
    eq(templateUses.kind, 'declaration'),
    isNull(templateUses.confirmedAt),
    isNull(templateUses.declinedAt),
  )
}
