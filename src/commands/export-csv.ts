import { SHEETS } from '../../views/open-data/sheets.ts'
import { TABLES, type TableName } from '../open-data/table-names.ts'
import { tablePages } from '../open-data/tables.ts'
import { readArguments } from './arguments.ts'
import { type Command, type CommandContext, refused } from './command.ts'
import { writePages } from './export-file.ts'

export const exportCsv: Command = {
  name: 'export csv',
  summary: 'écrit une table des données ouvertes en CSV',
  usage: `export csv TABLE FICHIER|-
  TABLE : ${TABLES.join(', ')}.
  FICHIER : .csv à créer, compressé si son nom finit par .gz ; - : à l’écran. Les colonnes sont celles de
  « /donnees/dictionnaire ».`,
  async run(args, context) {
    const read = readArguments(args, {}, 2, exportCsv.usage)
    if (!read.ok) return refused(read.sentence)
    const [asked = '', path = ''] = read.positionals
    const name = TABLES.find((each) => each === asked)
    if (name === undefined)
      return refused(`Table inconnue : « ${asked} ». Celles-ci existent : ${TABLES.join(', ')}.`)
    return writePages(path, pagesOf(name, context), context)
  },
}

function pagesOf<K extends TableName>(name: K, { deps }: CommandContext): AsyncGenerator<string> {
  return tablePages(deps.db, name, SHEETS[name], deps.config)
}
