import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import { insertRows } from '../../src/db/insert-rows.ts'
import { bumpVersions } from '../../src/db/versions.ts'
import { buyers } from '../../src/partners/schema.ts'
import { requestEvents, requests } from '../../src/requests/schema.ts'
import { templateUses } from '../../src/templates/schema.ts'
import { idOfPartner } from '../support/directory.ts'
import { useProgram } from '../support/use-program.ts'

const DAY_MS = 86_400_000

const program = useProgram()
let partnerId: number

beforeAll(async () => {
  partnerId = await idOfPartner(program.deps.db, 'narbonne')
})

it('a commitment stands beside how many requests its signatory answered, and from ten on how quickly', async () => {
  expect(await measuresOf('Répondre aux entreprises')).toEqual(['non mesuré'])
  await answer(9, { firstId: 1, after: 4 })
  expect(await measuresOf('Répondre aux entreprises')).toEqual(['9 demandes répondues'])
  await answer(1, { firstId: 10, after: 30 })
  expect(await measuresOf('Répondre aux entreprises')).toEqual([
    '10 demandes répondues, la moitié en 4 jours ou moins',
  ])
})

it('a commitment stands beside what the board shows of its signatory’s consultations of the year', async () => {
  const { db } = program.deps
  const [buyer] = await db
    .select({ id: buyers.id })
    .from(buyers)
    .where(eq(buyers.partnerId, partnerId))
  const at = new Date('2026-06-01T08:00:00Z')
  const consultation = (id: number, published: string, deadline?: string) => ({
    id,
    reference: `2026-${id}`,
    ocid: `ocds-test-${id}`,
    slug: 'objet',
    title: 'Objet',
    buyerId: buyer?.id ?? null,
    status: 'active' as const,
    publishedAt: new Date(published),
    deadlineAt: deadline === undefined ? null : new Date(deadline),
    closesAt: at,
    divided: id === 901,
    signatory: true,
    demonstration: false,
    facts: { paymentDelayDays: id - 880 },
    provenance: {},
    lastChangeAt: at,
    lastNoticeKind: 'tender' as const,
    searchText: '',
  })
  await db.transaction(async (tx) => {
    await insertRows(tx, consultations, [
      consultation(901, '2026-06-01T08:00:00Z', '2026-10-20T10:00:00Z'),
      consultation(902, '2026-06-01T08:00:00Z', '2026-05-31T08:00:00Z'),
      consultation(903, '2025-12-31T23:00:00Z'),
      consultation(904, '2025-12-31T22:59:59Z'),
      consultation(905, '2026-12-31T23:00:00Z'),
    ])
    await insertRows(tx, templateUses, [
      { at, kind: 'documents', templateNumber: 1, partnerId, consultationId: 901 },
    ])
    await bumpVersions(tx, ['templates'])
  })
  expect(await measuresOf('Employer le modèle commun')).toEqual([
    '1 consultation établie avec le modèle',
  ])
  expect(await measuresOf('Annoncer toutes ses consultations au guichet')).toEqual([
    '3 consultations parues',
  ])
  expect(await measuresOf('Allotir autant que possible')).toEqual(['1 consultation allotie sur 3'])
  expect(await measuresOf('Laisser le temps de répondre')).toEqual([
    '141 jours pour répondre, par la médiane',
  ])
  expect(await measuresOf('Payer dans les délais')).toEqual([
    'délai annoncé : 22 jours par la médiane de 3 consultations qui le disent',
  ])
  expect(await measuresOf('Tenir le guichet à jour')).toEqual([
    '1 consultation close depuis 90 jours sans résultat connu',
  ])
})

/** What is measured of Narbonne beside this commitment. */
async function measuresOf(title: string): Promise<string[]> {
  await program.deps.versions.refresh()
  const html = await program.text('/pacte/engagements')
  const [section = ''] =
    html.split('<section').filter((each) => each.includes(`. ${title}</h2>`)) ?? []
  const [row = ''] = section.split('<tr>').filter((each) => each.includes('>Narbonne</th>'))
  return [...row.matchAll(/data-label="Mesure">([^<]*)</g)].map(([, text = '']) =>
    text.replaceAll(/\s/g, ' '),
  )
}

/** Requests answered so many days after they came. */
async function answer(count: number, { firstId, after }: { firstId: number; after: number }) {
  const receivedAt = new Date('2025-12-31T23:00:00Z')
  const ids = Array.from({ length: count }, (_, index) => firstId + index)
  await program.deps.db.transaction(async (tx) => {
    await insertRows(
      tx,
      requests,
      ids.map((id) => ({
        id,
        reference: `S-${id}`,
        kind: 'question' as const,
        state: 'answered' as const,
        partnerId,
        consentAt: receivedAt,
        receivedAt,
        acknowledgeBy: receivedAt,
        answerBy: receivedAt,
        turn: 'firm' as const,
      })),
    )
    await insertRows(
      tx,
      requestEvents,
      ids.map((id) => ({
        id,
        requestId: id,
        kind: 'answered' as const,
        by: 'partner' as const,
        partnerId,
        at: new Date(receivedAt.getTime() + after * DAY_MS),
      })),
    )
    await bumpVersions(tx, ['requests'])
  })
}
