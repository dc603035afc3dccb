import { decpFile, incompletePages } from '../contracts/decp/export.ts'
import { readArguments } from './arguments.ts'
import { type Command, refused } from './command.ts'
import { writePages } from './export-file.ts'

export const exportDecp: Command = {
  name: 'export decp',
  summary: 'écrit les marchés et concessions attribués, au format DECP',
  usage: `export decp FICHIER|- [--year ANNEE]
  FICHIER : .json à créer, compressé si son nom finit par .gz ; - : à l’écran. Données essentielles au schéma 2.0, sans
  les contrats dont un champ obligatoire n’est pas connu : « /donnees/decp-incomplets.csv » les donne.
  --year : seulement les contrats notifiés cette année-là.`,
  async run(args, context) {
    const read = readArguments(args, { year: { type: 'string' } }, 1, exportDecp.usage)
    if (!read.ok) return refused(read.sentence)
    const { year } = read.values
    if (year !== undefined && !/^(?:19|20)\d\d$/.test(String(year)))
      return refused(`« ${String(year)} » : une année est attendue, comme 2026.`)
    const { db } = context.deps
    const wanted = year === undefined ? null : Number(year)
    const path = read.positionals[0] ?? ''
    const result = await writePages(path, decpFile(db, wanted), context)
    if (!result.ok || path === '-') return result
    let incomplete = 0
    for await (const page of incompletePages(db, wanted)) incomplete += page.length
    if (incomplete > 0) context.say(`Contrats incomplets, laissés de côté : ${incomplete}`)
    return result
  },
}
