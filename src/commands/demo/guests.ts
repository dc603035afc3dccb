import { eq } from 'drizzle-orm'
import { invite } from '../../auth/invite.ts'
import type { Role } from '../../auth/policy.ts'
import { makeSignInLink, signInAddress } from '../../auth/sign-in-links.ts'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { partners } from '../../partners/schema.ts'

interface Guest {
  who: string
  email: string
  partner: { slug: string; role: Role } | null
}

const GUESTS: Guest[] = [
  {
    who: 'rédactrice de la Ville de Narbonne',
    email: 'redaction@narbonne.example.org',
    partner: { slug: 'narbonne', role: 'publisher' },
  },
  {
    who: 'référent du pacte à la CCI de l’Aude',
    email: 'pacte@cci-de-l-aude.example.org',
    partner: { slug: 'cci-de-l-aude', role: 'pact-editor' },
  },
  { who: 'administratrice du guichet', email: 'administration@example.org', partner: null },
]

const LOOPBACK = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/

/**
 * New links by which a newcomer signs in as an agent of each kind; none where the database is no demonstration, or where
 * others than this machine might reach it.
 */
export async function guestLinks({
  db,
  config,
  now,
}: Pick<Deps, 'db' | 'config' | 'now'>): Promise<{ who: string; address: string }[]> {
  const settings = await readSettings(db)
  if (!settings?.demonstration || !LOOPBACK.test(config.baseUrl)) return []
  return db.transaction(async (tx) => {
    const links = []
    for (const { who, email, partner } of GUESTS) {
      const [found] = partner
        ? await tx.select({ id: partners.id }).from(partners).where(eq(partners.slug, partner.slug))
        : []
      if (partner && !found) continue
      const agentId = await invite(
        tx,
        {
          email,
          name: `Démonstration : ${who}`,
          partner: partner && found ? { id: found.id, role: partner.role } : null,
          by: 'command:demo',
        },
        now(),
      )
      const secret = await makeSignInLink(tx, agentId, 'invitation', 'command:demo', now())
      links.push({ who, address: signInAddress(config.baseUrl, secret) })
    }
    return links
  })
}
