import { centreProblemSentence } from '../../views/words/centre-problems.ts'
import { type Centre, fetchCentres, importCentres, readCentres } from '../places/centres.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'

export const communesImport: Command = {
  name: 'communes import',
  summary: 'importe les centres des communes depuis un fichier',
  usage: `communes import FICHIER
  FICHIER : liste JSON ou CSV avec insee, latitude, longitude (degrés). Tout ou rien.`,
  async run(args, context) {
    const read = readArguments(args, {}, 1, communesImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', context.cwd)
    if (!table.ok) return refused(table.sentence)
    const centres = readCentres(table.text, table.format)
    if (!centres.ok) return refused(centres.problems.map(centreProblemSentence).join('\n'))
    return save(centres.centres, context)
  },
}

export const communesUpdate: Command = {
  name: 'communes update',
  summary: 'demande les centres des communes à l’API Géo de l’État',
  usage: `communes update
  Interroge geo.api.gouv.fr, un appel par département.`,
  async run(args, context) {
    if (args.length > 0) return refused('« communes update » ne prend pas d’argument.')
    const fetched = await fetchCentres(context.deps.fetch)
    if (!fetched.ok)
      return refused(
        `L’API Géo n’a pas répondu comme attendu (${fetched.url}${fetched.status === null ? '' : `, code ${fetched.status}`}) : réessayez plus tard, rien n’a changé.`,
      )
    return save(fetched.centres, context)
  },
}

async function save(centres: Centre[], { deps, say }: CommandContext): Promise<CommandResult> {
  const { updated, unknown } = await deps.db.transaction((tx) => importCentres(tx, centres))
  say(`${updated} centres de communes enregistrés.`)
  if (unknown.length > 0)
    say(`Communes hors du territoire, laissées de côté : ${unknown.join(', ')}.`)
  return done
}
