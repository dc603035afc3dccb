import type { Checkable } from '../../src/contacts/to-check.ts'
import { longMoment, plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { actionLabel } from '../words/audit.ts'
import { CheckList } from './check-list.tsx'

interface ContactDeskProps {
  frame: Frame
  partner: { slug: string; name: string }
  entries: Checkable[]
  /** Address word of the buyer that it is; null where it buys nothing. */
  buyer: string | null
  /** What was last done here, the newest first. */
  changes: { at: Date; action: string; subject: string }[]
  done: string | null
}

/** What a partner says of its contacts: its correspondent, its advisers, how it buys. */
export function ContactDeskPage({
  frame,
  partner,
  entries,
  buyer,
  changes,
  done,
}: ContactDeskProps) {
  const base = `/espace/${partner.slug}/contacts`
  const stale = entries.filter(({ isFresh }) => !isFresh).length
  return (
    <InnerPage
      frame={frame}
      title="Nos contacts"
      back={{ href: '/espace', label: 'Espace partenaires' }}
      done={done}
    >
      <p>
        Ce que <a href="/contacts">Qui peut m’aider ?</a> dit de {partner.name}.{' '}
        {stale === 0
          ? 'Tout a été vérifié depuis moins d’un an.'
          : `${plural(stale, 'fiche est à vérifier', 'fiches sont à vérifier')} : corrigez, ou dites que c’est encore exact.`}
      </p>
      <h2>Nos fiches</h2>
      <CheckList
        entries={entries}
        base={base}
        hrefOf={(entry) => hrefOf(base, entry)}
        actionsOf={(entry) =>
          entry.kind === 'contact' || entry.kind === 'scheme'
            ? [{ href: `${hrefOf(base, entry)}/retrait`, label: 'Retirer' }]
            : []
        }
      />
      <h2>Ajouter</h2>
      <ul>
        <li>
          <a href={`${base}/interlocuteurs/nouveau`}>Un interlocuteur</a> : conseiller, délégué,
          service
        </li>
        <li>
          <a href={`${base}/organisme`}>Ce que nous faisons pour les entreprises</a>, notre bureau
          et notre territoire
        </li>
        <li>
          <a href={`${base}/aides/nouvelle`}>Une fiche d’aide</a> : un dispositif que nous proposons
        </li>
        {buyer !== null && (
          <li>
            <a href={`${base}/pratiques`}>Comment nous achetons</a>, sur{' '}
            <a href={`/acheteurs/${buyer}`}>notre page d’acheteur</a>
          </li>
        )}
      </ul>
      {changes.length > 0 && (
        <section aria-labelledby="historique">
          <h2 id="historique">Historique</h2>
          <ul>
            {changes.map(({ at, action, subject }) => (
              <li>
                {longMoment(at)} : {actionLabel(action)}{' '}
                <span class="quiet">({subject.replace(/^[a-z]+:/, '')})</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </InnerPage>
  )
}

function hrefOf(base: string, { kind, id }: Checkable): string {
  switch (kind) {
    case 'correspondent':
      return `${base}/correspondant`
    case 'practice':
      return `${base}/pratiques`
    case 'body':
      return `${base}/organisme`
    case 'contact':
      return `${base}/interlocuteurs/${id}`
    default:
      return `${base}/aides/${id}`
  }
}
