import type { Helper } from '../../src/contacts/who-helps.ts'
import { shortDate } from '../format.ts'

export type HelperShown = Pick<Helper, 'kind' | 'body' | 'contact' | 'certain' | 'rule'>

/** Today's bodies for a firm, in the order in which one turns to them. */
export function HelperList({ helpers }: { helpers: HelperShown[] }) {
  if (helpers.length === 0)
    return (
      <p class="note">
        Aucun organisme n’est connu pour cette situation. <a href="/contacts">Voir les contacts</a>,
        ou envoyez votre demande : elle sera orientée à la main.
      </p>
    )
  return (
    <ol>
      {helpers.map(({ body, contact, certain, rule }) => {
        const phones = contact && contact.phones.length > 0 ? contact.phones : body.phones
        const email = contact?.email ?? body.email
        const who = [contact?.person, contact?.function].filter(Boolean).join(', ')
        return (
          <li>
            <strong>
              {body.id === null ? (
                body.name
              ) : (
                <a href={`/contacts/organismes/${body.slug}`}>{body.name}</a>
              )}
            </strong>
            {who && ` – ${who}`}
            {!certain && ' (possible : cela dépend de l’effectif ou du lieu)'}
            <br />
            {rule.reason}
            {phones.length + (email ? 1 : 0) > 0 && (
              <>
                <br />
                {phones.map((phone) => (
                  <>
                    <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>{' '}
                  </>
                ))}
                {email && <a href={`mailto:${email}`}>{email}</a>}
              </>
            )}
            <br />
            <span class="quiet">
              Règle en vigueur depuis le {shortDate(rule.inForceFrom)} ({rule.source})
            </span>
          </li>
        )
      })}
    </ol>
  )
}
