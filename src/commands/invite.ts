import { eq } from 'drizzle-orm'
import * as z from 'zod'
import { invite } from '../auth/invite.ts'
import type { Role } from '../auth/policy.ts'
import { makeSignInLink, signInAddress } from '../auth/sign-in-links.ts'
import { partners } from '../partners/schema.ts'
import { readArguments } from './arguments.ts'
import { type Command, done, refused } from './command.ts'

const ROLE_WORDS: Record<string, Role> = {
  redacteur: 'publisher',
  'referent-pacte': 'pact-editor',
  'administrateur-partenaire': 'partner-administrator',
}

export const inviteCommand: Command = {
  name: 'invite',
  summary: 'invite un agent et affiche son lien de connexion',
  usage: `invite ADRESSE --partner PARTENAIRE --role ROLE [--name NOM]
invite ADRESSE --role administrateur [--name NOM]
  ADRESSE : adresse électronique de l’agent. PARTENAIRE : son mot dans les adresses (« narbonne »).
  ROLE : redacteur, referent-pacte, administrateur-partenaire ; « administrateur » pour tout le guichet, sans partenaire.
  Le lien sert une fois, pendant trois jours. Inviter de nouveau donne un autre lien.`,
  async run(args, { deps, say }) {
    const read = readArguments(
      args,
      { partner: { type: 'string' }, role: { type: 'string' }, name: { type: 'string' } },
      1,
      inviteCommand.usage,
    )
    if (!read.ok) return refused(read.sentence)
    const { partner: slug, role: word, name } = read.values
    const email = z.email().safeParse((read.positionals[0] ?? '').trim().toLowerCase())
    if (!email.success) return refused('Une adresse électronique est attendue.')
    const isAdministrator = word === 'administrateur'
    const role = typeof word === 'string' ? ROLE_WORDS[word] : undefined
    if (!isAdministrator && role === undefined)
      return refused(`--role : ${Object.keys(ROLE_WORDS).join(', ')} ou administrateur.`)
    if (!isAdministrator && typeof slug !== 'string')
      return refused('Dites pour quel partenaire : --partner PARTENAIRE.')
    if (isAdministrator && slug !== undefined)
      return refused(
        'Un administrateur du guichet ne l’est pour aucun partenaire : ôtez --partner.',
      )
    const [partner] = await deps.db
      .select({ id: partners.id })
      .from(partners)
      .where(eq(partners.slug, String(slug)))
    if (!isAdministrator && !partner)
      return refused(
        `Partenaire inconnu : « ${slug} » ; importez-le d’abord (« partners import »).`,
      )
    const secret = await deps.db.transaction(async (tx) => {
      const invitation = {
        email: email.data,
        name: typeof name === 'string' ? name : email.data,
        partner: partner && role ? { id: partner.id, role } : null,
        by: 'command:invite',
      }
      const agentId = await invite(tx, invitation, deps.now())
      return makeSignInLink(tx, agentId, 'invitation', 'command:invite', deps.now())
    })
    say(signInAddress(deps.config.baseUrl, secret))
    return done
  },
}
