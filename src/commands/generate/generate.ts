import { readArguments } from '../arguments.ts'
import { type Command, done, refused } from '../command.ts'
import { holdsAnything } from '../demo/holds-anything.ts'
import { fillDatabase } from './fill-database.ts'
import { promptClient } from './prompt-client.ts'

export const generate: Command = {
  name: 'generate',
  summary:
    'remplit une base vide d’autant de consultations inventées que l’on veut, pour la mesurer',
  usage: `generate --consultations N [--seed S]
  Remplit la base de N consultations inventées sur dix ans, avec leurs lots, avis, attributions et contrats, toutes
  marquées comme telles ; une sur cinq est en cours, 2 000 au plus. La même graine S (1 à défaut) redonne le même jour les
  mêmes consultations. Refuse une base qui contient déjà quelque chose.`,
  async run(args, { deps, sql, say }) {
    const options = { consultations: { type: 'string' }, seed: { type: 'string' } } as const
    const read = readArguments(args, options, 0, generate.usage)
    if (!read.ok) return refused(read.sentence)
    const consultations = wholeNumber(read.values['consultations'])
    const seed = wholeNumber(read.values['seed'] ?? '1')
    if (consultations === null || consultations === 0 || seed === null)
      return refused(`Arguments refusés. Usage :\n${generate.usage}`)
    if (await holdsAnything(deps.db))
      return refused(
        'Cette base contient déjà des partenaires, des sources ou des consultations : seule une base vide peut être remplie (choisissez un autre DATA_DIR ou une autre DATABASE_URL).',
      )
    const quantity = { consultations, open: openAmong(consultations), seed }
    const { databaseUrl } = deps.config
    const client = databaseUrl === '' ? sql : promptClient(databaseUrl)
    try {
      await fillDatabase({ sql: client }, quantity, deps.now(), (count) =>
        say(
          count < consultations
            ? `${count} consultations sur ${consultations}…`
            : 'Index et statistiques de la base…',
        ),
      )
    } finally {
      if (client !== sql) await client.end()
    }
    await deps.versions.refresh()
    say(`${consultations} consultations, toutes inventées.`)
    return done
  },
}

const MOST = 50_000_000

function wholeNumber(given: string | boolean | undefined): number | null {
  const number = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : null
  return number !== null && number <= MOST ? number : null
}

/** How many of so many firms may still answer: a département has some hundreds, the largest boards some thousands. */
function openAmong(consultations: number): number {
  return Math.min(Math.ceil(consultations / 5), 2_000)
}
