import type { PartnerCorrespondent } from '../../src/contacts/correspondents.ts'
import type { ContactFilter } from '../../src/contacts/filter.ts'
import type { BodyRow, ContactRow, ListedBody } from '../../src/contacts/list-bodies.ts'
import type { ListedRule } from '../../src/contacts/list-rules.ts'
import type { Problem } from '../../src/contacts/schema.ts'
import type { Helper } from '../../src/contacts/who-helps.ts'
import { PROBLEM_WORDS } from '../../src/contacts/words.ts'
import { REQUEST_KINDS } from '../../src/requests/choices.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { askPath } from '../requests/ask-path.ts'
import { Choice, type Option } from '../shared/choice.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { BODY_KIND_LABELS, PROBLEM_LABELS, PROBLEM_OPTIONS } from '../words/contacts.ts'
import { ContactEntry, type ContactNames, Serves } from './contact-entry.tsx'
import { CorrespondentEntry } from './correspondent-entry.tsx'
import { contactAlternates, FollowContacts } from './follow.tsx'
import { HelperEntry } from './helper-entry.tsx'
import { RulesList } from './rules-list.tsx'
import { WaysToHelp } from './ways-to-help.tsx'

interface ContactsPageProps {
  frame: Frame
  filter: ContactFilter
  /** Name of the place that is asked for. */
  placeName: string | null
  choices: { trades: Option[]; partners: Option[] }
  /** For a problem: whom to turn to, and who else says that they help. Null: none was asked. */
  answer: { helpers: Helper[]; others: { contact: ContactRow; body: BodyRow }[] } | null
  /** Null on later pages of the list. */
  correspondents: PartnerCorrespondent[] | null
  bodies: ListedBody[]
  next: string | null
  /** Whether others come before, on an earlier page. */
  isLater: boolean
  rules: ListedRule[]
  names: ContactNames
  today: string
}

/** « Qui peut m'aider ? »: by problem, place and trade; without a problem, the whole list of contacts. */
export function ContactsPage(props: ContactsPageProps) {
  const { frame, filter, answer, rules, names, isLater } = props
  const isWhole = !isLater && Object.values(filter).every((asked) => asked === null)
  return (
    <Layout
      frame={frame}
      title="Qui peut m’aider ?"
      description="Correspondants PME des acheteurs publics de l’Aude, conseillers des chambres et services de l’État : qui aide une entreprise, pour quoi et où."
      alternates={contactAlternates()}
      current="aide"
    >
      <div class="intro">
        <h1>Qui peut m’aider ?</h1>
        <p class="lead">
          Dites de quoi il s’agit et où vous êtes : voici à qui parler, et pourquoi. Chaque fiche
          dit quand elle a été vérifiée.
        </p>
      </div>
      <div class="prose">
        {isWhole && <WaysToHelp />}
        {isWhole && <h2 id="trouver">Trouver à qui parler</h2>}
        <ContactForm {...props} />
        {answer ? (
          <Answer {...props} answer={answer} problem={filter.problem ?? 'question'} />
        ) : (
          <WholeList {...props} />
        )}
        {rules.length > 0 && <RulesList rules={rules} places={names.places} />}
        <FollowContacts />
      </div>
    </Layout>
  )
}

function ContactForm({ filter, placeName, choices }: ContactsPageProps) {
  const { problem, trade, partner, headCount } = filter
  return (
    <form action="/contacts" role="search">
      <div class="fields">
        <Choice
          name="probleme"
          label="De quoi s’agit-il ?"
          any="Choisissez"
          options={PROBLEM_OPTIONS}
          selected={problem === null ? null : PROBLEM_WORDS[problem]}
        />
        <p class="field">
          <label for="f-lieu">Commune ou code postal</label>
          <input
            id="f-lieu"
            name="lieu"
            value={placeName ?? ''}
            maxlength={120}
            autocomplete="off"
          />
        </p>
        <Choice
          name="metier"
          label="Métier"
          any="Tous les métiers"
          options={choices.trades}
          selected={trade}
        />
        <Choice
          name="acheteur"
          label="Acheteur concerné"
          any="Aucun, ou un autre"
          options={choices.partners}
          selected={partner}
        />
        <p class="field">
          <label for="f-effectif">Nombre de salariés</label>
          <input
            id="f-effectif"
            name="effectif"
            value={headCount === null ? '' : String(headCount)}
            maxlength={9}
            inputmode="numeric"
            autocomplete="off"
            aria-describedby="f-effectif-aide"
          />
        </p>
      </div>
      <p class="hint" id="f-effectif-aide">
        Le nombre de salariés ne sert qu’aux entreprises en difficulté. Rien de ceci n’est gardé.
      </p>
      <SubmitLine>Trouver</SubmitLine>
    </form>
  )
}

function Answer({
  answer: { helpers, others },
  problem,
  filter,
  names,
  today,
}: ContactsPageProps & { answer: NonNullable<ContactsPageProps['answer']>; problem: Problem }) {
  return (
    <section aria-labelledby="reponse">
      <h2 id="reponse">{PROBLEM_LABELS[problem]} : à qui parler</h2>
      {needsBuyer(problem, helpers) && filter.partner === null && (
        <p class="hint">
          Choisissez l’acheteur concerné : son correspondant PME est alors le premier de la liste.
        </p>
      )}
      {helpers.length === 0 ? (
        <p>
          Aucune règle ne mène à quelqu’un avec ces réponses.{' '}
          <a href="/contacts">Voir tous les contacts</a>
        </p>
      ) : (
        <ol class="cards plain">
          {helpers.map((helper) => (
            <li>
              <HelperEntry helper={helper} today={today} />
            </li>
          ))}
        </ol>
      )}
      {others.length > 0 && (
        <>
          <h2>Aident aussi pour cela</h2>
          <ul class="cards plain">
            {others.map(({ contact, body }) => (
              <li>
                <p>
                  <a href={`/contacts/organismes/${body.slug}`}>{body.name}</a>
                </p>
                <ContactEntry contact={{ contact, seats: [] }} names={names} today={today} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a
          href={askPath({
            kind: REQUEST_KINDS.find((kind) => kind === filter.problem) ?? null,
            buyer: filter.partner,
          })}
        >
          Écrire par le guichet, sans compte
        </a>{' '}
        · <a href="/contacts">Voir tous les contacts</a>
      </p>
    </section>
  )
}

/** What firms write about to a buyer: nobody says which one yet. */
function needsBuyer(problem: Problem, helpers: Helper[]): boolean {
  return (
    ['question', 'payment', 'mediation', 'innovation'].includes(problem) &&
    !helpers.some(({ rule }) => rule.target === 'buyer-correspondent')
  )
}

function WholeList({ correspondents, bodies, next, isLater, names, today }: ContactsPageProps) {
  return (
    <>
      {correspondents && (
        <section aria-labelledby="correspondants">
          <h2 id="correspondants">Correspondants PME des partenaires</h2>
          <p class="hint">
            Un par partenaire : il répond aux entreprises et fait le lien avec les services.
          </p>
          {correspondents.length === 0 ? (
            <p>
              Aucun partenaire ne sert ce lieu. <a href="/contacts">Voir tous les contacts</a>
            </p>
          ) : (
            <ul class="cards plain">
              {correspondents.map((entry) => (
                <li>
                  <CorrespondentEntry entry={entry} today={today} />
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <section aria-labelledby="organismes">
        <h2 id="organismes">Conseillers et organismes{isLater && ', suite'}</h2>
        {isLater && (
          <p>
            <a href="/contacts#organismes">Revenir au début de la liste</a>
          </p>
        )}
        {bodies.length === 0 ? (
          <p>
            Aucun conseiller ni organisme ne répond à ces critères.{' '}
            <a href="/contacts">Voir tous les contacts</a>
          </p>
        ) : (
          <ul class="cards plain">
            {bodies.map((listed) => (
              <li>
                <BodyEntry listed={listed} names={names} />
              </li>
            ))}
          </ul>
        )}
        <Pager previous={null} next={next} />
      </section>
    </>
  )
}

function BodyEntry({
  listed: { body, contacts },
  names,
}: {
  listed: ListedBody
  names: ContactNames
}) {
  return (
    <article id={body.slug}>
      <h3 class="card-title">
        <a href={`/contacts/organismes/${body.slug}`}>{body.name}</a>
      </h3>
      <p class="quiet">
        {BODY_KIND_LABELS[body.kind]}{' '}
        {body.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
      </p>
      {body.role !== '' && <p>{body.role}</p>}
      <Serves territories={body.territories} names={names} />
      {contacts.length > 0 && (
        <ul>
          {contacts.map(({ contact }) => (
            <li>
              <a href={`/contacts/organismes/${body.slug}#${contact.slug}`}>
                {[contact.function, contact.person].filter(Boolean).join(', ')}
              </a>
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
