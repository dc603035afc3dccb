import type { DecpEnding, DecpReading, DecpRow } from '../../src/contracts/decp/row.ts'
import type { ContractFacts, Trouble } from '../../src/contracts/facts.ts'
import { recordContracts, type ImportOptions } from '../../src/contracts/record-contracts.ts'
import type { Db } from '../../src/db/db.ts'

/** A contract as a file tells it; what is not given is unknown. */
export function told(values: Partial<ContractFacts> = {}): ContractFacts {
  return {
    number: '2024-12',
    buyerSiret: '21110262900014',
    buyerName: null,
    nature: 'contract',
    object: 'Réfection de la toiture de l’école',
    cpv: '45261000',
    category: 'works',
    procedure: 'adapted',
    amount: 80_000,
    notifiedOn: '2024-03-05',
    publishedOn: '2024-04-02',
    months: 6,
    placeDepartement: '11',
    bids: 3,
    smeBids: null,
    irregularBids: null,
    advance: null,
    advanceRate: null,
    subcontracting: null,
    grouping: null,
    social: null,
    environmental: null,
    innovative: null,
    suppliers: [{ id: FIRM_A, siret: FIRM_A, name: null }],
    modifications: [],
    subcontracts: [],
    rest: {},
    ...values,
  }
}

export const FIRM_A = '38103128500491'
export const FIRM_B = '55208131766522'
export const FIRM_C = '73282932000074'

export function heldBy(...sirets: string[]): ContractFacts['suppliers'] {
  return sirets.map((siret) => ({ id: siret, siret, name: null }))
}

/** Rows of a file in their order, as its reader tells them. */
export function rowsOf(all: (ContractFacts | DecpRow)[]): DecpRow[] {
  return all.map((each, at) =>
    'row' in each ? each : { row: at + 1, facts: each, troubles: [] as Trouble[] },
  )
}

export function readingOf(
  rows: DecpRow[],
  ending: DecpEnding = { ok: true, format: 'decp-2.0-json', rows: rows.length },
): DecpReading {
  return {
    batches: (async function* () {
      for (let at = 0; at < rows.length; at += 100) yield rows.slice(at, at + 100)
    })(),
    ending: () => ending,
  }
}

/** Records a file of these contracts, all of them unless told otherwise. */
export async function importRows(
  db: Db,
  all: (ContractFacts | DecpRow)[],
  options: Partial<ImportOptions> = {},
) {
  const outcome = await recordContracts(
    db,
    {
      name: 'marches.json',
      sourceId: null,
      reading: readingOf(rowsOf(all)),
      fingerprint: () => ({ sha256: 'a'.repeat(64), bytes: 1000 }),
    },
    {
      now: new Date('2026-11-22T08:00:00Z'),
      all: true,
      demonstration: false,
      keep: true,
      ...options,
    },
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.report
}
