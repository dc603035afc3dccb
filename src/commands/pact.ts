import { writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { TransactionRollbackError } from 'drizzle-orm'
import { plural } from '../../views/format.ts'
import { callingMail } from '../../views/mail/pact-calling.ts'
import { trainingMails } from '../../views/mail/trainings.ts'
import { pactProblemSentence } from '../../views/words/pact-problems.ts'
import { natureLabel } from '../../views/words/pact-transfer.ts'
import { currentLists } from '../consultations/lists.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { type Imported, importLines } from '../pact/transfer/import-lines.ts'
import type { Nature } from '../pact/transfer/nature.ts'
import { PACT_NATURES } from '../pact/transfer/pact-natures.ts'
import { readPactFile, type RowProblem } from '../pact/transfer/read-file.ts'
import { exportLines, writeJson, writeTable } from '../pact/transfer/write-file.ts'
import { sessionNature } from '../trainings/transfer/session-nature.ts'
import { trainingNature } from '../trainings/transfer/training-natures.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const pactImport: Command = {
  name: 'pact import',
  summary: 'importe le pacte : groupes, réunions, actions, formations',
  usage: `pact import FICHIER [--apply]
  FICHIER : JSON (une liste d’objets) ou CSV (une ligne d’en-tête). La colonne nature dit ce qu’est chaque ligne ; sans
  elle, c’est une action. external_id dit de quel groupe, de quelle action… il s’agit : relancer met à jour.
    action        external_id, titre, description, axe, groupe, pilote, partenaires, debut, echeance, budget_ht,
                  indicateur, unite, cible, statut, motif, justificatif (lien), justificatif_titre, justificatif_date
                  statut : à lancer, lancée, réalisée en partie, réalisée, abandonnée (ou non commencé, engagé, partiel,
                  tenu, abandonné) ; au-delà de « lancée », un justificatif daté est exigé
${PACT_NATURES.filter(({ word }) => word !== 'action')
  .concat(trainingNature)
  .map(columnsHelp)
  .join('\n')}
    seance        external_id, formation, debut, fin, lieu, lien, minimum, places, decision_le, statut (prévue, ouverte,
                  close, annulée, tenue), confirmee (oui, non), motif ; tenue : inscrits, presents, entreprises…
  Plusieurs organismes se séparent par |. Un moment s’écrit 2026-11-30T09:30.
  Sans --apply, essaie seulement. Tout ou rien.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, { apply: { type: 'boolean' } }, 1, pactImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', cwd)
    if (!table.ok) return refused(table.sentence)
    const natures = await naturesFor(deps)
    const file = readPactFile(table.text, table.format, natures)
    if (!file.ok) return refused(refusal(file.problems, table.format))
    const isKept = read.values['apply'] === true
    const author = { partnerId: null, actor: 'command:pact import', now: deps.now() }
    const calling = { config: deps.config, mailOf: callingMail }
    let imported: Imported = { counts: new Map(), problems: [] }
    try {
      await deps.db.transaction(async (tx) => {
        imported = await importLines({ tx, author, calling }, file.lines, natures)
        if (!isKept || imported.problems.length > 0) tx.rollback()
      })
    } catch (error) {
      if (!(error instanceof TransactionRollbackError)) throw error
    }
    if (imported.problems.length > 0) return refused(refusal(imported.problems, table.format))
    for (const nature of natures) {
      const counts = imported.counts.get(nature)
      if (counts)
        say(
          `${natureLabel(nature.word)} : ${counts.created} en création, ${counts.changed} en modification, ${counts.same} sans changement.`,
        )
    }
    say(
      isKept ? 'Import enregistré.' : 'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.',
    )
    if (isKept) await deps.versions.refresh()
    return done
  },
}

export const pactExport: Command = {
  name: 'pact export',
  summary: 'écrit le pacte dans un fichier',
  usage: `pact export FICHIER
  FICHIER : .json ou .csv à créer ; « pact import » le relit. Les noms et adresses des membres des groupes y sont : ne le
  publiez pas tel quel. Les inscriptions aux formations n’y sont jamais ; les fichiers y sont par leur adresse.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, {}, 1, pactExport.usage)
    if (!read.ok) return refused(read.sentence)
    const path = read.positionals[0] ?? ''
    const extension = extname(path).toLowerCase()
    if (extension !== '.json' && extension !== '.csv')
      return refused(`« ${path} » : un nom en .json ou .csv est attendu.`)
    const natures = await naturesFor(deps)
    const written = await deps.db.transaction(
      (reader) => exportLines({ reader, baseUrl: deps.config.baseUrl }, natures),
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
    try {
      const text = extension === '.json' ? writeJson(written) : writeTable(written)
      await writeFile(resolve(cwd, path), text, { flag: 'wx' })
    } catch {
      return refused(
        `« ${path} » ne peut pas être créé : il existe déjà, ou son dossier est introuvable ou protégé.`,
      )
    }
    const count = written.reduce((sum, { lines }) => sum + lines.length, 0)
    say(`${plural(count, 'ligne écrite', 'lignes écrites')} : ${path}`)
    return done
  },
}

/** The pact's natures, then those of trainings, which name groups and actions. */
async function naturesFor(deps: Deps): Promise<readonly Nature[]> {
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  const telling = {
    config: deps.config,
    now: deps.now(),
    tagAuthority: settings.tagAuthority,
    mails: trainingMails,
  }
  const { gazetteer: places } = await currentLists(deps)
  return [...PACT_NATURES, trainingNature, sessionNature({ telling, places })]
}

function columnsHelp({ word, columns }: Nature): string {
  const lines: string[] = []
  let line = `    ${word.padEnd(13)}`
  for (const [index, column] of columns.entries()) {
    const next = index === columns.length - 1 ? column : `${column},`
    if (line.length + next.length + 1 > 120) {
      lines.push(line)
      line = ' '.repeat(17)
    }
    line += ` ${next}`
  }
  return [...lines, line].join('\n')
}

/** One line for each problem, and what became of the file. Lines of a table count as a spreadsheet counts them. */
function refusal(problems: RowProblem[], format: 'json' | 'csv'): string {
  const lines = problems.map((problem) => {
    const rank = format === 'csv' ? `Ligne ${problem.row + 1}` : `Élément ${problem.row}`
    const where = [
      problem.row === 0 ? 'Fichier' : rank,
      ...(problem.field === null ? [] : [problem.field]),
    ].join(', ')
    return `${where} : ${pactProblemSentence(problem)}`
  })
  return `${lines.join('\n')}\nRien n’a été importé.`
}
