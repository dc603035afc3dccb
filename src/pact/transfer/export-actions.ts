import { and, asc, isNotNull, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { actionPartners, actions, type ActionStatus } from '../actions/schema.ts'
import { evidence } from '../evidence/schema.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'
import { type Column, MANY } from './columns.ts'

/**
 * Every action as a line that `pact import` reads back, by key. One without an `external_id` gets its address word: imported
 * elsewhere it is known again. Of its evidence the last link goes along.
 */
export async function exportActions(
  reader: Reader,
  statusWord: (status: ActionStatus) => string,
): Promise<Record<Column, string | number | null>[]> {
  const rows = await reader.select().from(actions).orderBy(asc(actions.id))
  const axisOf = new Map((await reader.select().from(axes)).map(({ id, slug }) => [id, slug]))
  const groupOf = new Map(
    (await reader.select({ id: groups.id, slug: groups.slug }).from(groups)).map(({ id, slug }) => [
      id,
      slug,
    ]),
  )
  const partnerOf = new Map(
    (await reader.select({ id: partners.id, slug: partners.slug }).from(partners)).map(
      ({ id, slug }) => [id, slug],
    ),
  )
  const helping = Map.groupBy(
    await reader.select().from(actionPartners),
    ({ actionId }) => actionId,
  )
  const links = await reader
    .select()
    .from(evidence)
    .where(and(isNull(evidence.withdrawnAt), isNull(evidence.councilId), isNotNull(evidence.url)))
    .orderBy(asc(evidence.id))
  const linkOf = new Map(links.map((link) => [link.actionId, link]))
  return rows.map((row) => {
    const link = linkOf.get(row.id)
    return {
      external_id: row.externalId ?? row.slug,
      titre: row.title,
      description: row.description,
      axe: axisOf.get(row.axisId) ?? null,
      groupe: row.groupId === null ? null : (groupOf.get(row.groupId) ?? null),
      pilote: partnerOf.get(row.pilotId) ?? null,
      partenaires: (helping.get(row.id) ?? [])
        .map(({ partnerId }) => partnerOf.get(partnerId))
        .join(MANY),
      debut: row.startsOn,
      echeance: row.dueOn,
      budget_ht: row.budget,
      indicateur: row.indicator,
      unite: row.indicatorUnit,
      cible: row.indicatorTarget,
      statut: statusWord(row.status),
      motif: null,
      justificatif: link?.url ?? null,
      justificatif_titre: link?.title ?? null,
      justificatif_date: link?.datedOn ?? null,
    }
  })
}
