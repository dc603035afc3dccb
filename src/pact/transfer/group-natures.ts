import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { documentPath } from '../../documents/queries.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { saveProblem } from '../edit-frame.ts'
import { closeStep } from '../groups/close-step.ts'
import { createGroup } from '../groups/create-group.ts'
import { editGroup } from '../groups/edit-group.ts'
import { addMember, endMember } from '../groups/members.ts'
import { groupMembers, groups, groupSteps, type RhythmPeriod, type Step } from '../groups/schema.ts'
import { followedOfGroup, type GroupRow } from '../groups/values.ts'
import { refused } from '../problem.ts'
import { axes, problems } from '../schema.ts'
import { changesBetween } from '../versions.ts'
import { groupKeyed, keyOf } from './keyed.ts'
import { created, met, type Nature } from './nature.ts'
import { type LineReading, wordFor } from './reading-line.ts'

/** Problems that councils and firms share, known by axis and title. */
export const problemNature: Nature = {
  word: 'probleme',
  columns: ['axe', 'titre', 'constat', 'chiffre', 'chiffre_source', 'chiffre_le'],
  async importLine({ tx, author, known }, line) {
    const values = {
      axisId: line.requiredNamed('axe', known.axes, 'unknown-axis'),
      title: line.line('titre', 'required'),
      statement: line.text('constat'),
      figure: line.line('chiffre') || null,
      figureSource: line.line('chiffre_source') || null,
      figureOn: line.day('chiffre_le'),
    }
    if (line.problems.length > 0) return null
    const [row] = await tx
      .select()
      .from(problems)
      .where(and(eq(problems.axisId, values.axisId), eq(problems.title, values.title)))
    if (row && Object.keys(changesBetween({ ...row }, values)).length === 0) return met(false)
    const saved = await saveProblem(tx, author, row?.id ?? null, values)
    if (!saved.ok) return saved
    return row ? met(true) : created
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({ problem: problems, axis: axes.slug })
      .from(problems)
      .innerJoin(axes, eq(axes.id, problems.axisId))
      .orderBy(asc(problems.id))
    return rows.map(({ problem, axis }) => ({
      axe: axis,
      titre: problem.title,
      constat: problem.statement,
      chiffre: problem.figure,
      chiffre_source: problem.figureSource,
      chiffre_le: problem.figureOn,
    }))
  },
}

/** Working groups with their mission letters, by `external_id`. */
export const groupNature: Nature = {
  word: 'groupe',
  columns: [
    'external_id',
    'titre',
    'objet',
    'axe',
    'probleme',
    'pilote',
    'copilote',
    'debut',
    'fin',
    'clos_le',
    'reunions',
    'periode',
    'constat',
    'chiffre',
    'but',
    'perimetre',
    'livrables',
    'contraintes_internes',
    'contraintes_juridiques',
    'indicateur',
    'unite',
    'depart',
    'cible',
    'motif',
  ],
  async importLine({ tx, author, known }, line) {
    const externalId = line.line('external_id', 'required')
    const axisId = line.requiredNamed('axe', known.axes, 'unknown-axis')
    const problem = line.line('probleme')
    const [shared] =
      problem === ''
        ? []
        : await tx
            .select({ id: problems.id })
            .from(problems)
            .where(and(eq(problems.axisId, axisId), eq(problems.title, problem)))
    if (problem !== '' && !shared) line.tell('probleme', 'choice', problem)
    const values = {
      title: line.line('titre', 'required'),
      purpose: line.text('objet', 'required'),
      axisId,
      problemId: shared?.id ?? null,
      pilotId: line.requiredNamed('pilote', known.partners, 'unknown-partner'),
      coPilotId: line.named('copilote', known.partners, 'unknown-partner'),
      problemStatement: line.text('constat'),
      problemFigure: line.line('chiffre'),
      aim: line.text('but'),
      perimeter: line.text('perimetre'),
      deliverables: line.text('livrables'),
      internalConstraints: line.text('contraintes_internes'),
      legalConstraints: line.text('contraintes_juridiques'),
      indicator: line.line('indicateur'),
      indicatorUnit: line.line('unite'),
      indicatorStart: line.number('depart'),
      indicatorTarget: line.number('cible'),
      rhythmMeetings: line.whole('reunions', 99),
      rhythmPeriod: line.choice('periode', PERIODS),
      startsOn: line.requiredDay('debut'),
      endsOn: line.day('fin'),
    }
    const all = { ...values, closedOn: line.day('clos_le') }
    const reason = line.text('motif') || 'Import'
    if (line.problems.length > 0) return null
    const row = await groupKeyed(tx, externalId)
    if (row === null) {
      const added = await createGroup(tx, author, values, { externalId })
      if (!added.ok || all.closedOn === null) return added.ok ? created : added
      const at = { id: added.id, version: null }
      const closed = await editGroup(tx, author, at, all, reason)
      return closed.ok ? created : closed
    }
    const isChanged =
      Object.keys(changesBetween(followedOfGroup(row), followedOfGroup(all))).length > 0
    const edited = await editGroup(tx, author, { id: row.id, version: null }, all, reason)
    return edited.ok ? met(isChanged) : edited
  },
  async exportLines({ reader }) {
    const slugs = await partnerSlugs(reader)
    const rows = await reader
      .select({ group: groups, axis: axes.slug, problem: problems.title })
      .from(groups)
      .innerJoin(axes, eq(axes.id, groups.axisId))
      .leftJoin(problems, eq(problems.id, groups.problemId))
      .orderBy(asc(groups.id))
    return rows.map(({ group, axis, problem }) => ({
      external_id: keyOf(group),
      titre: group.title,
      objet: group.purpose,
      axe: axis,
      probleme: problem,
      pilote: slugs.get(group.pilotId) ?? null,
      copilote: slugs.get(group.coPilotId ?? 0) ?? null,
      debut: group.startsOn,
      fin: group.endsOn,
      clos_le: group.closedOn,
      reunions: group.rhythmMeetings,
      periode: group.rhythmPeriod && wordFor(PERIODS, group.rhythmPeriod),
      constat: group.problemStatement,
      chiffre: group.problemFigure,
      but: group.aim,
      perimetre: group.perimeter,
      livrables: group.deliverables,
      contraintes_internes: group.internalConstraints,
      contraintes_juridiques: group.legalConstraints,
      indicateur: group.indicator,
      unite: group.indicatorUnit,
      depart: group.indicatorStart,
      cible: group.indicatorTarget,
    }))
  },
}

/** Who sits in groups, by group, organisation and first day. */
export const memberNature: Nature = {
  word: 'membre',
  columns: [
    'groupe',
    'organisme',
    'depuis',
    'jusqu_au',
    'personne',
    'courriel',
    'suppleant',
    'suppleant_courriel',
  ],
  async importLine({ tx, author, known }, line) {
    const group = await groupNamed(tx, line)
    const partnerId = line.requiredNamed('organisme', known.partners, 'unknown-partner')
    const joinedOn = line.requiredDay('depuis')
    const leftOn = line.day('jusqu_au')
    const told = {
      person: line.line('personne'),
      email: line.line('courriel') || null,
      substitute: line.line('suppleant') || null,
      substituteEmail: line.line('suppleant_courriel') || null,
    }
    if (group === null || line.problems.length > 0) return null
    const [row] = await tx
      .select()
      .from(groupMembers)
      .where(
        and(
          eq(groupMembers.groupId, group.id),
          eq(groupMembers.partnerId, partnerId),
          eq(groupMembers.joinedOn, joinedOn),
        ),
      )
    if (row && row.leftOn !== null)
      return row.leftOn === leftOn ? met(false) : refused('already-closed', 'leftOn')
    let id = row?.id
    let isChanged = false
    if (id === undefined) {
      const added = await addMember(tx, author, group.id, { partnerId, ...told }, joinedOn)
      if (!added.ok) return added
      id = added.id
    } else if (Object.keys(changesBetween({ ...row }, told)).length > 0) {
      await tx.update(groupMembers).set(told).where(eq(groupMembers.id, id))
      await bumpVersions(tx, ['pact'])
      isChanged = true
    }
    if (leftOn !== null) {
      const ended = await endMember(tx, author, { groupId: group.id, memberId: id }, leftOn)
      if (ended?.ok === false) return ended
      isChanged = true
    }
    return row ? met(isChanged) : created
  },
  async exportLines({ reader }) {
    const rows = await reader
      .select({ member: groupMembers, group: groups, partner: partners.slug })
      .from(groupMembers)
      .innerJoin(groups, eq(groups.id, groupMembers.groupId))
      .innerJoin(partners, eq(partners.id, groupMembers.partnerId))
      .orderBy(asc(groupMembers.id))
    return rows.map(({ member, group, partner }) => ({
      groupe: keyOf(group),
      organisme: partner,
      depuis: member.joinedOn,
      jusqu_au: member.leftOn,
      personne: member.person,
      courriel: member.email,
      suppleant: member.substitute,
      suppleant_courriel: member.substituteEmail,
    }))
  },
}

/** Steps of the project method that groups have closed, each with its deliverable. */
export const stepNature: Nature = {
  word: 'etape',
  columns: ['groupe', 'etape', 'livrable', 'lien', 'valide_le'],
  async importLine({ tx, author }, line) {
    const group = await groupNamed(tx, line)
    const step = line.choice('etape', STEPS)
    if (step === null && line.problems.length === 0) line.tell('etape', 'missing')
    const values = {
      deliverable: line.text('livrable'),
      url: line.text('lien') || null,
      documentId: null,
      validatedOn: line.requiredDay('valide_le'),
    }
    if (group === null || step === null || line.problems.length > 0) return null
    const [row] = await tx
      .select()
      .from(groupSteps)
      .where(and(eq(groupSteps.groupId, group.id), eq(groupSteps.step, step)))
    if (row) {
      const isSame =
        row.deliverable === values.deliverable && row.validatedOn === values.validatedOn
      return isSame ? met(false) : refused('already-closed')
    }
    const closed = await closeStep(tx, author, { groupId: group.id, step }, values)
    return closed.ok ? created : closed
  },
  async exportLines({ reader, baseUrl }) {
    const rows = await reader
      .select({ step: groupSteps, group: groups, document: documents })
      .from(groupSteps)
      .innerJoin(groups, eq(groups.id, groupSteps.groupId))
      .leftJoin(documents, and(eq(documents.id, groupSteps.documentId), isNull(groupSteps.url)))
      .orderBy(asc(groups.id), asc(groupSteps.validatedOn))
    const order = Object.values(STEPS)
    return rows
      .toSorted(
        (one, other) =>
          one.group.id - other.group.id ||
          order.indexOf(one.step.step) - order.indexOf(other.step.step),
      )
      .map(({ step, group, document }) => ({
        groupe: keyOf(group),
        etape: wordFor(STEPS, step.step),
        livrable: step.deliverable,
        lien: step.url ?? (document && `${baseUrl}${documentPath(document)}`),
        valide_le: step.validatedOn,
      }))
  },
}

/** The group that a line's column `groupe` names; told where there is none. */
async function groupNamed(reader: Reader, line: LineReading): Promise<GroupRow | null> {
  return line.keyed('groupe', (key) => groupKeyed(reader, key), 'unknown-group', 'required')
}

async function partnerSlugs(reader: Reader): Promise<Map<number, string>> {
  const rows = await reader.select({ id: partners.id, slug: partners.slug }).from(partners)
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}

const PERIODS: Record<string, RhythmPeriod> = {
  semaine: 'week',
  mois: 'month',
  trimestre: 'quarter',
  an: 'year',
  année: 'year',
}

/** In the order in which they close. */
const STEPS: Record<string, Step> = {
  cadrage: 'framing',
  diagnostic: 'diagnosis',
  'co-construction': 'co-construction',
  expérimentation: 'experiment',
  déploiement: 'deployment',
  évaluation: 'evaluation',
}
