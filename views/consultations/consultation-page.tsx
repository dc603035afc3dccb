import type { Child } from 'hono/jsx'
import type { ConsultationPage } from '../../src/consultations/shown.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import type { AskedDocuments } from '../../src/templates/asked-documents.ts'
import { alternatesOf } from '../feeds/alternates.ts'
import { euros, longDate, longMoment, lowerFirst, upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { OnPaper } from '../layout/on-paper.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { lotStatesText } from '../words/lot-states.ts'
import { MODEL_DOCUMENT_LABELS } from '../words/templates.ts'
import { STATE_LABELS } from '../words/states.ts'
import { ContactLines } from '../shared/contact-lines.tsx'
import { criteriaText } from '../words/values.ts'
import { Answers } from './answers.tsx'
import { CardList, ConsultationCard, Tags } from './card.tsx'
import { DeadlineBlock } from './deadline-block.tsx'
import { Documents } from './documents.tsx'
import { Essentials } from './essentials.tsx'
import { History } from './history.tsx'
import { HowToAnswer } from './how-to-answer.tsx'
import { Lots } from './lots.tsx'
import { Result } from './result.tsx'
import { Sources } from './sources.tsx'

interface ConsultationPageProps {
  frame: Frame
  page: ConsultationPage
  /** The planned purchases that it came of. */
  announced: ListedPurchase[]
  /** What the shared model asks, where the buyer used it; null: it did not. */
  asked: AskedDocuments | null
  now: Date
}

/** A consultation's page, in the order that firms read it (users.md 3.3). */
export function ConsultationPageView({
  frame,
  page,
  announced,
  asked,
  now,
}: ConsultationPageProps) {
  const { listed, buyers, sameBuyer, similar } = page
  const lotStates = lotStatesText(page.lots)
  const buyer = buyers.map(({ name }) => name).join(', ') || listed.buyer.name
  return (
    <Layout
      frame={frame}
      title={`${listed.title} – ${buyer}`}
      description={descriptionOf(page, buyer)}
      picture={`/partage/consultations/${listed.reference}.png`}
      alternates={[
        ...alternatesOf(
          listed.buyer.slug ? { buyer: listed.buyer.slug } : {},
          listed.buyer.slug ? `Consultations de ${listed.buyer.name}` : 'Toutes les consultations',
        ),
        {
          type: 'text/calendar',
          title: 'Dates de cette consultation',
          href: `${listed.path}.ics`,
        },
      ]}
      current="consultations"
    >
      <article class="sheet">
        <div class="intro">
          <p class="back">
            <a href="/">Toutes les consultations</a>
          </p>
          <h1>{listed.title}</h1>
          <p class="sheet-buyer">
            {buyer}
            {' · '}
            {lowerFirst(STATE_LABELS[listed.state])}
            {lotStates && ` : ${lotStates}`} <Tags consultation={listed} />
          </p>
        </div>
        <div class="sheet-columns">
          <div class="sheet-aside">
            <DeadlineBlock page={page} now={now} />
            <HowToAnswer page={page} />
          </div>
          <div class="sheet-body">
            <Renewed page={page} />
            <Announced purchases={announced} />
            <Result page={page} />
            <Essentials page={page} />
            <Lots page={page} />
            <Documents documents={page.facts.documents} />
            <Answers answers={page.facts.answers} />
            <ToPrepare page={page} asked={asked} />
            <Criteria page={page} />
            <Contacts page={page} />
            <History page={page} />
            <Sources page={page} />
          </div>
        </div>
        <p class="faith">Seuls l’avis et le dossier publiés par l’acheteur font foi.</p>
        <OnPaper frame={frame} />
      </article>
      <Others title="Du même acheteur" id="meme-acheteur">
        {sameBuyer.map((consultation) => (
          <li>
            <ConsultationCard consultation={consultation} now={now} level={3} />
          </li>
        ))}
      </Others>
      <Others title="Consultations proches" id="proches">
        {similar.map((consultation) => (
          <li>
            <ConsultationCard consultation={consultation} now={now} level={3} />
          </li>
        ))}
      </Others>
    </Layout>
  )
}

function Renewed({ page: { renewedBy, renews } }: { page: ConsultationPage }) {
  return (
    <>
      {renewedBy && (
        <p class="note">
          Relancée : <a href={renewedBy.path}>voir la nouvelle consultation, {renewedBy.title}</a>
        </p>
      )}
      {renews && (
        <p class="note">
          Relance d’une consultation précédente : <a href={renews.path}>{renews.title}</a>
        </p>
      )}
    </>
  )
}

function Announced({ purchases }: { purchases: ListedPurchase[] }) {
  return (
    <>
      {purchases.map(({ path, facts, announcedAt }) => (
        <p class="note">
          Annoncé au programme le {longDate(announcedAt)} : <a href={path}>{facts.object}</a>
        </p>
      ))}
    </>
  )
}

/** The title stands above it: by whom, where, how, until when. */
function descriptionOf({ listed, trades }: ConsultationPage, buyer: string): string {
  const { category, state, deadline, place } = listed
  const what = category ? ` (${CATEGORY_LABELS[category].toLowerCase()})` : ''
  const where = place ? `, ${place.label}` : ''
  const until =
    state === 'open' && deadline
      ? `À remettre avant le ${longMoment(deadline)}.`
      : `${STATE_LABELS[state]}.`
  const forWhom = trades.map(({ label }) => label).join(', ')
  return `Consultation de ${buyer}${what}${where}. ${until}${forWhom && ` Métiers : ${forWhom}.`}`
}

function ToPrepare({ page: { facts }, asked }: Pick<ConsultationPageProps, 'page' | 'asked'>) {
  const { requiredDocuments, qualifications, minimumTurnover, samples } = facts
  return (
    <section aria-labelledby="preparer">
      <h2 id="preparer">Ce qu’il faut préparer</h2>
      <dl class="facts">
        <FactLine label="Pièces demandées">
          {asked ? (
            <Asked asked={asked} />
          ) : requiredDocuments?.length ? (
            requiredDocuments.join(', ')
          ) : (
            'non communiquées ici : voir le règlement de la consultation'
          )}
        </FactLine>
        <FactLine label="Qualifications demandées">{qualifications?.join(', ')}</FactLine>
        <FactLine label="Chiffre d’affaires minimal">
          {minimumTurnover !== undefined && euros(minimumTurnover)}
        </FactLine>
        <FactLine label="Échantillons">{samples}</FactLine>
      </dl>
    </section>
  )
}

/** The list of the shared model: no more than the law lets a buyer ask. */
function Asked({ asked: { model, typed, winnerBesides } }: { asked: AskedDocuments }) {
  return (
    <>
      <ul>
        {model.map((each) => (
          <li>{MODEL_DOCUMENT_LABELS[each]}</li>
        ))}
        {typed.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
      <span class="hint">
        Cet acheteur utilise le <a href="/modele">modèle commun</a>. Les attestations fiscales,
        sociales et d’assurance ne sont demandées qu’à l’entreprise retenue
        {winnerBesides.length > 0 && `, de même que : ${winnerBesides.join(', ')}`}.
      </span>
    </>
  )
}

function Criteria({ page: { facts } }: { page: ConsultationPage }) {
  return (
    <section aria-labelledby="criteres-de-choix">
      <h2 id="criteres-de-choix">Critères de choix</h2>
      <p>
        {facts.criteria?.length
          ? upperFirst(criteriaText(facts.criteria))
          : 'Non communiqués ici : voir le règlement de la consultation.'}
      </p>
    </section>
  )
}

function Contacts({ page: { facts, correspondent } }: { page: ConsultationPage }) {
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">Contact</h2>
      <ContactLines contact={facts.contact} />
      {correspondent && (
        <>
          <h3>Correspondant PME</h3>
          <ContactLines contact={correspondent} detail={correspondent.function} />
        </>
      )}
    </section>
  )
}

function Others({ title, id, children }: { title: string; id: string; children: Child[] }) {
  if (children.length === 0) return null
  return (
    <section class="others" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <CardList>{children}</CardList>
    </section>
  )
}
