import type { BodyRow, ListedContact } from '../../src/contacts/list-bodies.ts'
import { Checked } from './checked.tsx'
import { Reach } from './reach.tsx'

/** What names of places and trades a page knows, by their keys and words. */
export interface ContactNames {
  places: Map<string, string>
  trades: Map<string, string>
}

interface ContactEntryProps {
  contact: ListedContact
  names: ContactNames
  today: string
}

/** Who answers in a body: the function, who holds it, how to reach them, whom they serve. */
export function ContactEntry({ contact: { contact, seats }, names, today }: ContactEntryProps) {
  const { slug, person, phones, email, office } = contact
  return (
    <article id={slug}>
      <h3 class="card-title">{contact.function}</h3>
      <p>
        {person ?? <span class="quiet">Personne : à compléter</span>}{' '}
        {contact.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
      </p>
      <Serves territories={contact.territories} trades={contact.trades} names={names} />
      {seats.length > 0 && (
        <p>
          Siège aussi à :{' '}
          {seats.map((seat, index) => (
            <>
              {index > 0 && ', '}
              <a href={`/contacts/organismes/${seat.slug}`}>{seat.name}</a>
            </>
          ))}
        </p>
      )}
      <Reach
        phones={phones}
        email={email}
        office={office}
        card={`/contacts/fiches/${slug}.vcf`}
        name={person ?? contact.function}
      />
      <Checked {...contact} today={today} />
    </article>
  )
}

/** Which places and trades somebody serves; nothing where it is all of them. */
export function Serves({
  territories,
  trades = [],
  names,
}: Pick<BodyRow, 'territories'> & { trades?: string[]; names: ContactNames }) {
  if (territories.length === 0 && trades.length === 0) return null
  const named = (known: Map<string, string>, each: string) => known.get(each) ?? each
  return (
    <p>
      {territories.length > 0 && (
        <>
          Pour les entreprises de : {territories.map((key) => named(names.places, key)).join(', ')}
        </>
      )}
      {territories.length > 0 && trades.length > 0 && <br />}
      {trades.length > 0 && (
        <>Métiers : {trades.map((slug) => named(names.trades, slug)).join(', ')}</>
      )}
    </p>
  )
}
