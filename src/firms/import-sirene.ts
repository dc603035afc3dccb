import type { Db } from '../db/db.ts'
import type { EstablishmentFacts, FirmFacts } from './facts.ts'
import { saveEstablishments, saveFirms } from './save.ts'
import type { SireneRow } from './sirene.ts'
import { settleKnown } from './want.ts'

/** How many an extract has told of so far: all of them are kept where they are to be. */
export interface SireneSaved {
  firms: number
  establishments: number
}

/** Rows of an extract that one transaction keeps. */
const BATCH = 2_000

/**
 * Keeps what an extract tells, some thousands at a time: where the rows end in an error, which is thrown on, what came
 * before is kept and counted in `saved`. Reading the extract again changes nothing that it has told already. A trial
 * (`apply` false) only counts.
 */
export async function importSirene(
  db: Db,
  rows: AsyncIterable<SireneRow>,
  saved: SireneSaved,
  { now, apply }: { now: Date; apply: boolean },
): Promise<void> {
  let firms = new Map<string, FirmFacts>()
  let establishments = new Map<string, EstablishmentFacts>()
  const keep = async () => {
    if (apply)
      await db.transaction(async (tx) => {
        const reading = { source: 'sirene', at: now } as const
        await saveFirms(tx, [...firms.values()], reading)
        await saveEstablishments(tx, [...establishments.values()], reading)
      })
    saved.firms += firms.size
    saved.establishments += establishments.size
    firms = new Map()
    establishments = new Map()
  }
  try {
    for await (const { firm, establishment } of rows) {
      if (firm) firms.set(firm.siren, firm)
      if (establishment) establishments.set(establishment.siret, establishment)
      if (firms.size + establishments.size >= BATCH) await keep()
    }
    await keep()
  } finally {
    if (apply && saved.firms + saved.establishments > 0) await settleKnown(db)
  }
}
