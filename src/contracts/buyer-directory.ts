import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import { buyerAliases, buyers, partners } from '../partners/schema.ts'
import { placeKey } from '../places/gazetteer.ts'
import { communes, intercommunalities } from '../places/schema.ts'
import { contractKey } from './decp/key.ts'
import type { ContractFacts } from './facts.ts'

type Buyer = Pick<ContractFacts, 'number' | 'buyerSiret' | 'buyerName' | 'rest'>

/** The buyers that this instance knows, and the territory that it is for. */
export interface BuyerDirectory {
  /** The buyer that a contract is of; null where it is none that is known: a file adds no buyers. */
  buyerOf(buyer: Buyer): number | null
  /** Whether a contract is one of a known buyer, or of a body of the partners' départements. */
  concerns(contract: Buyer & Pick<ContractFacts, 'placeDepartement'>): boolean
}

/**
 * Reads the whole directory of buyers, some thousands at most. A buyer is found by its SIRET, else by its SIREN where
 * only one buyer has it (establishments of one council) or it is a known place's, else, where there is no number, by a spelling of its name.
 */
export async function readBuyerDirectory(reader: Reader): Promise<BuyerDirectory> {
  const known = await reader
    .select({ id: buyers.id, siret: buyers.siret, key: buyers.nameKey, place: buyers.place })
    .from(buyers)
  const aliases = await reader
    .select({ id: buyerAliases.buyerId, key: buyerAliases.nameKey })
    .from(buyerAliases)
  const bySiret = new Map<string, number>()
  const bySiren = new Map<string, number | null>()
  const byKey = new Map<string, number | null>()
  for (const { id, siret, key } of known) {
    if (siret !== null) {
      bySiret.set(siret, id)
      alone(bySiren, siret.slice(0, 9), id)
    }
    alone(byKey, key, id)
  }
  for (const { id, key } of aliases) {
    if (/^\d{14}$/.test(key)) bySiret.set(key, id)
    else byKey.set(key, id)
  }
  const territory = await readTerritory(reader)
  for (const { id, siret, place } of known) {
    const siren = place === null ? undefined : territory.sirens.get(place)
    if (siret === null && siren !== undefined && !bySiren.has(siren)) bySiren.set(siren, id)
  }

  const buyerOf = (facts: Buyer): number | null => {
    const known = facts.buyerSiret === null ? undefined : bySiret.get(facts.buyerSiret)
    if (known !== undefined) return known
    const siren = sirenOf(facts)
    const found = siren === null ? byKey.get(buyerKey(facts.buyerName ?? '')) : bySiren.get(siren)
    return found ?? null
  }
  return {
    buyerOf,
    concerns(facts) {
      if (buyerOf(facts) !== null) return true
      const siren = sirenOf(facts)
      return siren === null
        ? facts.placeDepartement !== null && territory.departements.has(facts.placeDepartement)
        : isOfTerritory(siren, territory)
    },
  }
}

/** Also where the number as written is no SIRET but begins with a SIREN. */
function sirenOf(facts: Buyer): string | null {
  if (facts.buyerSiret !== null) return facts.buyerSiret.slice(0, 9)
  return /^(\d{9})\|/.exec(contractKey(facts))?.[1] ?? null
}

/** What two share is nobody's. */
function alone(map: Map<string, number | null>, key: string, id: number): void {
  map.set(key, map.has(key) ? null : id)
}

interface Territory {
  /** Numbers of the partners' départements. */
  departements: Set<string>
  /** SIREN of the communes and intercommunalities that stand there. */
  bodies: Set<string>
  /** SIREN of known places by their keys (`c:11262`). */
  sirens: Map<string, string>
}

async function readTerritory(reader: Reader): Promise<Territory> {
  const territories = await reader
    .select({
      kind: partners.territoryKind,
      code: partners.territoryCode,
      ofCommune: communes.departement,
      ofIntercommunality: intercommunalities.departement,
    })
    .from(partners)
    .leftJoin(communes, eq(communes.insee, partners.territoryCode))
    .leftJoin(intercommunalities, eq(intercommunalities.siren, partners.territoryCode))
  const departements = new Set(
    territories.flatMap(({ kind, code, ofCommune, ofIntercommunality }) => {
      const departement =
        kind === 'departement' ? code : kind === 'commune' ? ofCommune : ofIntercommunality
      return departement ?? []
    }),
  )
  const places = [
    ...(
      await reader
        .select({ siren: communes.siren, code: communes.insee, departement: communes.departement })
        .from(communes)
    ).map((row) => ({ ...row, key: placeKey('commune', row.code) })),
    ...(
      await reader
        .select({ siren: intercommunalities.siren, departement: intercommunalities.departement })
        .from(intercommunalities)
    ).map((row) => ({ ...row, key: placeKey('epci', row.siren) })),
  ]
  const bodies = new Set<string>()
  const sirens = new Map<string, string>()
  for (const { siren, departement, key } of places) {
    if (siren === null) continue
    sirens.set(key, siren)
    if (departements.has(departement)) bodies.add(siren)
  }
  return { departements, bodies, sirens }
}

/** SIREN of local bodies made before 2008 hold their département: communes 21, départements 22, hospitals 26… */
function isOfTerritory(siren: string, { departements, bodies }: Territory): boolean {
  return bodies.has(siren) || (/^2[1-8]/.test(siren) && departements.has(siren.slice(2, 4)))
}
