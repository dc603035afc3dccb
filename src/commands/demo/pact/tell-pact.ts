import { eq, isNotNull } from 'drizzle-orm'
import { invite } from '../../../auth/invite.ts'
import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/db.ts'
import { commitments } from '../../../pact/commitments/schema.ts'
import { axes, pact, pactTexts } from '../../../pact/schema.ts'
import { keepVersion } from '../../../pact/versions.ts'
import { partners } from '../../../partners/schema.ts'
import { ACTIONS } from './actions-story.ts'
import { type Days, daysAround } from './days.ts'
import { COMMITTEE, GROUPS } from './groups-story.ts'
import { DEMONSTRATION, type PactTelling } from './step.ts'
import { actionSteps } from './tell-action.ts'
import { commitmentSteps } from './tell-commitments.ts'
import { groupSteps, meetingSteps } from './tell-group.ts'
import { paperSteps } from './tell-papers.ts'
import { trainingSteps } from './tell-training.ts'
import { TRAININGS } from './trainings-story.ts'

/** Tells two years of the Aude's pact, all of it invented, through the functions that agents' forms use. */
export async function tellPact(
  tx: Tx,
  { now, config, tagAuthority }: { now: Date; config: Config; tagAuthority: string },
): Promise<void> {
  const days = daysAround(now)
  const telling = await beginTelling(tx, days, config, tagAuthority, now)
  await signPact(telling)
  const steps = [
    ...GROUPS.flatMap((group) => groupSteps(group)),
    ...GROUPS.flatMap((group) => meetingSteps(group.meetings, group.key, group.pilot)),
    ...meetingSteps(COMMITTEE, null, 'departement-de-l-aude'),
    ...ACTIONS.flatMap(actionSteps),
    ...commitmentSteps(),
    ...paperSteps(),
    ...TRAININGS.flatMap(trainingSteps),
  ]
  // What happened on one day keeps the order in which it is told.
  for (const { at, tell } of steps.toSorted((one, other) => one.at - other.at))
    await tell(telling, (partner) => ({
      partnerId: partner === null ? null : telling.partner(partner),
      actor: DEMONSTRATION,
      now: days.instant(at),
    }))
}

async function beginTelling(
  tx: Tx,
  days: Days,
  config: Config,
  tagAuthority: string,
  now: Date,
): Promise<PactTelling> {
  const partnerIds = new Map((await tx.select().from(partners)).map(({ slug, id }) => [slug, id]))
  const axisIds = new Map((await tx.select().from(axes)).map(({ slug, id }) => [slug, id]))
  const asked = await tx
    .select({ id: commitments.id })
    .from(commitments)
    .orderBy(commitments.position)
  const agents = new Map<string, Promise<string>>()
  const known = (ids: Map<string, number>) => (slug: string) => {
    const id = ids.get(slug)
    if (id === undefined) throw new Error(`the demonstration knows no « ${slug} »`)
    return id
  }
  return {
    tx,
    days,
    config: { ...config, mailFrom: null },
    tagAuthority,
    partner: known(partnerIds),
    axis: known(axisIds),
    groups: new Map(),
    actions: new Map(),
    commitments: asked.map(({ id }) => id),
    agentOf(partner) {
      const agent =
        agents.get(partner) ??
        invite(
          tx,
          {
            email: `pacte@${partner}.example.org`,
            name: 'Référent du pacte (démonstration)',
            partner: { id: known(partnerIds)(partner), role: 'pact-editor' },
            by: DEMONSTRATION,
          },
          now,
        )
      agents.set(partner, agent)
      return agent
    },
  }
}

/** Two years ago, for three years; amended once. */
const SIGNED = -730
const AMENDED = -325
const ENDS = 365

const TEXT = `Article 1. Les signataires et leurs partenaires constatent ensemble les difficultés des entreprises, avec leurs chiffres.
Article 2. Des groupes de travail, portés chacun par une collectivité et une chambre ou une organisation professionnelle, construisent les mesures.
Article 3. Les collectivités mettent les actions en œuvre et le montrent par des justificatifs datés.
Article 4. Le comité de pilotage se réunit deux fois par an. Une analyse annuelle est publiée.
(Texte de démonstration.)`

async function signPact({ tx, days }: PactTelling): Promise<void> {
  await tx
    .update(partners)
    .set({ signatorySince: days.day(SIGNED) })
    .where(isNotNull(partners.signatorySince))
  const values = {
    signedOn: days.day(SIGNED),
    endsOn: days.day(ENDS),
    renewal: 'Par accord de tous, pour trois ans, après évaluation.',
  }
  await tx.update(pact).set(values).where(eq(pact.id, 1))
  const author = { partnerId: null, actor: DEMONSTRATION, now: days.instant(SIGNED) }
  await keepVersion(tx, author, { kind: 'pact', subject: 1 }, { before: null, after: values })
  for (const [number, at, note] of [
    [1, SIGNED, 'Texte signé'],
    [2, AMENDED, 'Le guichet et les formations y entrent ; dix engagements annuels'],
  ] as const) {
    const row = { adoptedOn: days.day(at), text: TEXT, note }
    await tx.insert(pactTexts).values({ number, ...row, addedAt: days.instant(at) })
    await keepVersion(
      tx,
      { ...author, now: days.instant(at) },
      { kind: 'text', subject: number },
      { before: null, after: { adoptedOn: row.adoptedOn, note } },
    )
  }
}
