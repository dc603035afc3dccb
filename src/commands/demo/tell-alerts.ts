import { DEMO_ALERTS } from '../../alerts/demo-tokens.ts'
import { alertFilters, alertSubscriptions } from '../../alerts/schema.ts'
import type { Tx } from '../../db/db.ts'

const DAY_MS = 86_400_000

/** Followers by mail, all invented: one under way, one still to confirm, one whose server refused a message. */
export async function tellAlerts(tx: Tx, now: Date): Promise<void> {
  const [electricity, pact] = await tx
    .insert(alertFilters)
    .values([
      { subject: 'consultations', query: '?metier=electricite' },
      { subject: 'pacte', query: '?contenu=formations' },
    ])
    .returning({ id: alertFilters.id })
  if (!electricity || !pact) throw new Error('a filter was not added')
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS)
  await tx.insert(alertSubscriptions).values([
    {
      ...followed(electricity.id, 'atelier@volts-du-lauragais.example', DEMO_ALERTS.active),
      rhythm: 'daily',
      state: 'active',
      askedAt: before(20),
      begunAt: before(20),
    },
    {
      ...followed(pact.id, 'gerance@toits-de-la-montagne-noire.example', DEMO_ALERTS.pending),
      rhythm: 'weekly',
      state: 'pending',
      askedAt: before(1),
    },
    {
      ...followed(electricity.id, 'contact@ancienne-adresse.example', DEMO_ALERTS.suspended),
      rhythm: 'now',
      state: 'suspended',
      askedAt: before(60),
      begunAt: before(60),
      suspendedAt: before(3),
    },
  ])
}

function followed(filterId: number, email: string, token: string) {
  return { filterId, email, emailKey: email, token }
}
