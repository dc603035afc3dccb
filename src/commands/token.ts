import { eq } from 'drizzle-orm'
import { makeToken } from '../auth/tokens.ts'
import { lineOf } from '../auth/typed-person.ts'
import { partners } from '../partners/schema.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

export const tokenCommand: Command = {
  name: 'token',
  summary: 'fait un jeton de l’API pour un partenaire',
  usage: `token --partner PARTENAIRE --name USAGE
  PARTENAIRE : son mot dans les adresses (« narbonne »). USAGE : à quoi le jeton servira, en quelques mots.
  Le jeton ne s’affiche qu’une fois ; l’administrateur du partenaire peut le révoquer.`,
  async run(args, { deps, say }) {
    const read = readArguments(
      args,
      { partner: { type: 'string' }, name: { type: 'string' } },
      0,
      tokenCommand.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const { partner: slug, name: typed } = read.values
    if (typeof slug !== 'string')
      return refused('Dites pour quel partenaire : --partner PARTENAIRE.')
    const name = lineOf(typeof typed === 'string' ? typed : null)
    if (name === '' || name.length > 80)
      return refused('Dites à quoi servira le jeton, en 80 caractères au plus : --name USAGE.')
    const [partner] = await deps.db
      .select({ id: partners.id })
      .from(partners)
      .where(eq(partners.slug, slug))
    if (!partner)
      return refused(
        `Partenaire inconnu : « ${slug} » ; importez-le d’abord (« partners import »).`,
      )
    const token = {
      partnerId: partner.id,
      name,
      scopes: ['consultations' as const],
      madeBy: 'command:token',
    }
    say(await deps.db.transaction((tx) => makeToken(tx, token, deps.now())))
    return done
  },
}
