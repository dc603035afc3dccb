import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { changeStatus } from '../actions/change-status.ts'
import { createAction } from '../actions/create-action.ts'
import { editAction } from '../actions/edit-action.ts'
import { actionPartners, actions, type ActionStatus } from '../actions/schema.ts'
import { groups } from '../groups/schema.ts'
import { axes, pactVersions } from '../schema.ts'
import { giveLink } from './evidence-nature.ts'
import { actionKeyed, groupKeyed, keyOf } from './keyed.ts'
import { created, met, type Nature } from './nature.ts'
import { MANY, wordFor } from './reading-line.ts'

/** Actions, by `external_id`. A status is taken once the evidence of the whole file is there. */
export const actionNature: Nature = {
  word: 'action',
  columns: [
    'external_id',
    'titre',
    'description',
    'axe',
    'groupe',
    'pilote',
    'partenaires',
    'debut',
    'echeance',
    'budget_ht',
    'indicateur',
    'unite',
    'cible',
    'statut',
    'motif',
  ],
  alsoRead: [
    'justificatif',
    'justificatif_titre',
    'justificatif_date',
    // Of the public file, where they are computed.
    'en_retard',
    'modifiee_le',
    'adresse',
  ],
  async importLine({ tx, author, known }, line) {
    const externalId = line.line('external_id', 'required')
    const group = await line.keyed('groupe', (key) => groupKeyed(tx, key), 'unknown-group')
    const values = {
      title: line.line('titre', 'required'),
      description: line.text('description'),
      axisId: line.requiredNamed('axe', known.axes, 'unknown-axis'),
      groupId: group?.id ?? null,
      pilotId: line.requiredNamed('pilote', known.partners, 'unknown-partner'),
      partnerIds: line.manyNamed('partenaires', known.partners, 'unknown-partner'),
      startsOn: line.day('debut'),
      dueOn: line.day('echeance'),
      budget: line.number('budget_ht'),
      indicator: line.line('indicateur'),
      indicatorUnit: line.line('unite'),
      indicatorTarget: line.number('cible'),
    }
    line.choice('statut', STATUSES, 'unknown-status')
    const reason = line.text('motif')
    const url = line.text('justificatif')
    const link = {
      title: line.line('justificatif_titre') || url,
      datedOn: url === '' ? '' : line.requiredDay('justificatif_date'),
      url,
    }
    if (line.problems.length > 0) return null
    const row = await actionKeyed(tx, externalId)
    let id = row?.id
    let isChanged = false
    if (row === null) {
      const added = await createAction(tx, author, values, { externalId })
      if (!added.ok) return added
      id = added.id
    } else {
      const edited = await editAction(
        tx,
        author,
        { id: row.id, version: null },
        values,
        reason || 'Import',
      )
      if (!edited.ok) return edited
      const [after] = await tx.select().from(actions).where(eq(actions.id, row.id))
      isChanged = after?.version !== row.version
    }
    if (url !== '' && id !== undefined) {
      const given = await giveLink({ tx, author }, { actionId: id, councilId: null }, link)
      if (!given.ok) return given
      isChanged = isChanged || given.effect === 'created'
    }
    return row ? met(isChanged) : created
  },
  async finishLine({ tx, author }, line) {
    const status = line.choice('statut', STATUSES, 'unknown-status')
    const row = await actionKeyed(tx, line.line('external_id'))
    if (row === null || status === null || status === row.status) return null
    const at = { id: row.id, version: null }
    const moved = await changeStatus(tx, author, at, status, line.text('motif'))
    return moved.ok ? met(true) : moved
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({
        action: actions,
        axis: axes.slug,
        pilot: partners.slug,
        group: { slug: groups.slug, externalId: groups.externalId },
      })
      .from(actions)
      .innerJoin(axes, eq(axes.id, actions.axisId))
      .innerJoin(partners, eq(partners.id, actions.pilotId))
      .leftJoin(groups, eq(groups.id, actions.groupId))
      .orderBy(asc(actions.id))
    const helping = Map.groupBy(
      await reader
        .select({ actionId: actionPartners.actionId, slug: partners.slug })
        .from(actionPartners)
        .innerJoin(partners, eq(partners.id, actionPartners.partnerId))
        .orderBy(asc(partners.slug)),
      ({ actionId }) => actionId,
    )
    const reasons = await reasonsOfStatus(reader)
    return rows.map(({ action, axis, pilot, group }) => ({
      external_id: keyOf(action),
      titre: action.title,
      description: action.description,
      axe: axis,
      groupe: group && keyOf(group),
      pilote: pilot,
      partenaires: (helping.get(action.id) ?? []).map(({ slug }) => slug).join(MANY),
      debut: action.startsOn,
      echeance: action.dueOn,
      budget_ht: action.budget,
      indicateur: action.indicator,
      unite: action.indicatorUnit,
      cible: action.indicatorTarget,
      statut: wordFor(STATUSES, action.status),
      motif: action.status === 'to-launch' ? null : (reasons.get(action.id) ?? null),
    }))
  },
}

/** Why each action's status was last changed. */
async function reasonsOfStatus(reader: Reader): Promise<Map<number | null, string>> {
  const rows = await reader
    .selectDistinctOn([pactVersions.actionId], {
      actionId: pactVersions.actionId,
      reason: pactVersions.reason,
    })
    .from(pactVersions)
    .where(
      and(
        eq(pactVersions.kind, 'action'),
        sql`${pactVersions.version} > 1`,
        sql`${pactVersions.changes} ? 'status'`,
      ),
    )
    .orderBy(asc(pactVersions.actionId), desc(pactVersions.id))
  return new Map(rows.map(({ actionId, reason }) => [actionId, reason]))
}

/** Ours first, then the words of other tools. */
const STATUSES: Record<string, ActionStatus> = {
  'à lancer': 'to-launch',
  lancée: 'launched',
  'réalisée en partie': 'partly-done',
  réalisée: 'done',
  abandonnée: 'abandoned',
  'non commencé': 'to-launch',
  'non commencée': 'to-launch',
  lancé: 'launched',
  engagé: 'launched',
  engagée: 'launched',
  partiel: 'partly-done',
  partielle: 'partly-done',
  réalisé: 'done',
  tenu: 'done',
  tenue: 'done',
  abandonné: 'abandoned',
}
