import { partnerProblemSentence } from '../../views/words/partner-problems.ts'
import { importPartners } from '../partners/import-partners.ts'
import { readPartners } from '../partners/read-partners.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const partnersImport: Command = {
  name: 'partners import',
  summary: 'importe l’annuaire des partenaires et des acheteurs',
  usage: `partners import FICHIER
  FICHIER : JSON ou CSV, une organisation par ligne : identifiant, siret, nom, nom_court, nature (departement,
  intercommunalite, commune, organisme-public, chambre, organisation-professionnelle), achete, signataire, couverture
  (phrase entière, obligatoire pour un signataire qui achète), site, profil_acheteur, territoire, alias, correspondant
  (une personne, ou « à désigner »). Tout ou rien ; relancer met à jour.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, {}, 1, partnersImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', cwd)
    if (!table.ok) return refused(table.sentence)
    const directory = readPartners(table.text, table.format)
    const problems = directory.ok
      ? await deps.db.transaction(async (tx) => {
          const imported = await importPartners(tx, directory.entries)
          if (!imported.ok) return imported.problems
          say(`${imported.partners} partenaires et ${imported.buyers} acheteurs enregistrés.`)
          return []
        })
      : directory.problems
    if (problems.length > 0)
      return refused(`${problems.map(partnerProblemSentence).join('\n')}\nRien n’a été importé.`)
    await deps.versions.refresh()
    return done
  },
}
