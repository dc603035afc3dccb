import { eq, inArray } from 'drizzle-orm'
import { ContractPage } from '../../views/contracts/contract-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { consultations } from '../consultations/schema.ts'
import { pathOf } from '../consultations/listing.ts'
import type { Reader } from '../db/db.ts'
import { firms } from '../firms/schema.ts'
import { frameOf } from '../http/frame.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { buyers } from '../partners/schema.ts'
import type { ContractFacts } from './facts.ts'
import { provenanceOf } from './provenance-of.ts'
import { contracts } from './schema.ts'

const { page } = routesFor('public')

/** What is known of each contract, and who says so. */
export const contractRoutes: Route[] = [
  page(
    '/attributions/:id{[1-9][0-9]{0,14}}',
    { example: '/attributions/1', keep: ['board', 'contracts'] },
    showContract,
  ),
]

async function showContract(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const id = Number(c.req.param('id'))
  const [found] = await db
    .select({
      joinedIntoId: contracts.joinedIntoId,
      currentAmount: contracts.currentAmount,
      withdrawnAt: contracts.withdrawnAt,
      demonstration: contracts.demonstration,
      buyer: { name: buyers.name, slug: buyers.slug },
      consultation: { reference: consultations.reference, slug: consultations.slug },
    })
    .from(contracts)
    .leftJoin(buyers, eq(buyers.id, contracts.buyerId))
    .leftJoin(consultations, eq(consultations.id, contracts.consultationId))
    .where(eq(contracts.id, id))
  if (!found) return missingPage(c)
  if (found.joinedIntoId !== null) return c.redirect(`/attributions/${found.joinedIntoId}`, 302)
  const provenance = await provenanceOf(db, id)
  if (!provenance) return missingPage(c)
  await nameFirms(db, provenance.facts)
  const { buyer, consultation, currentAmount, withdrawnAt, demonstration } = found
  return c.html(
    renderPage(
      <ContractPage
        frame={await frameOf(c, `/attributions/${id}`)}
        provenance={provenance}
        currentAmount={currentAmount}
        buyer={buyer}
        consultation={consultation && pathOf(consultation)}
        withdrawn={withdrawnAt !== null}
        demonstration={demonstration}
      />,
    ),
  )
}

/** Essential data give numbers only: the register's names stand beside them. */
async function nameFirms(reader: Reader, facts: ContractFacts): Promise<void> {
  const lists = [facts.suppliers, ...facts.modifications.map(({ suppliers }) => suppliers ?? [])]
  const unnamed = lists.flat().filter(({ siret, name }) => siret !== null && name === null)
  if (unnamed.length === 0) return
  const sirens = unnamed.flatMap(({ siret }) => siret?.slice(0, 9) ?? [])
  const known = await reader.select().from(firms).where(inArray(firms.siren, sirens))
  const names = new Map(known.map(({ siren, name }) => [siren, name]))
  for (const supplier of unnamed)
    supplier.name = names.get(supplier.siret?.slice(0, 9) ?? '') ?? null
}
