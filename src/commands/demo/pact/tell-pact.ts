import { eq, isNotNull } from 'drizzle-orm'
import { invite } from '../../../auth/invite.ts'
import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/db.ts'
import { commitments } from '../../../pact/commitments/schema.ts'
import { axes, pact, pactTexts, problems } from '../../../pact/schema.ts'
import type { Author } from '../../../pact/versions.ts'
import { keepVersion } from '../../../pact/versions.ts'
import { partners } from '../../../partners/schema.ts'
import { ACTIONS } from './actions-story.ts'
import { type Days, daysAround } from './days.ts'
import { COMMITTEE, GROUPS } from './groups-story.ts'
import { actionSteps } from './tell-action.ts'
import { commitmentSteps } from './tell-commitments.ts'
import { groupSteps, meetingSteps } from './tell-group.ts'
import { trainingSteps } from './tell-training.ts'
import { TRAININGS } from './trainings-story.ts'

/** One thing that happened, on a day told by its distance from today. */
export interface PactStep {
  at: number
  tell(telling: PactTelling, author: (partner: string | null) => Author): Promise<void>
}

/** What the steps share: keys of what earlier ones wrote. */
export interface PactTelling {
  tx: Tx
  days: Days
  config: Config
  tagAuthority: string
  partner(slug: string): number
  axis(slug: string): number
  /** Keys of groups and actions, by the story's own words for them. */
  groups: Map<string, number>
  problems: Map<string, number>
  actions: Map<string, number>
  /** Commitments in their order. */
  commitments: number[]
  /** The agent who speaks for a partner. */
  agentOf(partner: string): Promise<string>
}

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

/** As the audit log names it. */
export const DEMONSTRATION = 'command:demo'

/** Refusals are the story's own mistakes. */
export function told<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`the demonstration is refused: ${JSON.stringify(outcome)}`)
  return outcome as Extract<T, { ok: true }>
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
    problems: new Map(),
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

/** A shared problem, with the figure that shows it. */
export async function tellProblem(
  { tx, axis, days, problems: known }: PactTelling,
  author: Author,
  story: {
    axis: string
    title: string
    statement: string
    figure: string
    source: string
    at: number
  },
): Promise<number> {
  const row = {
    axisId: axis(story.axis),
    title: story.title,
    statement: story.statement,
    figure: story.figure,
    figureSource: story.source,
    figureOn: days.day(story.at),
  }
  const [added] = await tx.insert(problems).values(row).returning({ id: problems.id })
  if (!added) throw new Error('a problem was not stored')
  known.set(story.title, added.id)
  await keepVersion(
    tx,
    author,
    { kind: 'problem', subject: added.id, axisId: row.axisId },
    { before: null, after: row },
  )
  return added.id
}
