import type { Board, FilterLabels } from '../../src/consultations/shown.ts'
import { canonicalQuery, type Filter, forSubscription } from '../../src/consultations/filter.ts'
import { AlertForm } from '../alerts/alert-form.tsx'
import { FilterForm } from './filter-form.tsx'
import { ActiveFilters } from './active-filters.tsx'
import { OTHER_FORMATS } from './subscribe-links.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'
import { describeFilter } from '../words/query.ts'
import { alternatesOf, feedAddress } from '../feeds/alternates.ts'

interface FluxPageProps {
  frame: Frame
  filter: Filter
  labels: FilterLabels
  facets: Board['facets']
  /** Titles of the latest entries of this feed, five at most, newest first, with the pages they lead to. */
  preview: { title: string; path: string }[]
}

/** Builds a subscription out of the board's own questions, and says what a feed is. */
export function FluxPage({ frame, filter, labels, facets, preview }: FluxPageProps) {
  const asked = describeFilter(forSubscription(filter), labels)
  const question = asked.map(({ text }) => text).join(', ')
  const title = question ? `Consultations\u00A0: ${question}` : 'Toutes les consultations'
  return (
    <Layout
      frame={frame}
      title="S’abonner aux consultations"
      description="Construire son abonnement aux consultations publiques de l’Aude : RSS ou agenda, sans compte."
      alternates={alternatesOf(filter, title)}
      current="flux"
    >
      <div class="intro">
        <h1>S’abonner aux consultations</h1>
        <p class="lead">
          Choisissez vos critères, copiez l’adresse, collez-la dans votre lecteur de flux (
          <a href="#un-flux">qu’est-ce que c’est&nbsp;?</a>) : chaque nouvelle consultation et
          chaque rectificatif vous parviennent. Sans compte, sans adresse e-mail, sans suivi.
        </p>
      </div>
      <div class="board">
        <FilterForm action="/flux" filter={filter} labels={labels} facets={facets} subscription />
        <div class="results">
          <ActiveFilters filter={forSubscription(filter)} asked={asked} page="/flux" />
          <section class="prose" aria-labelledby="abonnement">
            <h2 id="abonnement">{title}</h2>
            <p>
              L’abonnement ne retient pas l’échéance : vous recevrez chaque consultation dès sa
              parution.
            </p>
            <Address
              id="adresse-rss"
              label="Adresse à coller dans un lecteur de flux (RSS)"
              address={frame.baseUrl + feedAddress(filter, 'rss')}
            />
            <Address
              id="adresse-ics"
              label="Adresse à coller dans un agenda (iCalendar)"
              address={frame.baseUrl + feedAddress(filter, 'ics')}
            />
            <p class="hint">
              L’agenda porte les dates limites et les visites. Google Agenda et Outlook ignorent les
              rappels des agendas auxquels on s’abonne et ne les relisent qu’une fois par jour
              environ.
            </p>
            <details id="autres-formats">
              <summary>Autres formats</summary>
              <ul>
                {OTHER_FORMATS.map(({ format, label }) => (
                  <li>
                    <a href={feedAddress(filter, format)}>{label}</a>
                  </li>
                ))}
              </ul>
            </details>
          </section>
          {frame.alerts && (
            <section class="prose" aria-labelledby="par-courriel">
              <h2 id="par-courriel">Par e-mail</h2>
              <p>
                Sans lecteur de flux : le même contenu par courriel. Là, et là seulement, il faut
                une adresse ; toujours sans compte et sans traceur.{' '}
                <a href="/alertes">Comment cela marche</a>
              </p>
              <AlertForm subject="consultations" query={canonicalQuery(forSubscription(filter))} />
            </section>
          )}
          <Preview preview={preview} />
        </div>
      </div>
      <Explanation />
      <ReadyMade facets={facets} />
    </Layout>
  )
}

function Address({ id, label, address }: { id: string; label: string; address: string }) {
  return (
    <div class="address">
      <label for={id}>{label}</label>
      <div class="filter-line">
        <input id={id} type="text" readonly value={address} />
        <button type="button" class="button" data-copy={id} hidden>
          Copier
        </button>
      </div>
      <p class="hint" role="status" id={`${id}-etat`} />
    </div>
  )
}

function Preview({ preview }: { preview: { title: string; path: string }[] }) {
  return (
    <section class="prose" aria-labelledby="apercu">
      <h2 id="apercu">Aperçu</h2>
      {preview.length === 0 ? (
        <p role="status">
          Rien n’est encore paru pour ces critères : la première consultation arrivera dès sa
          parution.
        </p>
      ) : (
        <ol class="preview">
          {preview.map(({ title, path }) => (
            <li>
              <a href={path}>{title}</a>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function Explanation() {
  return (
    <section class="prose" aria-labelledby="un-flux">
      <h2 id="un-flux">Qu’est-ce qu’un flux ?</h2>
      <p>
        Un flux est une adresse que votre logiciel relit tout seul plusieurs fois par jour. Ce qui
        est nouveau s’y affiche comme un message non lu, sans que personne ne connaisse votre
        adresse. Pour arrêter, il suffit de retirer le flux du logiciel.
      </p>
      <p>Quelques lecteurs :</p>
      <ul>
        <li>
          <strong>Thunderbird</strong> (ordinateur) : Fichier, Nouveau, Compte de flux.
        </li>
        <li>
          <strong>Outlook</strong> pour Windows, version classique : clic droit sur « Flux RSS »,
          Ajouter un nouveau flux RSS.
        </li>
        <li>
          <strong>NetNewsWire</strong> (iPhone, iPad et Mac) : le bouton +, Ajouter un flux.
        </li>
        <li>
          <strong>Feeder</strong> (Android) : le menu, Ajouter un flux.
        </li>
      </ul>
      <p>
        Vous publiez des consultations ?{' '}
        <a href="/sources/formats">Les formats que le guichet relève</a> sont décrits champ par
        champ.
      </p>
    </section>
  )
}

function ReadyMade({ facets }: { facets: Board['facets'] }) {
  return (
    <section class="ready" aria-labelledby="tout-prets">
      <h2 id="tout-prets">Flux tout prêts</h2>
      <p>
        <a href="/flux.opml">Tous les flux en un fichier (OPML)</a>, à importer dans un lecteur.
      </p>
      <Feeds title="Par métier" word="trade" values={facets.trade} />
      <Feeds title="Par acheteur" word="buyer" values={facets.buyer} />
    </section>
  )
}

interface FeedsProps {
  title: string
  word: 'trade' | 'buyer'
  values: { value: string; label: string }[]
}

function Feeds({ title, word, values }: FeedsProps) {
  if (values.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul class="columns">
        {values.map(({ value, label }) => (
          <li>
            <a href={feedAddress({ [word]: value }, 'rss')}>{label}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
