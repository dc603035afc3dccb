import type { Role } from '../../src/auth/policy.ts'
import { PARTNERS, type PageAddress } from '../support/page-addresses.ts'
import type { Looker, ServedDemonstration } from './demonstration.ts'

/** Who looks at pages that are not everybody's, those who may do least first, each with its French name. */
const AGENTS: { as: Role | 'administrator'; name: string }[] = [
  { as: 'publisher', name: 'rédacteur' },
  { as: 'pact-editor', name: 'référent du pacte' },
  { as: 'partner-administrator', name: 'administrateur du partenaire' },
  { as: 'administrator', name: 'administrateur du guichet' },
]

/** A page as one or several see it alike. */
export interface Sight extends PageAddress {
  /** The first of them, who is pictured. */
  looker: Looker
  names: string[]
}

/** What there is to see at an address: one sight for each set of people to whom it shows the same. */
export async function sightsOf(page: PageAddress, { ask }: ServedDemonstration): Promise<Sight[]> {
  if (page.route.policy === 'public') return [{ ...page, looker: 'reader', names: ['lecteur'] }]
  const sights = new Map<string, Sight>()
  for (const { looker, name } of agentsAt(page.path)) {
    const html = await ask(page.path, looker)
    if (html === null) continue
    const seen = substanceOf(html)
    const same = sights.get(seen)
    if (same) same.names.push(name)
    else sights.set(seen, { ...page, looker, names: [name] })
  }
  return [...sights.values()]
}

/** All that anybody is shown at an address, one page after the other; null where nobody is shown one. */
export async function everySight(
  path: string,
  { ask }: ServedDemonstration,
): Promise<string | null> {
  const asked = path.startsWith('/espace') ? agentsAt(path) : [{ looker: 'reader' as const }]
  const pages: string[] = []
  for (const { looker } of asked) pages.push((await ask(path, looker)) ?? '')
  return pages.join('') || null
}

/** The agents of the partner whose area it is, of Narbonne where it is nobody's. */
function agentsAt(path: string): { looker: Looker; name: string }[] {
  const [, own = ''] = /^\/espace\/([^/?]+)\//.exec(path) ?? []
  const partner = PARTNERS.includes(own) ? own : 'narbonne'
  return AGENTS.map(({ as, name }) => ({
    looker: as === 'administrator' ? as : { role: as, partner },
    name,
  }))
}

/** The main part of a page without what differs each time: values of hidden fields. */
function substanceOf(html: string): string {
  const [main = html] = /<main[\s\S]*<\/main>/.exec(html) ?? []
  return main.replaceAll(/<input type="hidden"[^>]*>/g, '')
}
