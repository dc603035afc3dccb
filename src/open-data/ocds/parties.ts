import type { Contact, Winner } from '../../consultations/facts.ts'
import { oneLine } from '../../feeds/safe-text.ts'
import { slugOfName } from '../../partners/buyer-key.ts'
import { told, toldOrNothing } from '../told.ts'

/**
 * The list that SIRET numbers are of, as org-id.guide names it: the State's register of establishments, which has public
 * bodies too (FR-RCS, that it recommends, has traders only).
 */
const SIRENE = 'FR-INSEE'

/** How other parts of a release mean a party. */
export interface Reference {
  id: string
  name: string
}

interface Party extends Reference {
  identifier?: object | undefined
  address?: object | undefined
  contactPoint?: object | undefined
  details?: object | undefined
  roles: string[]
}

/** The organisations of a release, each once, with all that it is there. */
export class Parties {
  readonly #byId = new Map<string, Party>()

  /** The first one buys for the others, and is the one to ask. */
  buyer(
    { name, siret }: { name: string; siret: string | null },
    isFirst: boolean,
    contact: Contact | undefined,
  ): Reference {
    return this.#add({
      ...identityOf(name, siret, 'acheteur'),
      contactPoint:
        isFirst && contact
          ? toldOrNothing({ name: contact.name, email: contact.email, telephone: contact.phone })
          : undefined,
      roles: isFirst ? ['buyer', 'procuringEntity'] : ['buyer'],
    })
  }

  supplier({ name, siret, foreignId, commune, size }: Winner): Reference {
    const [, country, number] = /^([A-Z]{2}) (.+)$/.exec(foreignId ?? '') ?? []
    const foreign =
      siret === null && country !== undefined && number !== undefined
        ? {
            id: `${country}-${number}`,
            identifier: { scheme: country, id: number, legalName: name },
          }
        : {}
    return this.#add({
      ...identityOf(name, siret, 'entreprise'),
      ...foreign,
      address: toldOrNothing({ locality: commune }),
      details: size && SIZES[size],
      roles: ['supplier'],
    })
  }

  list(): object[] {
    return [...this.#byId.values()].map(told)
  }

  #add(party: Party): Reference {
    const known = this.#byId.get(party.id)
    const roles = [...new Set([...(known?.roles ?? []), ...party.roles])]
    this.#byId.set(party.id, { ...party, ...(known && told(known)), roles })
    return { id: party.id, name: party.name }
  }
}

/** The European scale, with the category that INSEE gives. */
const SIZES: Record<NonNullable<Winner['size']>, object> = {
  micro: { scale: 'micro', categorieEntreprise: 'PME' },
  sme: { scale: 'sme', categorieEntreprise: 'PME' },
  'mid-size': { scale: 'large', categorieEntreprise: 'ETI' },
  large: { scale: 'large', categorieEntreprise: 'GE' },
}

function identityOf(name: string, siret: string | null, kind: string) {
  const known = oneLine(name) || '?'
  if (siret === null) return { id: `${kind}-${slugOfName(known) || 'sans-nom'}`, name: known }
  const identifier = { scheme: SIRENE, id: siret, legalName: known }
  return { id: `${SIRENE}-${siret}`, name: known, identifier }
}
