import { VCard } from 'vcard-creator'
import { dialled } from './dialled.ts'

/** What a card says of whom to turn to. Absent or null: not known. */
export interface CardFacts {
  /** Never changes. */
  uid: string
  person: string | null
  /** What they do there, or the name of the contact where no person is known. */
  function: string | null
  body: string
  email: string | null
  phones: string[]
  /** As it is written. */
  office: string
  /** Page on which it stands. */
  page: string
  website: string | null
  note: string
  changedAt: Date
}

/**
 * A contact as a card (vCard 3.0, RFC 2426): the person where one is known, else the function, else the body. Telephones
 * are without the words beside them.
 */
export function writeCard(facts: CardFacts): string {
  const { person, body, office, website, note } = facts
  const card = new VCard()
    .addRevision(facts.changedAt)
    .addUid(facts.uid)
    .addFullName(person ?? [facts.function, body].filter((part) => part).join(' – '))
    .addName(person === null ? {} : namesOf(person))
    .addCompany({ name: body })
  if (facts.function) card.addJobtitle(facts.function)
  if (facts.email) card.addEmail({ address: facts.email, type: ['work'] })
  for (const phone of facts.phones)
    card.addPhoneNumber({ number: dialled(phone), type: ['work', 'voice'] })
  if (office !== '') card.addAddress({ street: office, type: ['work'] })
  card.addUrl({ url: facts.page, type: [] })
  if (website) card.addUrl({ url: website, type: ['work'] })
  if (note !== '') card.addNote(note)
  return card.toString()
}

/** The last word of a name is the family's: cards ask, people write « Prénom Nom ». */
function namesOf(person: string): { givenName: string; familyName: string } {
  const words = person.split(' ')
  return { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' }
}
