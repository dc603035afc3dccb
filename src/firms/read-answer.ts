import * as z from 'zod'
import { type EstablishmentFacts, establishmentFrom, type FirmFacts, firmFrom } from './facts.ts'

/** What the State's search of firms says of a number, or why its answer is none. */
export type FirmAnswer =
  | { kind: 'found'; firm: FirmFacts; establishments: EstablishmentFacts[] }
  | { kind: 'not-found' }
  /** other-firms: it tells only of firms that were not asked for. */
  | { kind: 'odd'; code: 'not-json' | 'not-an-answer' | 'other-firms' }

/** Where to ask for a SIREN or a SIRET. The short form leaves the people behind firms out. */
export function searchAddress(base: string, number: string): string {
  const query = `q=${number}&minimal=true&include=siege,matching_etablissements&page=1&per_page=5`
  return `${base.replace(/\/+$/, '')}/search?${query}`
}

/**
 * Reads an answer of `/search` (recherche-entreprises.api.gouv.fr) to this SIREN or SIRET. Only what it says of this
 * very firm counts: of its establishments, the one that was asked for and the head office.
 */
export function readAnswer(bytes: Uint8Array, number: string): FirmAnswer {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { kind: 'odd', code: 'not-json' }
  }
  const answer = page.safeParse(parsed)
  if (!answer.success) return { kind: 'odd', code: 'not-an-answer' }
  const { results } = answer.data
  if (results.length === 0) return { kind: 'not-found' }
  const siren = number.slice(0, 9)
  const own = results
    .map((each) => firm.safeParse(each))
    .find((each) => each.success && each.data.siren === siren)
  return own?.data ? found(own.data, number) : { kind: 'odd', code: 'other-firms' }
}

const word = z.string().nullish().catch(null)

const establishment = z.object({ siret: z.string(), commune: word })

const firm = z.object({
  siren: z.string(),
  nom_raison_sociale: word,
  nature_juridique: word,
  statut_diffusion: word,
  categorie_entreprise: word,
  annee_categorie_entreprise: z.union([z.string(), z.number()]).nullish().catch(null),
  tranche_effectif_salarie: word,
  siege: establishment.nullish().catch(null),
  matching_etablissements: z.array(establishment.nullable().catch(null)).nullish().catch(null),
})

const page = z.object({ results: z.array(z.unknown()) })

function found(said: z.infer<typeof firm>, number: string): FirmAnswer {
  const { siege } = said
  const facts = firmFrom({
    siren: said.siren,
    name: said.nom_raison_sociale,
    legalForm: said.nature_juridique,
    diffusion: said.statut_diffusion,
    category: said.categorie_entreprise,
    year: said.annee_categorie_entreprise,
    staff: said.tranche_effectif_salarie,
    seat: siege?.siret,
  })
  const asked = [siege, ...(said.matching_etablissements ?? [])].find(
    (each) => each?.siret === number,
  )
  const establishments = [
    ...(asked ? [establishmentFrom(asked.siret, asked.commune)] : []),
    ...(siege && facts.seat !== null && facts.seat !== asked?.siret
      ? [establishmentFrom(siege.siret, siege.commune)]
      : []),
  ]
  return { kind: 'found', firm: facts, establishments }
}
