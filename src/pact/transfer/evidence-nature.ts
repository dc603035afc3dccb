import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documentPath } from '../../documents/queries.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions } from '../actions/schema.ts'
import type { ActionRow } from '../actions/values.ts'
import { addEvidence } from '../evidence/add-evidence.ts'
import { evidence } from '../evidence/schema.ts'
import type { Written } from '../problem.ts'
import { actionKeyed, keyOf } from './keyed.ts'
import type { Importing, Nature } from './nature.ts'
import type { LineReading } from './reading-line.ts'

/** Evidence of actions, each a link: what is a file, minutes or a figure here is told by its address. */
export const evidenceNature: Nature = {
  word: 'justificatif',
  columns: ['action', 'organisme', 'titre', 'date', 'lien'],
  async importLine(importing, line) {
    const action = await actionNamed(importing, line)
    const councilId = line.named('organisme', importing.known.partners, 'unknown-partner')
    const url = line.text('lien', 'required')
    const link = { title: line.line('titre') || url, datedOn: line.requiredDay('date'), url }
    if (action === null || line.problems.length > 0) return null
    return giveLink(importing, { actionId: action.id, councilId }, link)
  },
  async exportLines({ reader, baseUrl }) {
    const rows = await reader
      .select({ evidence, document: documents, partner: partners.slug, action: actions })
      .from(evidence)
      .innerJoin(actions, eq(actions.id, evidence.actionId))
      .leftJoin(partners, eq(partners.id, evidence.councilId))
      .leftJoin(documents, eq(documents.id, evidence.documentId))
      .where(isNull(evidence.withdrawnAt))
      .orderBy(asc(evidence.id))
    return rows.map(({ evidence: each, document, partner, action }) => ({
      action: keyOf(action),
      organisme: partner,
      titre: each.title,
      date: each.datedOn,
      lien: each.url ?? `${baseUrl}${pathOf(each.meetingId, document, action)}`,
    }))
  },
}

/** Gives an action or a council's part of it a link as evidence; the same link of the same day is there already. */
export async function giveLink(
  { tx, author }: Pick<Importing, 'tx' | 'author'>,
  { actionId, councilId }: { actionId: number; councilId: number | null },
  link: { title: string; datedOn: string; url: string },
): Promise<Written<{ effect: 'created' | 'same' }>> {
  const standing = and(
    eq(evidence.actionId, actionId),
    councilId === null ? isNull(evidence.councilId) : eq(evidence.councilId, councilId),
    eq(evidence.url, link.url),
    eq(evidence.datedOn, link.datedOn),
    isNull(evidence.withdrawnAt),
  )
  if ((await tx.$count(evidence, standing)) > 0) return { ok: true, effect: 'same' }
  const nothing = { documentId: null, meetingId: null, measureId: null }
  const values = { kind: 'link' as const, ...link, ...nothing }
  const added = await addEvidence(tx, author, { actionId, councilId }, values)
  return added.ok ? { ok: true, effect: 'created' } : added
}

/** The action that a line's column `action` names; told where there is none. */
export async function actionNamed(
  { tx }: { tx: Reader },
  line: LineReading,
): Promise<ActionRow | null> {
  return line.keyed('action', (key) => actionKeyed(tx, key), 'unknown-action', 'required')
}

function pathOf(
  meetingId: number | null,
  document: typeof documents.$inferSelect | null,
  action: ActionRow,
): string {
  if (document) return documentPath(document)
  return meetingId === null ? `/pacte/actions/${action.slug}` : `/pacte/reunions/${meetingId}`
}
