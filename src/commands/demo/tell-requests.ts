import { eq } from 'drizzle-orm'
import { requestMails } from '../../../views/mail/requests.ts'
import { invite } from '../../auth/invite.ts'
import type { Role } from '../../auth/policy.ts'
import { newSecret } from '../../auth/secret.ts'
import type { Config } from '../../config.ts'
import type { Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { type Gazetteer, loadGazetteer } from '../../places/gazetteer.ts'
import { addStep, saveDiagnosis } from '../../requests/diagnosis.ts'
import { closeRequest } from '../../requests/close.ts'
import type { HandlerAuthor } from '../../requests/lock.ts'
import { takeMediationStep } from '../../requests/mediation.ts'
import { acknowledge, writeAsPartner } from '../../requests/messages.ts'
import { nameHandlers } from '../../requests/handlers.ts'
import type { Done } from '../../requests/problem.ts'
import { receiveRequest } from '../../requests/receive.ts'
import { routeByHand } from '../../requests/route-by-hand.ts'
import { requests } from '../../requests/schema.ts'
import type { Telling } from '../../requests/tell.ts'
import { type Days, daysAround } from './pact/days.ts'
import { DEMONSTRATION } from './pact/step.ts'
import { REQUESTS, type RequestStory } from './requests-story.ts'

/** Who handles the requests of each partner: the first two are those whom the demonstration signs in. */
const HANDLERS: {
  partner: string
  email: string
  name: string
  role: Role
  difficulties: boolean
}[] = [
  {
    partner: 'narbonne',
    email: 'redaction@narbonne.example.org',
    name: 'Démonstration : rédactrice de la Ville de Narbonne',
    role: 'publisher',
    difficulties: false,
  },
  {
    partner: 'cci-de-l-aude',
    email: 'pacte@cci-de-l-aude.example.org',
    name: 'Démonstration : référent du pacte à la CCI de l’Aude',
    role: 'pact-editor',
    difficulties: true,
  },
  {
    partner: 'departement-de-l-aude',
    email: 'saisines@departement-de-l-aude.example.org',
    name: 'Démonstration : correspondante du Département',
    role: 'publisher',
    difficulties: false,
  },
]

interface Stage {
  tx: Tx
  days: Days
  config: Telling['config']
  gazetteer: Gazetteer
  /** Who answers for a partner, by its number. */
  authors: Map<number, HandlerAuthor>
  partnerIds: Map<string, number>
}

/** Tells a year of firms' requests, all of it invented, through the functions that firms and agents use. */
export async function tellRequests(
  tx: Tx,
  { now, config }: { now: Date; config: Config },
): Promise<void> {
  const days = daysAround(now)
  const stage: Stage = {
    tx,
    days,
    // Nobody is written to.
    config: { ...config, smtpUrl: '', mailFrom: null },
    gazetteer: await loadGazetteer(tx),
    authors: new Map(),
    partnerIds: new Map((await tx.select().from(partners)).map(({ slug, id }) => [slug, id])),
  }
  for (const { partner, email, name, role, difficulties } of HANDLERS) {
    const partnerId = stage.partnerIds.get(partner)
    if (partnerId === undefined) throw new Error(`the demonstration knows no « ${partner} »`)
    const at = days.instant(-365)
    const person = { email, name, partner: { id: partnerId, role }, by: DEMONSTRATION }
    const agentId = await invite(tx, person, at)
    const author = { partnerId, actor: DEMONSTRATION, now: at }
    expectDone(await nameHandlers(tx, [{ agentId, difficulties }], author))
    stage.authors.set(partnerId, { partnerId, agentId, actor: `agent:${agentId}` })
  }
  for (const story of REQUESTS) await tellOne(stage, story)
}

async function tellOne(stage: Stage, story: RequestStory): Promise<void> {
  const { tx, days, partnerIds } = stage
  const telling = (after: number): Telling => ({
    config: stage.config,
    now: days.instant(Math.min(0, story.at + after)),
    mails: requestMails,
  })
  const { request } = await receiveRequest(
    tx,
    typedOf(story, stage.gazetteer),
    { formSecret: story.shown?.secret ?? newSecret(), gazetteer: stage.gazetteer },
    telling(0),
  )
  const reference = story.shown?.reference ?? request.reference
  await tx.update(requests).set({ reference }).where(eq(requests.id, request.id))
  const given = story.given === undefined ? undefined : partnerIds.get(story.given)
  if (given !== undefined)
    expectDone(
      await routeByHand(tx, { reference, partnerId: given, actor: DEMONSTRATION }, telling(0)),
    )
  const author = stage.authors.get(given ?? request.partnerId ?? 0)
  if (!author) return
  const { id } = request
  const { acknowledged, heard, answered, proposal, closed } = story
  if (acknowledged !== undefined)
    expectDone(await acknowledge(tx, id, author, telling(acknowledged)))
  if (heard !== undefined)
    expectDone(await takeMediationStep(tx, id, 'buyer-heard', author, telling(heard)))
  if (answered) {
    const [after, body] = answered
    const message = { body, formSecret: newSecret(), isAnswer: true }
    expectDone(await writeAsPartner(tx, id, message, author, telling(after)))
  }
  if (story.kind === 'difficulty') await tellCase(stage, id, author, telling(4))
  if (proposal !== undefined)
    expectDone(await takeMediationStep(tx, id, 'proposal', author, telling(proposal)))
  if (closed) {
    const [after, outcome] = closed
    const end = { outcome, result: '', body: '', formSecret: newSecret() }
    expectDone(await closeRequest(tx, id, end, author, telling(after)))
  }
}

async function tellCase(
  { tx, days }: Stage,
  id: number,
  author: HandlerAuthor,
  { now }: Telling,
): Promise<void> {
  const diagnosis = {
    industrial: 'Carnet de commandes plein à six mois ; deux clients défaillants.',
    financial: 'Trésorerie à trois semaines ; dettes fiscales et sociales de deux mois.',
    social: 'Dix-huit salariés, salaires à jour. (Démonstration.)',
    jobs: 6,
  }
  expectDone(await saveDiagnosis(tx, id, { diagnosis, version: 1 }, author, now))
  const step = { on: days.day(-17), words: 'Rendez-vous avec l’expert-comptable (démonstration)' }
  expectDone(await addStep(tx, id, step, author, now))
}

function typedOf(story: RequestStory, gazetteer: Gazetteer) {
  const { kind, theme, subject, message, firm, commune, buyer } = story
  const isDifficulty = kind === 'difficulty'
  return {
    kind,
    theme,
    subject: isDifficulty ? null : subject,
    message,
    buyer: buyer === null ? null : { slug: buyer },
    about: null,
    firm,
    siret: null,
    person: 'Personne inventée',
    email: 'entreprise@demonstration.example.org',
    phone: null,
    commune,
    place: gazetteer.find(commune),
    trade: null,
    headcount: story.headcount ?? null,
    mayNameFirm: kind === 'mediation',
    diagnosis: isDifficulty ? { industrial: '', financial: '', social: '', jobs: null } : null,
  }
}

function expectDone(done: Done): void {
  if (!done.ok) throw new Error(`the demonstration refuses itself: ${JSON.stringify(done)}`)
}
