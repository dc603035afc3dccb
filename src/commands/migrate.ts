import { type Command, refused } from './command.ts'
import { prepareDatabase } from './prepare.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'met la base à jour (tables, métiers, communes)',
  usage: `migrate
  Applique les migrations qui manquent, chacune dans sa transaction, et charge les métiers et les communes.
  Sans effet sur une base à jour ; refuse une base mise à jour par une version plus récente.`,
  async run(args, { deps, sql, say }) {
    if (args.length > 0) return refused('« migrate » ne prend pas d’argument.')
    const result = await prepareDatabase({ db: deps.db, sql }, deps.config, deps.now(), say)
    if (result.ok) say('La base est à jour.')
    return result
  },
}
