import { dialled } from '../../src/contacts/dialled.ts'

interface ReachProps {
  phones: string[]
  email: string | null
  website?: string | null
  /** Where to meet them; empty: not known. */
  office?: string
  /** Address of the card to keep; not offered where it would reach nobody. */
  card?: string
  /** Whom the card is about, for who hears the link alone. */
  name?: string
}

/** How to reach somebody, one thing a line; « à compléter » where neither a telephone nor an address is known. */
export function Reach({ phones, email, website, office, card, name }: ReachProps) {
  const isKnown = phones.length > 0 || Boolean(email)
  return (
    <ul class="plain">
      {phones.map((phone) => (
        <li>
          <a href={`tel:${dialled(phone).replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
        </li>
      ))}
      {email && (
        <li>
          <a href={`mailto:${email}`}>{email}</a>
        </li>
      )}
      {!isKnown && <li class="quiet">Téléphone et adresse électronique : à compléter</li>}
      {website && (
        <li>
          <a href={website} rel="external">
            {URL.parse(website)?.host ?? website}
          </a>
        </li>
      )}
      {office && <li>Bureau : {office}</li>}
      {card && isKnown && (
        <li>
          <a href={card}>
            Fiche à enregistrer (vCard)<span class="unseen"> : {name}</span>
          </a>
        </li>
      )}
    </ul>
  )
}
