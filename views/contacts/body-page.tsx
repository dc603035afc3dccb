import type { BodyPage } from '../../src/contacts/find-body.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { BODY_KIND_LABELS, PROBLEM_LABELS } from '../words/contacts.ts'
import { Checked } from './checked.tsx'
import { ContactEntry, type ContactNames, Serves } from './contact-entry.tsx'
import { contactAlternates } from './follow.tsx'
import { Reach } from './reach.tsx'

interface BodyPageProps {
  frame: Frame
  page: BodyPage
  names: ContactNames
  today: string
}

/** A body: what it does, whom it serves, who answers in it and who sits in it. */
export function BodyPageView({ frame, page, names, today }: BodyPageProps) {
  const { body, contacts, members, left, schemes } = page
  return (
    <InnerPage
      frame={frame}
      title={body.name}
      description={body.role || `${body.name} : qui y répond aux entreprises.`}
      alternates={contactAlternates()}
      current="aide"
      back={{ href: '/contacts', label: 'Qui peut m’aider ?' }}
    >
      <p>
        {BODY_KIND_LABELS[body.kind]}{' '}
        {body.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
      </p>
      {body.removedAt !== null && (
        <p class="note">
          Cet organisme a quitté la liste le {longDate(body.removedAt)} : {body.removedReason}{' '}
          <a href="/contacts">Voir qui aide aujourd’hui</a>
        </p>
      )}
      {body.role !== '' && <p class="lead">{body.role}</p>}
      <Serves territories={body.territories} names={names} />
      {body.problems.length > 0 && (
        <p>Aide pour : {body.problems.map((each) => PROBLEM_LABELS[each]).join('\u00A0; ')}.</p>
      )}
      {body.removedAt === null && (
        <>
          <Reach
            phones={body.phones}
            email={body.email}
            website={body.website}
            office={body.office}
            card={`/contacts/organismes/${body.slug}.vcf`}
            name={body.name}
          />
          <Checked {...body} today={today} />
        </>
      )}
      {page.partner && (
        <p>
          <a href={`/contacts#correspondant-${page.partner}`}>Son correspondant PME</a>
        </p>
      )}
      {contacts.length > 0 && (
        <section aria-labelledby="interlocuteurs">
          <h2 id="interlocuteurs">À qui parler</h2>
          <ul class="cards plain">
            {contacts.map((contact) => (
              <li>
                <ContactEntry contact={contact} names={names} today={today} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {members.length > 0 && (
        <section aria-labelledby="membres">
          <h2 id="membres">Qui y siège pour les entreprises</h2>
          <ul>
            {members.map(({ contact, body: own }) => (
              <li>
                <a href={`/contacts/organismes/${own.slug}#${contact.slug}`}>
                  {[contact.person, contact.function].filter(Boolean).join(', ')}
                </a>{' '}
                – {own.name}
              </li>
            ))}
          </ul>
        </section>
      )}
      {schemes.length > 0 && (
        <section aria-labelledby="aides">
          <h2 id="aides">Aides et dispositifs</h2>
          <ul>
            {schemes.map(({ slug, title }) => (
              <li>
                <a href={`/contacts/aides/${slug}`}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {left.length > 0 && (
        <section aria-labelledby="partis">
          <h2 id="partis">Retirés depuis un an</h2>
          <ul>
            {left.map((each) => (
              <li>
                {each.function}, le {longDate(each.removedAt)} : {each.removedReason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </InnerPage>
  )
}
