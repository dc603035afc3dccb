import { writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { TransactionRollbackError } from 'drizzle-orm'
import { plural } from '../../views/format.ts'
import { STATUS_LABELS } from '../../views/words/pact.ts'
import { pactProblemSentence } from '../../views/words/pact-problems.ts'
import { writeCsv } from '../feeds/csv.ts'
import { COLUMNS } from '../pact/transfer/columns.ts'
import { exportActions } from '../pact/transfer/export-actions.ts'
import { type Imported, importActions } from '../pact/transfer/import-actions.ts'
import { readActionsFile, type RowProblem } from '../pact/transfer/read-file.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const pactImport: Command = {
  name: 'pact import',
  summary: 'importe les actions du pacte',
  usage: `pact import FICHIER [--apply]
  FICHIER : JSON ou CSV, une action par ligne : external_id (obligatoire, il dit de quelle action il s’agit), titre,
  description, axe, groupe, pilote, partenaires (séparés par |), debut, echeance, budget_ht, indicateur, unite, cible,
  statut (à lancer, lancée, réalisée en partie, réalisée, abandonnée ; ou non commencé, engagé, partiel, tenu, abandonné),
  motif, justificatif (lien), justificatif_titre, justificatif_date.
  Sans --apply, essaie seulement. Tout ou rien ; relancer met à jour. Au-delà de « lancée », un justificatif est exigé.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, { apply: { type: 'boolean' } }, 1, pactImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', cwd)
    if (!table.ok) return refused(table.sentence)
    const file = readActionsFile(table.text, table.format)
    if (!file.ok) return refused(refusal(file.problems))
    const isKept = read.values['apply'] === true
    const author = { partnerId: null, actor: 'command:pact import', now: deps.now() }
    let imported: Imported = { created: 0, changed: 0, same: 0, problems: [] }
    try {
      await deps.db.transaction(async (tx) => {
        imported = await importActions(tx, author, file.lines)
        if (!isKept || imported.problems.length > 0) tx.rollback()
      })
    } catch (error) {
      if (!(error instanceof TransactionRollbackError)) throw error
    }
    if (imported.problems.length > 0) return refused(refusal(imported.problems))
    const { created, changed, same } = imported
    say(
      `${plural(created, 'action créée', 'actions créées')}, ${plural(changed, 'modifiée', 'modifiées')}, ${plural(same, 'inchangée', 'inchangées')}.`,
    )
    say(
      isKept ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.',
    )
    if (isKept) await deps.versions.refresh()
    return done
  },
}

export const pactExport: Command = {
  name: 'pact export',
  summary: 'écrit les actions du pacte dans un fichier',
  usage: `pact export FICHIER
  FICHIER : .json ou .csv à créer ; « pact import » le relit.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, {}, 1, pactExport.usage)
    if (!read.ok) return refused(read.sentence)
    const path = read.positionals[0] ?? ''
    const extension = extname(path).toLowerCase()
    if (extension !== '.json' && extension !== '.csv')
      return refused(`« ${path} » : un nom en .json ou .csv est attendu.`)
    const lines = await exportActions(deps.db, (status) => STATUS_LABELS[status].toLowerCase())
    const text =
      extension === '.json'
        ? `${JSON.stringify(lines, null, 2)}\n`
        : writeCsv(
            [...COLUMNS],
            lines.map((line) => COLUMNS.map((column) => line[column])),
          )
    try {
      await writeFile(resolve(cwd, path), text, { flag: 'wx' })
    } catch {
      return refused(
        `« ${path} » ne peut pas être créé : il existe déjà, ou son dossier est introuvable ou protégé.`,
      )
    }
    say(`${plural(lines.length, 'action écrite', 'actions écrites')} : ${path}`)
    return done
  },
}

/** One line for each problem, and what became of the file. */
function refusal(problems: RowProblem[]): string {
  const lines = problems.map((problem) => {
    const where = [
      problem.row === 0 ? 'Fichier' : `Action ${problem.row}`,
      ...(problem.field === null ? [] : [problem.field]),
    ].join(', ')
    return `${where} : ${pactProblemSentence(problem)}`
  })
  return `${lines.join('\n')}\nRien n’a été importé.`
}
