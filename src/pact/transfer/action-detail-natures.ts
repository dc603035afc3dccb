import { and, asc, eq } from 'drizzle-orm'
import { partners } from '../../partners/schema.ts'
import { measureAction } from '../actions/measure.ts'
import { addMilestone, reachMilestone } from '../actions/milestones.ts'
import { actionCouncils, actions, measures, milestones } from '../actions/schema.ts'
import { setCouncil } from '../actions/set-council.ts'
import { changesBetween } from '../versions.ts'
import { actionNamed } from './evidence-nature.ts'
import { keyOf } from './keyed.ts'
import { created, met, type Nature } from './nature.ts'
import { wordFor } from './reading-line.ts'

/** Where each council stands with an action. */
export const councilNature: Nature = {
  word: 'collectivite',
  columns: ['action', 'organisme', 'statut', 'decidee_le', 'en_vigueur_depuis', 'motif'],
  async importLine(importing, line) {
    const { tx, author, known } = importing
    const action = await actionNamed(importing, line)
    const councilId = line.requiredNamed('organisme', known.partners, 'unknown-partner')
    const state = line.choice('statut', STANDINGS)
    const standing = {
      decidedOn: line.day('decidee_le'),
      inForceSince: line.day('en_vigueur_depuis'),
      reason: line.text('motif'),
    }
    if (state === null && line.problems.length === 0) line.tell('statut', 'missing')
    if (action === null || state === null || line.problems.length > 0) return null
    const key = { actionId: action.id, councilId }
    const own = and(eq(actionCouncils.actionId, action.id), eq(actionCouncils.partnerId, councilId))
    const [row] = await tx.select().from(actionCouncils).where(own)
    if (row && Object.keys(changesBetween({ ...row }, { state, ...standing })).length === 0)
      return met(false)
    const written = await setCouncil(tx, author, key, { state, ...standing })
    if (!written.ok) return written
    return row ? met(true) : created
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({ council: actionCouncils, partner: partners.slug, action: actions })
      .from(actionCouncils)
      .innerJoin(actions, eq(actions.id, actionCouncils.actionId))
      .innerJoin(partners, eq(partners.id, actionCouncils.partnerId))
      .orderBy(asc(actions.id), asc(partners.slug))
    return rows.map(({ council, partner, action }) => ({
      action: keyOf(action),
      organisme: partner,
      statut: wordFor(STANDINGS, council.state),
      decidee_le: council.decidedOn,
      en_vigueur_depuis: council.inForceSince,
      motif: council.reason,
    }))
  },
}

/** Milestones of actions, by their title and day. */
export const milestoneNature: Nature = {
  word: 'jalon',
  columns: ['action', 'titre', 'echeance', 'atteint_le'],
  async importLine(importing, line) {
    const { tx, author } = importing
    const action = await actionNamed(importing, line)
    const values = { title: line.line('titre', 'required'), dueOn: line.requiredDay('echeance') }
    const reachedOn = line.day('atteint_le')
    if (action === null || line.problems.length > 0) return null
    const [row] = await tx
      .select()
      .from(milestones)
      .where(
        and(
          eq(milestones.actionId, action.id),
          eq(milestones.title, values.title),
          eq(milestones.dueOn, values.dueOn),
        ),
      )
    if (row && row.reachedOn === reachedOn) return met(false)
    let id = row?.id
    if (id === undefined) {
      const added = await addMilestone(tx, author, action.id, values)
      if (!added.ok) return added
      id = added.id
    }
    const key = { actionId: action.id, milestoneId: id }
    const reached = await reachMilestone(tx, author, key, reachedOn)
    if (reached?.ok === false) return reached
    return row ? met(true) : created
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({ milestone: milestones, action: actions })
      .from(milestones)
      .innerJoin(actions, eq(actions.id, milestones.actionId))
      .orderBy(asc(milestones.id))
    return rows.map(({ milestone, action }) => ({
      action: keyOf(action),
      titre: milestone.title,
      echeance: milestone.dueOn,
      atteint_le: milestone.reachedOn,
    }))
  },
}

/** Measured values of actions' indicators. */
export const measureNature: Nature = {
  word: 'mesure',
  columns: ['action', 'date', 'valeur', 'source'],
  async importLine(importing, line) {
    const { tx, author } = importing
    const action = await actionNamed(importing, line)
    const value = line.number('valeur')
    const values = { measuredOn: line.requiredDay('date'), note: line.text('source') }
    if (value === null && line.problems.length === 0) line.tell('valeur', 'missing')
    if (action === null || value === null || line.problems.length > 0) return null
    const same = and(
      eq(measures.actionId, action.id),
      eq(measures.measuredOn, values.measuredOn),
      eq(measures.value, value),
      eq(measures.note, values.note),
    )
    if ((await tx.$count(measures, same)) > 0) return met(false)
    const added = await measureAction(tx, author, action.id, { ...values, value })
    return added.ok ? created : added
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({ measure: measures, action: actions })
      .from(measures)
      .innerJoin(actions, eq(actions.id, measures.actionId))
      .orderBy(asc(measures.id))
    return rows.map(({ measure, action }) => ({
      action: keyOf(action),
      date: measure.measuredOn,
      valeur: measure.value,
      source: measure.note,
    }))
  },
}

const STANDINGS: Record<string, 'taken-up' | 'in-force' | 'not-concerned'> = {
  décidée: 'taken-up',
  'en vigueur': 'in-force',
  'non concernée': 'not-concerned',
}
