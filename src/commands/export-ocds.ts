import { OCDS_WORDS, PLANNING_WORDS } from '../../views/open-data/ocds-words.ts'
import { readSettings } from '../db/settings.ts'
import { ocdsLines } from '../open-data/ocds-lines.ts'
import { planningPackages } from '../open-data/planning-packages.ts'
import { parisDay } from '../rules/calendar.ts'
import { readArguments } from './arguments.ts'
import { type Command, refused } from './command.ts'
import { writePages } from './export-file.ts'

export const exportOcds: Command = {
  name: 'export ocds',
  summary: 'écrit toutes les consultations et la programmation au format OCDS',
  usage: `export ocds FICHIER|- [--year ANNEE]
  FICHIER : .jsonl à créer, compressé si son nom finit par .gz ; - : à l’écran. Un paquet OCDS 1.1 par ligne :
  chaque consultation avec son historique, puis chaque achat programmé ; « import ocds » le relit.
  --year : seulement les consultations publiées, et les achats annoncés, cette année-là.`,
  async run(args, context) {
    const read = readArguments(args, { year: { type: 'string' } }, 1, exportOcds.usage)
    if (!read.ok) return refused(read.sentence)
    const { year } = read.values
    if (year !== undefined && !/^(?:19|20)\d\d$/.test(String(year)))
      return refused(`« ${String(year)} » : une année est attendue, comme 2026.`)
    const { db, config, now } = context.deps
    const settings = await readSettings(db)
    if (!settings) throw new Error('the instance settings are not fixed')
    const { operator, ocidPrefix } = settings
    const publishing = { baseUrl: config.baseUrl, operator, ocidPrefix }
    const only = year === undefined ? null : Number(year)
    const pages = async function* () {
      yield* ocdsLines(db, only, { ...publishing, ...OCDS_WORDS })
      yield* planningPackages(db, only, parisDay(now()), { ...publishing, ...PLANNING_WORDS })
    }
    return writePages(read.positionals[0] ?? '', pages(), context)
  },
}
