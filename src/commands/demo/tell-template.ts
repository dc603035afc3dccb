import { and, asc, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { checked } from '../../../views/office/blank.ts'
import { FIRST_VERSION } from '../../../views/templates/first-version.ts'
import { consultations } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { meetings } from '../../pact/meetings/schema.ts'
import { buyers, partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { BLOCK_KEYS, type TemplateTexts } from '../../templates/blocks.ts'
import { templateUses, templateVersions } from '../../templates/schema.ts'
import { answerDeclaration, declareUse, recordUse } from '../../templates/uses.ts'
import { daysAround } from './pact/days.ts'
import { adoptVersion, beginVersion, saveVersion } from '../../templates/versions.ts'

/** Partners that say that they use the model. */
const USING = ['narbonne', 'grand-narbonne', 'carcassonne-agglo']
/** Works of the demonstration whose documents were made with it, the last ones. */
const MADE = 6
/** As if a legal service had checked the first text. */
const TEXTS = Object.fromEntries(
  BLOCK_KEYS.map((key) => [key, checked(FIRST_VERSION.texts[key])]),
) as TemplateTexts

/**
 * Tells the story of the shared model: a first version adopted by the steering committee, a second that replaced it, a
 * third being written; who uses it, another buyer whose word is confirmed and one that waits.
 */
export async function tellTemplate(tx: Tx, now: Date): Promise<void> {
  const days = daysAround(now)
  const [last] = await tx
    .select({ id: meetings.id, startsAt: meetings.startsAt })
    .from(meetings)
    .where(and(isNull(meetings.groupId), lt(meetings.startsAt, now)))
    .orderBy(desc(meetings.startsAt))
    .limit(1)
  if (!last) throw new Error('the demonstration’s pact is told before its model')
  const partnerIds = new Map(
    (await tx.select({ id: partners.id, slug: partners.slug }).from(partners)).map(
      ({ id, slug }) => [slug, id],
    ),
  )
  const idOf = (slug: string) => {
    const id = partnerIds.get(slug)
    if (id === undefined) throw new Error(`no partner ${slug}`)
    return id
  }
  const author = { actor: 'command:demo', partnerId: idOf('narbonne') }
  const first = { adoptedOn: days.day(-428), inForceOn: days.day(-400), meetingId: null }
  await adoptVersion(tx, { number: 1, version: 1, ...first }, author, days.instant(-428))
  const second = await beginVersion(tx, author, days.instant(-90))
  const { glossary } = FIRST_VERSION
  await saveVersion(
    tx,
    {
      number: second,
      version: 1,
      note: 'La déclaration sur l’honneur passe dans l’acte d’engagement : une pièce de moins à remettre.',
      texts: TEXTS,
      glossary,
    },
    author,
    days.instant(-80),
  )
  const next = {
    adoptedOn: parisDay(last.startsAt),
    inForceOn: days.day(-30),
    meetingId: last.id,
  }
  await adoptVersion(tx, { number: second, version: 2, ...next }, author, last.startsAt)
  await beginVersion(tx, author, now)
  await rewriteFirst(tx)

  for (const slug of USING)
    await declareUse(
      tx,
      { partnerId: idOf(slug), organisation: null, siret: null },
      second,
      last.startsAt,
    )
  const works = await tx
    .select({
      id: consultations.id,
      publishedAt: consultations.publishedAt,
      partnerId: buyers.partnerId,
    })
    .from(consultations)
    .innerJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(
      and(
        eq(consultations.category, 'works'),
        eq(consultations.procedure, 'below-threshold'),
        isNotNull(buyers.partnerId),
      ),
    )
    .orderBy(asc(consultations.id))
    .limit(MADE)
  for (const { id, publishedAt, partnerId } of works)
    if (partnerId !== null)
      await recordUse(
        tx,
        { partnerId, organisation: null, siret: null },
        { consultationId: id },
        second,
        publishedAt,
      )
  for (const organisation of ['Commune d’Exemple-sur-Aude', 'Syndicat des eaux de l’exemple'])
    await declareUse(tx, { partnerId: null, organisation, siret: null }, second, now)
  const [confirmed] = await tx
    .select({ id: templateUses.id })
    .from(templateUses)
    .where(isNull(templateUses.partnerId))
    .orderBy(asc(templateUses.id))
    .limit(1)
  if (confirmed) await answerDeclaration(tx, confirmed.id, 'confirm', author, now)
}

/** The first version was as the second but for what the second says that it changed. */
async function rewriteFirst(tx: Tx): Promise<void> {
  await tx
    .update(templateVersions)
    .set({
      note: 'Première version, écrite par le groupe de travail.',
      texts: {
        ...TEXTS,
        honour: 'La déclaration sur l’honneur est jointe à part : formulaire DC1 ou équivalent.',
      },
    })
    .where(eq(templateVersions.number, 1))
}
