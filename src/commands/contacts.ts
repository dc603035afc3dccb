import { contactProblemSentence } from '../../views/words/contact-problems.ts'
import { importContacts, readContactsFile } from '../contacts/import-contacts.ts'
import type { ContactProblem } from '../contacts/problem.ts'
import { currentLists } from '../consultations/lists.ts'
import { parisDay } from '../rules/calendar.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const contactsImport: Command = {
  name: 'contacts import',
  summary: 'importe organismes, interlocuteurs, aides, règles d’orientation et pratiques d’achat',
  usage: `contacts import FICHIER.json [--apply]
  FICHIER : un objet JSON avec, au choix, les listes organismes, interlocuteurs, aides, regles et pratiques ; chaque fiche
  a son identifiant (pour les pratiques, son partenaire), et une fiche connue est remplacée. Ce que le fichier ne nomme
  pas reste. Tout ou rien. Sans --apply, dit ce qui changerait et n’écrit rien.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, { apply: { type: 'boolean' } }, 1, contactsImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', cwd)
    if (!table.ok) return refused(table.sentence)
    if (table.format !== 'json') return refused('Un fichier .json est attendu.')
    const { gazetteer, trades } = await currentLists(deps)
    const file = readContactsFile(table.text, {
      gazetteer,
      trades: trades.map(({ slug }) => slug),
      today: parisDay(deps.now()),
    })
    if (!file.ok) return refusal(file.problems)
    const write = read.values['apply'] === true
    const author = { actor: 'command:contacts import', now: deps.now() }
    const undone = new Undone()
    let problems: ContactProblem[] = []
    try {
      await deps.db.transaction(async (tx) => {
        const imported = await importContacts(tx, file.file, author)
        if (!imported.ok) {
          problems = imported.problems
          throw undone
        }
        for (const [list, { added, changed }] of Object.entries(imported.counts))
          say(`${list} : ${added} nouvelles, ${changed} modifiées.`)
        if (!write) throw undone
      })
    } catch (error) {
      if (error !== undone) throw error
    }
    if (problems.length > 0) return refusal(problems)
    if (!write) say('Rien n’a été écrit : ajoutez --apply pour importer.')
    await deps.versions.refresh()
    return done
  },
}

/** Leaves a transaction whose writes are not wanted. */
class Undone extends Error {}

function refusal(problems: ContactProblem[]) {
  return refused(`${problems.map(contactProblemSentence).join('\n')}\nRien n’a été importé.`)
}
