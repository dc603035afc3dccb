import type { FactName } from '../../../src/consultations/facts.ts'
import type { ConsultationPage } from '../../../src/consultations/shown.ts'
import type { OverriddenDate } from '../../../src/posting/attention.ts'
import type { Complement } from '../../../src/posting/complements/lacking.ts'
import type { KeptReason } from '../../../src/posting/kept-reasons.ts'
import type { OwnConsultation } from '../../../src/posting/own-consultation.ts'
import type { Platform } from '../../../src/posting/platform.ts'
import { feedAddress } from '../../feeds/alternates.ts'
import { longMoment, plural, shortDate } from '../../format.ts'
import { InnerPage } from '../../layout/inner-page.tsx'
import type { Frame } from '../../layout/layout.tsx'
import { TemplateButton } from '../../templates/template-button.tsx'
import { changeWords } from '../../words/changes.ts'
import { FIELD_LABELS } from '../../words/fields.ts'
import { DEED_TITLES, type Deed, DONE_SENTENCES } from '../../words/life.ts'
import { keptFindingLabel, keptGroundLabel } from '../../words/kept-reasons.ts'
import { lotStatesText } from '../../words/lot-states.ts'
import { STATE_LABELS } from '../../words/states.ts'
import { SubmitButton } from '../../shared/form.tsx'

interface HubPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  consultation: OwnConsultation
  base: string
  page: ConsultationPage
  platform: Platform | null
  reasons: KeptReason[]
  overridden: OverriddenDate[]
  lacking: Complement[]
  /** What was just done, by its word in the address. */
  done: string | null
}

/** A consultation for its agents: where it stands, what can be done, who said what. */
export function HubPage(props: HubPageProps) {
  const { frame, partner, consultation, page, done } = props
  const said = done !== null && Object.hasOwn(DONE_SENTENCES, done) ? DONE_SENTENCES[done] : null
  const lotStates = lotStatesText(page.lots)
  return (
    <InnerPage
      frame={frame}
      title={`${consultation.title} – ${partner.name}`}
      heading={consultation.title}
      back={{ href: '/espace', label: 'Espace partenaires' }}
    >
      <p class="quiet">
        Référence {consultation.reference}, pour {partner.name}.
      </p>
      {said && (
        <section class="note" role="status">
          <p>
            <strong>{said}</strong>
          </p>
          {done === 'publiee' && <Next />}
        </section>
      )}
      {props.overridden.map((each) => (
        <Overridden date={each} base={props.base} />
      ))}
      <p>
        <strong>{STATE_LABELS[consultation.state]}</strong>
        {lotStates && ` : ${lotStates}`}
        {consultation.facts.deadline &&
          `. Date limite : ${longMoment(consultation.facts.deadline)}`}
        .
      </p>
      <Deeds {...props} />
      {isForTemplate(consultation) && (
        <TemplateButton base={props.base}>
          Lettre de consultation, acte d’engagement, cadre de prix et résumé, remplis de ce qui est
          publié.
        </TemplateButton>
      )}
      <Seen {...props} />
      <Fields {...props} />
      <Reasons {...props} />
    </InnerPage>
  )
}

/** The model is for works that are still to be answered. */
function isForTemplate({ facts, state }: OwnConsultation): boolean {
  return (facts.category ?? 'works') === 'works' && (state === 'open' || state === 'planned')
}

function Next() {
  return (
    <p>
      Elle est sur le guichet et dans les flux dès maintenant. Une question d’une entreprise, un
      document de plus, un délai à prolonger : tout se fait depuis cette page. Après la date limite,
      publiez ici le résultat, lot par lot, si aucune autre source ne le donne.
    </p>
  )
}

function Overridden({ date, base }: { date: OverriddenDate; base: string }) {
  return (
    <section class="note" aria-labelledby="date-officielle">
      <h2 id="date-officielle">Une date officielle a remplacé la vôtre</h2>
      <p>
        Vous aviez indiqué le {longMoment(date.typed)}. L’avis dit maintenant le{' '}
        <strong>{longMoment(date.official)}</strong> : c’est cette date qui est montrée. Si elle est
        juste, rien n’est à faire.
      </p>
      <form method="post" action={`${base}/date-officielle`}>
        <SubmitButton quiet>J’ai compris</SubmitButton>
      </form>
    </section>
  )
}

/** What can be done with it as it stands. */
function Deeds({ consultation, base, platform, lacking, page }: HubPageProps) {
  const { state } = consultation
  const isOver = state === 'ended' || state === 'awarded'
  const isStopped = state === 'withdrawn' || state === 'abandoned' || state === 'unsuccessful'
  const isAwaited = state === 'open' || state === 'planned'
  const hasLotsLeft = page.lots.some(({ outcome }) => outcome && outcome.kind !== 'awarded')
  const deeds: Deed[] = [
    ...(lacking.length > 0 && isAwaited ? (['complement'] as const) : []),
    'modifier',
    ...(isAwaited || state === 'ended' ? (['prolonger'] as const) : []),
    ...(isAwaited && !platform ? (['reponses', 'documents'] as const) : []),
    ...(isOver || page.lots.length > 0 ? (['attribution', 'infructueux'] as const) : []),
    ...(isStopped ? [] : (['sans-suite'] as const)),
    ...(isAwaited || state === 'ended' ? (['retirer'] as const) : []),
    ...(isStopped ? (['rouvrir'] as const) : []),
    ...(isStopped || state === 'ended' || hasLotsLeft ? (['relance'] as const) : []),
    'programmation',
  ]
  return (
    <section aria-labelledby="faire">
      <h2 id="faire">Que voulez-vous faire ?</h2>
      <ul>
        {deeds.map((deed) => (
          <li>
            <a href={`${base}/${deed}`}>{DEED_TITLES[deed]}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where firms see it. */
function Seen({ frame, consultation, page }: HubPageProps) {
  const { slug, name } = page.listed.buyer
  const feed = feedAddress(slug ? { buyer: slug } : {}, 'rss')
  return (
    <section aria-labelledby="vue">
      <h2 id="vue">Où les entreprises la voient</h2>
      <ul>
        <li>
          Sa page, à transmettre :{' '}
          <a href={consultation.path}>{frame.baseUrl + consultation.path}</a>
        </li>
        <li>
          Le flux de tous les avis : <a href="/consultations.rss">RSS</a>
          {slug && (
            <>
              , et celui de {name} : <a href={feed}>RSS</a>
            </>
          )}
        </li>
        <li>
          Ses dates dans un agenda : <a href={`${consultation.path}.ics`}>iCalendar</a>
        </li>
      </ul>
      <p class="hint">
        {plural(page.history.length, 'avis dans l’historique', 'avis dans l’historique')}, à lire
        sur sa page.
      </p>
    </section>
  )
}

/** Each field with the source that it comes from: who wins where several tell it. */
function Fields({ consultation, page }: HubPageProps) {
  const names = (Object.keys(FIELD_LABELS) as FactName[]).filter(
    (name) => consultation.facts[name] !== undefined,
  )
  const severalTell = page.sources.length > 1
  return (
    <section aria-labelledby="champs">
      <h2 id="champs">Ce qui est dit, et par qui</h2>
      <p>
        {severalTell
          ? 'Plusieurs sources parlent de cette consultation. Ce que vos agents saisissent l’emporte, sauf pour la date limite et l’issue : là, la dernière annonce officielle l’emporte.'
          : `Une source parle de cette consultation : ${page.sources[0]?.name ?? ''}.`}
      </p>
      <dl class="facts">
        {names.map((name) => {
          const { after, sentence } = changeWords({
            field: name,
            before: null,
            after: consultation.facts[name],
          })
          const origin = page.provenance[name]
          return (
            <div>
              <dt>{FIELD_LABELS[name]}</dt>
              <dd>
                {after ?? (sentence ? 'renseigné' : '')}
                {severalTell && origin && <span class="hint"> ({origin.source})</span>}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

function Reasons({ reasons }: HubPageProps) {
  if (reasons.length === 0) return null
  return (
    <section aria-labelledby="motifs">
      <h2 id="motifs">Motifs conservés</h2>
      <p class="hint">
        Pour votre dossier : ils ne sont pas publiés, et comptent sans nom dans l’analyse annuelle.
      </p>
      <ul>
        {reasons.map(({ finding, ground, words, keptAt }) => (
          <li>
            {keptFindingLabel(finding)} : {keptGroundLabel(ground)}
            {words && ` – ${words}`} ({shortDate(keptAt)})
          </li>
        ))}
      </ul>
    </section>
  )
}
