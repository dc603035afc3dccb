import * as z from 'zod'
import { sourceProblemSentence } from '../../views/words/source-problems.ts'
import { SOURCE_KINDS } from '../sources/kinds/all.ts'
import { listSources } from '../sources/queries.ts'
import { addSources, type NewSource } from '../sources/register.ts'
import { readArguments, readTable } from './arguments.ts'
import { type Command, type CommandContext, type CommandResult, done, refused } from './command.ts'

export const sourcesAdd: Command = {
  name: 'sources add',
  summary: 'ajoute une source à relever',
  usage: `sources add URL --partner PARTENAIRE [--kind ${Object.keys(SOURCE_KINDS).join('|')}] [--name NOM]
  URL : adresse http(s) du flux ou de l’avis ; pour le BOAMP, celle du jeu de données avec ce qu’il faut y demander :
  ${SOURCE_KINDS['boamp']?.description.example}
  PARTENAIRE : son mot dans les adresses (« narbonne »). La page /sources/formats décrit chaque type.`,
  async run(args, context) {
    const options = {
      partner: { type: 'string' },
      kind: { type: 'string' },
      name: { type: 'string' },
    } as const
    const read = readArguments(args, options, 1, sourcesAdd.usage)
    if (!read.ok) return refused(read.sentence)
    const { partner, kind, name } = read.values
    if (typeof partner !== 'string')
      return refused('Dites de quel partenaire vient cette source : --partner PARTENAIRE.')
    return add(
      [
        {
          url: read.positionals[0] ?? '',
          partner,
          kind: typeof kind === 'string' ? kind : 'rss',
          name: typeof name === 'string' ? name : undefined,
        },
      ],
      context,
    )
  },
}

/** PostgreSQL keeps no NUL character. */
const word = z.string().refine((text) => !text.includes('\0'))
const sourceList = z.array(
  z.strictObject({
    url: word,
    partner: word,
    kind: word.default('rss'),
    name: word.optional(),
  }),
)

export const sourcesImport: Command = {
  name: 'sources import',
  summary: 'ajoute une liste de sources',
  usage: `sources import FICHIER
  FICHIER : liste JSON de { "url", "partner", "kind", "name" }. Tout ou rien.`,
  async run(args, context) {
    const read = readArguments(args, {}, 1, sourcesImport.usage)
    if (!read.ok) return refused(read.sentence)
    const table = await readTable(read.positionals[0] ?? '', context.cwd)
    if (!table.ok) return refused(table.sentence)
    const list = readSourceList(table.text)
    if (!list)
      return refused(
        'Le fichier doit être une liste JSON de { "url", "partner", "kind" }. Rien n’a été ajouté.',
      )
    return add(list, context)
  },
}

function readSourceList(text: string): NewSource[] | null {
  try {
    return sourceList.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function add(list: NewSource[], { deps, say }: CommandContext): Promise<CommandResult> {
  const added = await deps.db.transaction((tx) =>
    addSources(tx, list, { now: deps.now(), demonstration: false }),
  )
  if (!added.ok)
    return refused(`${added.problems.map(sourceProblemSentence).join('\n')} Rien n’a été ajouté.`)
  await deps.versions.refresh()
  say(list.length === 1 ? 'Source ajoutée.' : `${list.length} sources ajoutées.`)
  return done
}

export const sourcesList: Command = {
  name: 'sources list',
  summary: 'montre l’état de chaque source',
  usage: `sources list
  Une ligne par source : état, partenaire, articles au dernier relevé, adresse, erreur.`,
  async run(args, { deps, say }) {
    if (args.length > 0) return refused('« sources list » ne prend pas d’argument.')
    const list = await listSources(deps.db, deps.now())
    for (const source of list)
      say(
        [source.state, source.partner.slug, source.items ?? '–', source.url, source.errorCode ?? '']
          .join('\t')
          .trimEnd(),
      )
    if (list.length === 0) say('Aucune source. « sources add » en ajoute une.')
    return done
  },
}
