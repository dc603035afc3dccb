import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documentPath } from '../../documents/queries.ts'
import { documents } from '../../documents/schema.ts'
import { actions } from '../../pact/actions/schema.ts'
import { isWebAddress } from '../../pact/evidence/add-evidence.ts'
import { groups } from '../../pact/groups/schema.ts'
import { refused } from '../../pact/problem.ts'
import { axes } from '../../pact/schema.ts'
import { actionKeyed, groupKeyed, keyOf } from '../../pact/transfer/keyed.ts'
import { created, met, type Nature } from '../../pact/transfer/nature.ts'
import { MANY, wordFor } from '../../pact/transfer/reading-line.ts'
import { changesBetween } from '../../pact/versions.ts'
import { partners } from '../../partners/schema.ts'
import { changeTraining, createTraining, editTraining } from '../edit-training.ts'
import type { TrainingRow } from '../queries.ts'
import { type Stage, trainingPartners, trainings } from '../schema.ts'

/** Training actions, by `external_id`: their organiser stays whoever it is. */
export const trainingNature: Nature = {
  word: 'formation',
  columns: [
    'external_id',
    'titre',
    'etape',
    'organisme',
    'partenaires',
    'axe',
    'groupe',
    'action',
    'besoin',
    'objectifs',
    'programme',
    'public',
    'prerequis',
    'duree',
    'formateurs',
    'cout',
    'prix',
    'accueil',
    'supports',
    'bilan_publie',
    'bilan',
  ],
  async importLine({ tx, author, known }, line) {
    const externalId = line.line('external_id', 'required')
    const organiserId = line.requiredNamed('organisme', known.partners, 'unknown-partner')
    const group = await line.keyed('groupe', (key) => groupKeyed(tx, key), 'unknown-group')
    const action = await line.keyed('action', (key) => actionKeyed(tx, key), 'unknown-action')
    const stage = line.choice('etape', STAGES) ?? 'need'
    const beside = line.manyNamed('partenaires', known.partners, 'unknown-partner')
    const typed = {
      title: line.line('titre', 'required'),
      stage: stage === 'dropped' ? ('design' as const) : stage,
      need: line.text('besoin'),
      programme: line.text('programme'),
      aims: line.text('objectifs'),
      audience: line.text('public'),
      prerequisites: line.text('prerequis'),
      length: line.text('duree'),
      trainers: line.text('formateurs'),
      cost: line.text('cout'),
      price: line.text('prix'),
      access: line.text('accueil'),
      axisId: line.named('axe', known.axes, 'unknown-axis'),
      groupId: group?.id ?? null,
      actionId: action?.id ?? null,
      partnerIds: beside.filter((id) => id !== organiserId),
    }
    const slidesUrl = line.text('supports') || null
    if (slidesUrl !== null && !isWebAddress(slidesUrl)) line.tell('supports', 'url', slidesUrl)
    const isPublished = line.choice('bilan_publie', YES_OR_NO) ?? false
    const balanceWords = line.text('bilan')
    if (line.problems.length > 0) return null
    const row = await trainingKeyed(tx, externalId)
    if (row && row.organiserId !== organiserId) return refused('unchangeable', 'organisme')
    let id = row?.id
    if (row === null)
      ({ id } = await createTraining(tx, typed, organiserId, author, { externalId }))
    else if (isOtherwise(row, await besideOf(tx, row.id), typed, stage)) {
      await editTraining(tx, row.id, { version: row.version, typed }, author)
    }
    if (id === undefined) throw new Error('the training was not stored')
    const [now] = await tx.select().from(trainings).where(eq(trainings.id, id))
    const change = {
      stage,
      ...(now?.slidesDocumentId ? {} : { slidesUrl }),
      balanceWords,
      balancePublishedAt: isPublished ? (now?.balancePublishedAt ?? author.now) : null,
    }
    if (now && Object.keys(changesBetween({ ...now }, change)).length > 0)
      await changeTraining(tx, id, change, author, 'Import')
    const [after] = await tx.select().from(trainings).where(eq(trainings.id, id))
    return row ? met(after?.version !== row.version) : created
  },
  async exportLines({ reader, baseUrl }) {
    const rows = await reader
      .select({
        training: trainings,
        organiser: partners.slug,
        axis: axes.slug,
        group: { slug: groups.slug, externalId: groups.externalId },
        action: { slug: actions.slug, externalId: actions.externalId },
        slides: documents,
      })
      .from(trainings)
      .innerJoin(partners, eq(partners.id, trainings.organiserId))
      .leftJoin(axes, eq(axes.id, trainings.axisId))
      .leftJoin(groups, eq(groups.id, trainings.groupId))
      .leftJoin(actions, eq(actions.id, trainings.actionId))
      .leftJoin(documents, eq(documents.id, trainings.slidesDocumentId))
      .orderBy(asc(trainings.id))
    const beside = Map.groupBy(
      await reader
        .select({ trainingId: trainingPartners.trainingId, slug: partners.slug })
        .from(trainingPartners)
        .innerJoin(partners, eq(partners.id, trainingPartners.partnerId))
        .orderBy(asc(partners.slug)),
      ({ trainingId }) => trainingId,
    )
    return rows.map(({ training, organiser, axis, group, action, slides }) => ({
      external_id: keyOf(training),
      titre: training.title,
      etape: wordFor(STAGES, training.stage),
      organisme: organiser,
      partenaires: (beside.get(training.id) ?? []).map(({ slug }) => slug).join(MANY),
      axe: axis,
      groupe: group && keyOf(group),
      action: action && keyOf(action),
      besoin: training.need,
      objectifs: training.aims,
      programme: training.programme,
      public: training.audience,
      prerequis: training.prerequisites,
      duree: training.length,
      formateurs: training.trainers,
      cout: training.cost,
      prix: training.price,
      accueil: training.access,
      supports: slides ? `${baseUrl}${documentPath(slides)}` : training.slidesUrl,
      bilan_publie: training.balancePublishedAt ? 'oui' : 'non',
      bilan: training.balanceWords,
    }))
  },
}

/** The training that has this identifier, or this address word where it has none. */
export async function trainingKeyed(reader: Reader, key: string): Promise<TrainingRow | null> {
  const [row] = await reader
    .select()
    .from(trainings)
    .where(
      or(eq(trainings.externalId, key), and(isNull(trainings.externalId), eq(trainings.slug, key))),
    )
    .orderBy(asc(trainings.externalId))
    .limit(1)
  return row ?? null
}

/** Yes and no, as files write them. */
export const YES_OR_NO: Record<string, boolean> = { oui: true, non: false }

function isOtherwise(
  row: TrainingRow,
  beside: number[],
  { partnerIds, ...typed }: { partnerIds: number[] } & Partial<TrainingRow>,
  stage: Stage,
): boolean {
  const isBeside =
    partnerIds.length === beside.length && partnerIds.every((id) => beside.includes(id))
  return !isBeside || Object.keys(changesBetween({ ...row }, { ...typed, stage })).length > 0
}

async function besideOf(reader: Reader, trainingId: number): Promise<number[]> {
  const rows = await reader
    .select({ id: trainingPartners.partnerId })
    .from(trainingPartners)
    .where(eq(trainingPartners.trainingId, trainingId))
  return rows.map(({ id }) => id)
}

const STAGES: Record<string, Stage> = {
  besoin: 'need',
  conception: 'design',
  abandonnée: 'dropped',
}
