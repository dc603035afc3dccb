import { ruleLine, ruleProblemSentence } from '../../views/words/rule-problems.ts'
import { importRules, loadRules } from '../rules/load-rules.ts'
import { readRules } from '../rules/read-rules.ts'
import { rulesAt } from '../rules/rule.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const rulesList: Command = {
  name: 'rules list',
  summary: 'montre les règles datées : seuils, délais, planchers du pacte',
  usage: `rules list [--on JOUR]
  Une ligne par règle : mot, cas, valeur, article, dates. Avec --on 2027-01-15, seulement celles en vigueur ce jour-là.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, { on: { type: 'string' } }, 0, rulesList.usage)
    if (!read.ok) return refused(read.sentence)
    const day = read.values['on']
    if (typeof day === 'string' && !/^\d{4}-\d\d-\d\d$/.test(day))
      return refused(`« ${day} » : un jour est attendu, comme 2027-01-15.`)
    const all = await loadRules(deps.db)
    for (const rule of typeof day === 'string' ? rulesAt(all, day) : all) say(ruleLine(rule))
    return done
  },
}

export const rulesImport: Command = {
  name: 'rules import',
  summary: 'ajoute ou change des règles datées',
  usage: `rules import FICHIER.json [--apply]
  FICHIER : liste JSON de règles : regle, valeur, depuis (2028-01-01) et, au besoin, jusqu_au, nature, acheteur,
  procedure, circonstance, a_partir_de, periode (08-01/08-31), article ; « rules list » en montre les mots. Une règle de
  même mot, même cas et même premier jour est remplacée ; une nouvelle date s’ajoute. Tout ou rien.
  Sans --apply, dit ce qui changerait et n’écrit rien.`,
  async run(args, { deps, cwd, say }) {
    const read = readArguments(args, { apply: { type: 'boolean' } }, 1, rulesImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', cwd)
    if (!table.ok) return refused(table.sentence)
    if (table.format !== 'json') return refused('Un fichier .json est attendu.')
    const file = readRules(table.text)
    if (!file.ok)
      return refused(`${file.problems.map(ruleProblemSentence).join('\n')}\nRien n’a été importé.`)
    const write = read.values['apply'] === true
    const counts = await deps.db.transaction((tx) =>
      importRules(tx, file.rules, {
        actor: 'command:rules import',
        now: deps.now(),
        write,
      }),
    )
    say(
      `Règles ${write ? 'ajoutées' : 'à ajouter'} : ${counts.added}, ${write ? 'changées' : 'à changer'} : ${counts.changed}.`,
    )
    if (!write) say('Rien n’a été écrit : ajoutez --apply pour les importer.')
    return done
  },
}
