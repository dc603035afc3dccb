import { JOIN_PROBLEMS } from '../../views/words/join-problems.ts'
import { joinBuyers } from '../consultations/join-buyers.ts'
import { currentLists } from '../consultations/lists.ts'
import { findUnmatchedNamed, listUnmatched } from '../consultations/unmatched-buyers.ts'
import { readSettings } from '../db/settings.ts'
import { tidyTitle } from '../sources/french/title.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const buyersUnmatched: Command = {
  name: 'buyers unmatched',
  summary: 'liste les acheteurs que personne ne connaît',
  usage: `buyers unmatched
  Une ligne par acheteur nommé par une source et inconnu de l’annuaire et des listes officielles :
  consultations, nom, noms proches (leur mot dans les adresses).`,
  async run(args, { deps, say }) {
    if (args.length > 0) return refused('« buyers unmatched » ne prend pas d’argument.')
    let found = 0
    let next: Awaited<ReturnType<typeof listUnmatched>>['next'] = null
    do {
      const page: Awaited<ReturnType<typeof listUnmatched>> = await listUnmatched(deps.db, next)
      for (const { times, name, candidates } of page.buyers)
        say([times, name, candidates.map(({ slug }) => slug).join(', ')].join('\t').trimEnd())
      found += page.buyers.length
      next = page.next
    } while (next)
    if (found === 0) say('Tous les acheteurs que nomment les sources sont connus.')
    return done
  },
}

export const buyersAlias: Command = {
  name: 'buyers alias',
  summary: 'dit qui est un acheteur inconnu',
  usage: `buyers alias "NOM" ACHETEUR
  NOM : comme « buyers unmatched » l’écrit. ACHETEUR : le mot d’un autre dans les adresses
  (« narbonne »). Ses consultations passent sous ce nom, et les prochaines y vont d’elles-mêmes.`,
  async run(args, { deps, say }) {
    const read = readArguments(args, {}, 2, buyersAlias.usage)
    if (!read.ok) return refused(read.sentence)
    const [name = '', into = ''] = read.positionals
    const settings = await readSettings(deps.db)
    if (!settings) return refused('Lancez d’abord « migrate ».')
    const lists = await currentLists(deps)
    const outcome = await deps.db.transaction(async (tx) => {
      const slug = await findUnmatchedNamed(tx, name)
      if (slug === null) return null
      return joinBuyers(
        tx,
        { slug, into },
        {
          ...lists,
          ocidPrefix: settings.ocidPrefix,
          now: deps.now(),
          titleOf: tidyTitle,
          actor: 'command:buyers alias',
        },
      )
    })
    if (outcome === null || (!outcome.ok && outcome.problem === 'unknown'))
      return refused(`« ${name} » n’est pas dans la liste de « buyers unmatched ».`)
    if (!outcome.ok)
      return refused(
        outcome.problem === 'same-meeting'
          ? JOIN_PROBLEMS['same-meeting']
          : `« ${into} » n’est le mot d’aucun autre acheteur.`,
      )
    await deps.versions.refresh()
    const moved =
      outcome.consultations === 1
        ? 'Une consultation passe'
        : `${outcome.consultations} consultations passent`
    say(`${moved} sous ce nom.`)
    return done
  },
}
