import { eq } from 'drizzle-orm'
import { askingMail } from '../../../views/mail/analysis-asking.ts'
import { contracts, contractSuppliers } from '../../../src/contracts/schema.ts'
import type { Db, Reader } from '../../../src/db/db.ts'
import { establishments, firms } from '../../../src/firms/schema.ts'
import { moveYear } from '../../../src/analysis/years/move-year.ts'
import { openYear } from '../../../src/analysis/years/open-year.ts'
import { analysisYears } from '../../../src/analysis/years/schema.ts'
import type { YearState } from '../../../src/analysis/years/states.ts'
import type { YearWritten } from '../../../src/analysis/years/problem.ts'
import { buyers } from '../../../src/partners/schema.ts'
import type { TestProgram } from '../../support/application.ts'
import { authorOf } from '../../support/pact.ts'

const SIZES = ['micro', 'sme', 'sme', 'mid-size', 'large', null] as const
const CATEGORIES = ['works', 'supplies', 'services'] as const
const BUYERS = ['narbonne', 'carcassonne', 'departement-de-l-aude', 'grand-narbonne']

/** So many invented contracts of a year, the same ones each time, of four councils. */
export async function inventContracts(
  db: Db,
  { year, count, from = 0 }: { year: number; count: number; from?: number },
): Promise<void> {
  const known = await db.select({ id: buyers.id, slug: buyers.slug }).from(buyers)
  for (let index = from; index < from + count; index += 1) {
    const buyer = known.find(({ slug }) => slug === BUYERS[index % BUYERS.length])
    if (!buyer) throw new Error('no buyer')
    const siren = String(100_000_000 + (index % 40))
    const siret = `${siren}00011`
    const size = SIZES[index % SIZES.length] ?? null
    const departement = index % 3 === 0 ? '11' : index % 3 === 1 ? '34' : '75'
    await db
      .insert(firms)
      .values({ siren, name: `Entreprise ${index % 40}`, size, source: 'sirene', readAt: NOW })
      .onConflictDoNothing()
    await db
      .insert(establishments)
      .values({
        siret,
        siren,
        departement,
        region: departement === '75' ? '11' : '76',
        source: 'sirene',
        readAt: NOW,
      })
      .onConflictDoNothing()
    const amount = 10_000 + ((index * 7919) % 400_000)
    const [contract] = await db
      .insert(contracts)
      .values({
        key: `${year}-${index}`,
        number: `${year}-${index}`,
        buyerId: buyer.id,
        nature: 'contract',
        object: `Marché ${index} de ${year}`,
        category: CATEGORIES[index % 3] ?? null,
        procedure: 'adapted',
        amount,
        currentAmount: amount,
        notifiedOn: `${year}-0${1 + (index % 9)}-10`,
        year,
        bids: 1 + (index % 5),
        modifications: 0,
        demonstration: false,
        changedAt: NOW,
      })
      .returning()
    if (!contract) throw new Error('no contract')
    await db.insert(contractSuppliers).values({
      contractId: contract.id,
      position: 0,
      siret,
      siren,
      name: `Entreprise ${index % 40}`,
    })
  }
}

const NOW = new Date('2026-01-01T08:00:00Z')

/** Moves a year as Narbonne's, at the program's clock, and answers what came of it. */
export async function move(
  { deps, clock }: Pick<TestProgram, 'deps' | 'clock'>,
  year: number,
  to: YearState,
  reason = '',
): Promise<YearWritten> {
  const author = await authorOf(deps.db, 'narbonne', clock.now)
  const { version } = await yearRow(deps.db, year)
  return deps.db.transaction((tx) =>
    moveYear(
      tx,
      author,
      { year, version },
      { to, reason },
      {
        config: deps.config,
        mailOf: askingMail,
      },
    ),
  )
}

/** Opens a year. */
export async function open(
  { deps, clock }: Pick<TestProgram, 'deps' | 'clock'>,
  year: number,
): Promise<void> {
  const author = await authorOf(deps.db, 'narbonne', clock.now)
  await deps.db.transaction((tx) => openYear(tx, author, year))
}

/** A year as it stands. */
export async function yearRow(reader: Reader, year: number) {
  const [row] = await reader.select().from(analysisYears).where(eq(analysisYears.year, year))
  if (!row) throw new Error(`no analysis of ${year}`)
  return row
}
