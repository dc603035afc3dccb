import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { insertRows } from '../../src/db/insert-rows.ts'
import { bumpVersions } from '../../src/db/versions.ts'
import { buyers, partners } from '../../src/partners/schema.ts'
import { requestEvents, requests } from '../../src/requests/schema.ts'
import { templateUses } from '../../src/templates/schema.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

const DAY_MS = 86_400_000

let database: OpenDatabase
let program: TestProgram
let partnerId: number

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, '2026-11-20T10:00:00+01:00')
  const [partner] = await database.db
    .select({ id: partners.id })
    .from(partners)
    .where(eq(partners.slug, 'narbonne'))
  if (!partner) throw new Error('no partner')
  partnerId = partner.id
})
afterAll(() => database.close())

it('a commitment stands beside how many requests its signatory answered, and from ten on how quickly', async () => {
  expect(await measuresOf('Répondre aux entreprises')).toEqual(['non mesuré'])
  await answer(9, { firstId: 1, after: 4 })
  expect(await measuresOf('Répondre aux entreprises')).toEqual(['9 demandes répondues'])
  await answer(1, { firstId: 10, after: 30 })
  expect(await measuresOf('Répondre aux entreprises')).toEqual([
    '10 demandes répondues, la moitié en 4 jours ou moins',
  ])
})

it('a commitment stands beside the consultations that its signatory made with the shared model', async () => {
  const { db } = database
  const [buyer] = await db
    .select({ id: buyers.id })
    .from(buyers)
    .where(eq(buyers.partnerId, partnerId))
  const at = new Date('2026-06-01T08:00:00Z')
  const shared = {
    slug: 'objet',
    title: 'Objet',
    buyerId: buyer?.id ?? null,
    status: 'active' as const,
    publishedAt: at,
    closesAt: at,
    signatory: true,
    demonstration: false,
    facts: {},
    provenance: {},
    lastChangeAt: at,
    lastNoticeKind: 'tender' as const,
    searchText: '',
  }
  await db.transaction(async (tx) => {
    await insertRows(
      tx,
      consultations,
      [901, 902].map((id) => ({ ...shared, id, reference: `2026-${id}`, ocid: `ocds-test-${id}` })),
    )
    await insertRows(tx, templateUses, [
      { at, kind: 'documents', templateNumber: 1, partnerId, consultationId: 901 },
    ])
    await bumpVersions(tx, ['templates'])
  })
  expect(await measuresOf('Employer le modèle commun')).toEqual([
    '1 consultation établie avec le modèle',
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
  const receivedAt = new Date('2026-05-04T08:00:00Z')
  const ids = Array.from({ length: count }, (_, index) => firstId + index)
  await database.db.transaction(async (tx) => {
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
