import { importPartners } from '../../partners/import-partners.ts'
import { readPartners } from '../../partners/read-partners.ts'
import { importCentres, readCentres } from '../../places/centres.ts'
import type { Tx } from '../../db/db.ts'
import centresFile from './commune-centres.json' with { type: 'json' }
import partnersFile from './partners.json' with { type: 'json' }

/** Enters the demonstration's partners and buyers, and where its communes lie. */
export async function addDirectory(tx: Tx): Promise<void> {
  const centres = readCentres(JSON.stringify(centresFile), 'json')
  const directory = readPartners(JSON.stringify(partnersFile), 'json')
  if (!centres.ok || !directory.ok) throw new Error('the files of the demonstration are damaged')
  await importCentres(tx, centres.centres)
  const imported = await importPartners(tx, directory.entries)
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
}
