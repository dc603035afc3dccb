import { type RencontreFilter, rencontreQuery } from '../../src/rencontres/filter.ts'
import type { ListedRencontre } from '../../src/rencontres/list.ts'
import { upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SubmitButton } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { dayText, freeText } from '../words/rencontres.ts'
import { feedQuery, rencontreAlternates, RENCONTRES_TITLE } from './addresses.ts'

interface RencontresPageProps {
  frame: Frame
  filter: RencontreFilter
  rencontres: ListedRencontre[]
  previous: string | null
  next: string | null
  trades: { slug: string; label: string }[]
  now: Date
}

/** Meetings to come, or those that are over, by trade, buyer and organiser. */
export function RencontresPage(props: RencontresPageProps) {
  const { frame, filter, rencontres, previous, next, trades, now } = props
  const isPast = filter.when === 'past'
  const title = isPast ? 'Rencontres passées' : RENCONTRES_TITLE
  const tradeLabel = (word: string) => trades.find(({ slug }) => slug === word)?.label ?? word
  return (
    <Layout
      frame={frame}
      title={title}
      description="Rencontres entre acheteurs publics et entreprises de l’Aude : programme, achats prévus, rendez-vous de 15 à 20 minutes réservés sans compte."
      alternates={rencontreAlternates(filter)}
      current="rencontres"
    >
      <div class="intro">
        <h1>{title}</h1>
        <p class="lead">
          Les acheteurs y présentent leurs achats à venir, puis reçoivent les entreprises une par
          une. Un rendez-vous de 15 à 20 minutes se réserve sans compte.
        </p>
      </div>
      <form action="/rencontres" class="filter filter-row" role="search">
        <p class="field">
          <label for="quand">Date</label>
          <select id="quand" name="quand">
            <option value="">À venir</option>
            <option value="passees" selected={isPast}>
              Passées
            </option>
          </select>
        </p>
        <p class="field">
          <label for="metier">Métier</label>
          <select id="metier" name="metier">
            <option value="">Tous les métiers</option>
            {trades.map(({ slug, label }) => (
              <option value={slug} selected={slug === filter.trade?.slug}>
                {label}
              </option>
            ))}
          </select>
        </p>
        {filter.buyer && <input type="hidden" name="acheteur" value={filter.buyer.slug} />}
        {filter.organiser && (
          <input type="hidden" name="organisateur" value={filter.organiser.slug} />
        )}
        <SubmitButton>Filtrer</SubmitButton>
      </form>
      <Asked filter={filter} />
      {rencontres.length === 0 ? (
        <Nothing filter={filter} />
      ) : (
        <>
          <h2 class="unseen">Rencontres</h2>
          <ul class="cards plain">
            {rencontres.map((rencontre) => (
              <li>
                <Card rencontre={rencontre} tradeLabel={tradeLabel} now={now} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Pager previous={previous} next={next} />
      <p>
        {isPast ? (
          <a href={`/rencontres${rencontreQuery({ ...filter, when: 'coming' })}`}>
            Rencontres à venir
          </a>
        ) : (
          <a href={`/rencontres${rencontreQuery({ ...filter, when: 'past' })}`}>
            Rencontres passées, avec leurs documents et leur bilan
          </a>
        )}
      </p>
      <Follow filter={filter} alerts={frame.alerts} />
    </Layout>
  )
}

/** What the address asks besides what the form shows. */
function Asked({ filter }: { filter: RencontreFilter }) {
  const { buyer, organiser } = filter
  if (!buyer && !organiser) return null
  return (
    <ul class="active" aria-label="Critères">
      {buyer && (
        <li>
          <a href={`/rencontres${rencontreQuery({ ...filter, buyer: null })}`}>
            Acheteur : {buyer.name} <span class="cross">retirer</span>
          </a>
        </li>
      )}
      {organiser && (
        <li>
          <a href={`/rencontres${rencontreQuery({ ...filter, organiser: null })}`}>
            Organisateur : {organiser.name} <span class="cross">retirer</span>
          </a>
        </li>
      )}
    </ul>
  )
}

function Nothing({ filter }: { filter: RencontreFilter }) {
  const isNarrow = filter.trade !== null || filter.buyer !== null || filter.organiser !== null
  return (
    <div class="empty">
      <p>
        {filter.when === 'past'
          ? 'Aucune rencontre passée ne répond à ces critères.'
          : 'Aucune rencontre n’est annoncée pour l’instant.'}
      </p>
      <ul>
        {isNarrow && (
          <li>
            <a href="/rencontres">Voir toutes les rencontres à venir</a>
          </li>
        )}
        <li>
          <a href="/rencontres/alertes/nouvelle">Être prévenu des prochaines rencontres</a>
        </li>
        <li>
          <a href="/programmation">Voir les achats prévus par les acheteurs</a>
        </li>
      </ul>
    </div>
  )
}

interface CardProps {
  rencontre: ListedRencontre
  tradeLabel: (word: string) => string
  now: Date
}

function Card({ rencontre, tradeLabel, now }: CardProps) {
  const { slug, title, state, movedFrom, trade, organiser, buyers, bookableUntil } = rencontre
  const isOpen = state === 'published' && bookableUntil > now
  return (
    <article>
      <h3 class="card-title">
        <a href={`/rencontres/${slug}`}>{title}</a>
      </h3>
      <p>
        {upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}, {rencontre.place}
      </p>
      <p>
        {state === 'called-off' && <span class="tag tag-last-day">Annulée</span>}{' '}
        {state === 'published' && movedFrom && <span class="tag tag-new">Reportée</span>}{' '}
        <span class="quiet">
          {trade && `${tradeLabel(trade)} – `}organisée par {organiser.shortName}
        </span>
      </p>
      {buyers.length > 0 && <p class="quiet">Acheteurs présents : {buyers.join(', ')}</p>}
      {isOpen && rencontre.slots > 0 && (
        <p>
          <strong>{freeText(rencontre)}</strong>
        </p>
      )}
    </article>
  )
}

/** « Suivre »: by mail, a reader of feeds or a calendar. */
function Follow({ filter, alerts }: { filter: RencontreFilter; alerts: boolean }) {
  const query = feedQuery(filter)
  return (
    <section class="subscribe" aria-labelledby="suivre">
      <h2 id="suivre">Prévenez-moi des prochaines rencontres</h2>
      <p class="hint">
        Par courriel, à chaque annonce ; ou par une adresse à ajouter à votre lecteur de flux ou à
        votre agenda, sans donner la vôtre.
      </p>
      <ul class="inline">
        <li>
          <a
            class="button button-quiet"
            href={`/rencontres/alertes/nouvelle${filter.trade ? `?metier=${filter.trade.slug}` : ''}`}
          >
            E-mail
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={`/rencontres.rss${query}`}>
            RSS
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={`/rencontres.ics${query}`}>
            Agenda
          </a>
        </li>
        <li>
          <a href={`/rencontres.atom${query}`}>Atom</a>
        </li>
        <li>
          <a href={`/rencontres.json${query}`}>JSON Feed</a>
        </li>
        {alerts && (
          <li>
            <a href={`/alertes/rencontres${query}`}>Reports, documents et bilans par e-mail</a>
          </li>
        )}
      </ul>
    </section>
  )
}
