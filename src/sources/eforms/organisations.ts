import type { BuyerName, Contact, Winner } from '../../consultations/facts.ts'
import { lineAt, siretIn, townIn } from '../structured-facts.ts'
import { elementAt, elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { lineOf } from './language.ts'

/** What a notice's parties refer to: organisations and their contact points, by technical identifier. */
export interface Organisations {
  /** The buyers in the order of the notice (BT-500), the leader of a group of them first and marked. */
  buyers: BuyerName[]
  /** Whether the first buyer is in France, or its country is not said. */
  inFrance: boolean
  contactOf(id: string): Contact | null
  winnerOf(id: string): Winner | null
}

/**
 * Reads the organisations of a notice. A buyer is who the contracting parties refer to, never merely the first of the
 * list: courts, mediators, senders and platforms stand there too. A reference to nobody is passed over.
 */
export function readOrganisations(root: XmlElement, extension: XmlElement): Organisations {
  const known = new Map<string, Known>()
  for (const organisation of elementsAt(extension, 'Organizations/Organization')) {
    const company = elementAt(organisation, 'Company')
    if (company === undefined) continue
    const leads = wordAt(organisation, 'GroupLeadIndicator') === 'true'
    const numbers = elementsAt(company, 'PartyLegalEntity/CompanyID').map(({ text }) => text)
    const siret = siretIn(...numbers)
    known.set(wordAt(company, 'PartyIdentification/ID'), { party: company, company, siret, leads })
    for (const point of elementsAt(organisation, 'TouchPoint'))
      known.set(wordAt(point, 'PartyIdentification/ID'), { party: point, company, siret, leads })
  }
  known.delete('')
  const contracting = elementsAt(root, 'ContractingParty/Party').flatMap(
    (party) => known.get(wordAt(party, 'PartyIdentification/ID')) ?? [],
  )
  const distinct = [...new Map(contracting.map((each) => [each.company, each])).values()]
  const ordered = distinct.toSorted((one, other) => Number(other.leads) - Number(one.leads))
  return {
    buyers: ordered.flatMap(({ company, siret, leads }) => {
      const name = nameOf(company)
      return name === null ? [] : [{ name, siret, coordinator: leads && distinct.length > 1 }]
    }),
    inFrance: ['', 'FRA'].includes(countryOf(ordered[0]?.company)),
    contactOf: (id) => contactIn(known.get(id) ?? ordered.at(0)),
    winnerOf: (id) => {
      const winner = known.get(id)
      const name = winner && nameOf(winner.company)
      if (!winner || !name) return null
      const commune = townIn(lineAt(winner.company, 'PostalAddress/CityName'))
      return { name, siret: winner.siret, commune }
    },
  }
}

interface Known {
  /** The organisation, or one of its contact points. */
  party: XmlElement
  company: XmlElement
  siret: string | null
  leads: boolean
}

function nameOf(company: XmlElement): string | null {
  return lineOf(company, 'PartyName/Name')
}

function countryOf(company: XmlElement | undefined): string {
  return wordAt(company, 'PostalAddress/Country/IdentificationCode')
}

function contactIn(found: Known | undefined): Contact | null {
  const contact = elementAt(found?.party, 'Contact') ?? elementAt(found?.company, 'Contact')
  const point = found !== undefined && found.party !== found.company ? found.party : undefined
  const value: Contact = {
    name: lineAt(contact, 'Name') ?? (point === undefined ? null : nameOf(point)),
    phone: lineAt(contact, 'Telephone'),
    email: lineAt(contact, 'ElectronicMail'),
  }
  return value.name === null && value.phone === null && value.email === null ? null : value
}
