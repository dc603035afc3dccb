import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { consultations } from '../consultations/schema.ts'
import type { TroubleCode } from '../contracts/facts.ts'
import type { Origin } from '../contracts/precedence.ts'
import { contractRecords, contracts, contractSuppliers } from '../contracts/schema.ts'
import type { Reader } from '../db/db.ts'
import { establishments, firms } from '../firms/schema.ts'
import { buyers } from '../partners/schema.ts'

/** Contracts read at a time. */
const PAGE_SIZE = 500

/** A contract that counts, as it stands. */
export type ContractLine = typeof contracts.$inferSelect & {
  buyer: { name: string; siret: string | null; slug: string } | null
  /** Of the consultation that it was let by. */
  reference: string | null
  /** Who tells of it. */
  origins: Origin[]
  /** What could not be believed in what they say. */
  troubles: TroubleCode[]
}

/** A firm that holds a contract, with what the register says of it. */
export type SupplierLine = typeof contractSuppliers.$inferSelect & {
  firm: Pick<typeof firms.$inferSelect, 'name' | 'size' | 'sizeYear'> | null
  place: Pick<typeof establishments.$inferSelect, 'commune' | 'departement' | 'region'> | null
}

/** Every contract that counts, in the order of their numbers here, a page of them at a time. */
export async function* contractPages(reader: Reader): AsyncGenerator<ContractLine[]> {
  let last: number | undefined = 0
  while (last !== undefined) {
    const rows = await contractsAfter(reader, last)
    const toldOf = await tellersOf(
      reader,
      rows.map(({ contract }) => contract.id),
    )
    yield rows.map(({ contract, ...known }) => ({
      ...contract,
      ...known,
      ...(toldOf.get(contract.id) ?? { origins: [], troubles: [] }),
    }))
    last = rows.length === PAGE_SIZE ? rows.at(-1)?.contract.id : undefined
  }
}

/** The firms that hold them, a page at a time. */
export async function* supplierPages(reader: Reader): AsyncGenerator<SupplierLine[]> {
  let last: { contractId: number; position: number } | undefined = { contractId: 0, position: 0 }
  while (last !== undefined) {
    const rows = await suppliersAfter(reader, last)
    yield rows.map(({ supplier, ...known }) => ({ ...supplier, ...known }))
    last = rows.length === PAGE_SIZE ? rows.at(-1)?.supplier : undefined
  }
}

function contractsAfter(reader: Reader, after: number) {
  return reader
    .select({
      contract: contracts,
      buyer: { name: buyers.name, siret: buyers.siret, slug: buyers.slug },
      reference: consultations.reference,
    })
    .from(contracts)
    .leftJoin(buyers, eq(buyers.id, contracts.buyerId))
    .leftJoin(
      consultations,
      and(eq(consultations.id, contracts.consultationId), isNull(consultations.joinedIntoId)),
    )
    .where(and(gt(contracts.id, after), eq(contracts.counted, true)))
    .orderBy(asc(contracts.id))
    .limit(PAGE_SIZE)
}

async function tellersOf(
  reader: Reader,
  ids: number[],
): Promise<Map<number, Pick<ContractLine, 'origins' | 'troubles'>>> {
  const rows = await reader
    .select({
      contractId: contractRecords.contractId,
      origin: contractRecords.origin,
      troubles: contractRecords.troubles,
    })
    .from(contractRecords)
    .where(and(inArray(contractRecords.contractId, ids), isNull(contractRecords.withdrawnAt)))
    .orderBy(asc(contractRecords.id))
  const told = [...Map.groupBy(rows, ({ contractId }) => contractId)]
  return new Map(
    told.map(([id, records]) => [
      id,
      {
        origins: records.map(({ origin }) => origin),
        troubles: records.flatMap(({ troubles }) => (troubles ?? []).map(({ code }) => code)),
      },
    ]),
  )
}

function suppliersAfter(reader: Reader, after: { contractId: number; position: number }) {
  return reader
    .select({
      supplier: contractSuppliers,
      firm: { name: firms.name, size: firms.size, sizeYear: firms.sizeYear },
      place: {
        commune: establishments.commune,
        departement: establishments.departement,
        region: establishments.region,
      },
    })
    .from(contractSuppliers)
    .innerJoin(contracts, eq(contracts.id, contractSuppliers.contractId))
    .leftJoin(firms, eq(firms.siren, contractSuppliers.siren))
    .leftJoin(establishments, eq(establishments.siret, contractSuppliers.siret))
    .where(
      and(
        sql`(${contractSuppliers.contractId}, ${contractSuppliers.position}) > (${after.contractId}::bigint, ${after.position}::smallint)`,
        eq(contracts.counted, true),
      ),
    )
    .orderBy(asc(contractSuppliers.contractId), asc(contractSuppliers.position))
    .limit(PAGE_SIZE)
}
