import { readDecp } from '../../../src/contracts/decp/read.ts'
import type { DecpEnding, DecpRow } from '../../../src/contracts/decp/row.ts'
import type { ContractFacts, TroubleCode } from '../../../src/contracts/facts.ts'

/** Everything that is read of a document, given in pieces that end at these places. */
export async function readAll(
  content: string | Uint8Array,
  cuts: number[] = [],
): Promise<{ rows: DecpRow[]; ending: DecpEnding }> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  async function* chunks() {
    let at = 0
    for (const cut of [...cuts, bytes.length]) {
      yield bytes.subarray(at, cut)
      at = cut
    }
  }
  const reading = readDecp(chunks(), '2026-11-22')
  const rows: DecpRow[] = []
  for await (const batch of reading.batches) rows.push(...batch)
  return { rows, ending: reading.ending() }
}

/** A contract that has all that the schema asks for. */
export function whole(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: '2026M0012',
    acheteur: { id: '21110022700019' },
    nature: 'Marché',
    objet: 'Réfection de la toiture de l’école',
    codeCPV: '45261000-4',
    techniques: { technique: ['Sans objet'] },
    modalitesExecution: { modaliteExecution: ['Sans objet'] },
    marcheInnovant: false,
    ccag: 'Travaux',
    offresRecues: 3,
    attributionAvance: true,
    tauxAvance: 0.3,
    typeGroupementOperateurs: 'Pas de groupement',
    procedure: 'Procédure adaptée',
    lieuExecution: { code: '11262', typeCode: 'Code commune' },
    dureeMois: 6,
    dateNotification: '2026-03-05',
    datePublicationDonnees: '2026-04-02',
    montant: 80_000,
    typesPrix: { typePrix: ['Définitif ferme'] },
    formePrix: 'Forfaitaire',
    sousTraitanceDeclaree: false,
    titulaires: [{ titulaire: { id: '38103128500491', typeIdentifiant: 'SIRET' } }],
    considerationsSociales: { considerationSociale: ['Pas de considération sociale'] },
    considerationsEnvironnementales: { considerationEnvironnementale: ['Critère environnemental'] },
    ...changes,
  }
}

/** A concession that has all that the schema asks for. */
export function wholeConcession(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'C2026-4',
    autoriteConcedante: { id: '21110022700019' },
    nature: 'Délégation de service public',
    objet: 'Exploitation de la fourrière',
    procedure: 'Procédure négociée ouverte',
    dureeMois: 60,
    dateSignature: '2026-03-05',
    datePublicationDonnees: '2026-04-02',
    dateDebutExecution: '2027-05-01',
    valeurGlobale: 500_000,
    montantSubventionPublique: 0,
    concessionnaires: [{ concessionnaire: { id: '38103128500491', typeIdentifiant: 'SIRET' } }],
    considerationsSociales: { considerationSociale: ['Clause sociale'] },
    considerationsEnvironnementales: {
      considerationEnvironnementale: ['Pas de considération environnementale'],
    },
    ...changes,
  }
}

export function fileOf(
  marche: unknown[],
  concessions: unknown[] = [],
): { marches: Record<string, unknown> } {
  return { marches: { marche, 'contrat-concession': concessions } }
}

/** What is read of one contract, and the codes of what cannot be believed in it. */
export async function readOne(
  contract: unknown,
  list: 'marche' | 'contrat-concession' = 'marche',
): Promise<{ facts: ContractFacts; codes: TroubleCode[] }> {
  const file = list === 'marche' ? fileOf([contract]) : fileOf([], [contract])
  const { rows } = await readAll(JSON.stringify(file))
  const [row] = rows
  if (rows.length !== 1 || !row || 'refused' in row) throw new Error(JSON.stringify(rows))
  return { facts: row.facts, codes: row.troubles.map(({ code }) => code) }
}

/** The facts of all rows, none of which may have been refused. */
export function factsOf(rows: DecpRow[]): ContractFacts[] {
  return rows.map((row) => {
    if ('refused' in row) throw new Error(`${row.row}: ${row.refused}`)
    return row.facts
  })
}
