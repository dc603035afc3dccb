import type { Cursor } from '../../src/consultations/filter.ts'
import type { FilterLabels } from '../../src/consultations/shown.ts'
import type { Trade } from '../../src/consultations/trades.ts'
import { type ProgrammeFilter, programmeQuery, STATUS_WORDS } from '../../src/programme/filter.ts'
import type { ProgrammePage } from '../../src/programme/list.ts'
import { CardList } from '../consultations/card.tsx'
import { countedText } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Choice } from '../shared/choice.tsx'
import { Pager } from '../shared/pager.tsx'
import { AmountFields, AskedList, PlaceFields, SearchForm, Tick } from '../shared/search-form.tsx'
import { tradeOptions } from '../shared/trade-options.ts'
import {
  type AskedOfProgramme,
  describeProgramme,
  FORECAST_SENTENCE,
  PROGRAMME_TITLE,
  STATUS_ASKED_LABELS,
} from '../words/programme.ts'
import { programmeAlternates, programmeFeed } from './addresses.ts'
import { PurchaseCard } from './card.tsx'

/** What the form of the list offers. */
export interface ProgrammeChoices {
  trades: Trade[]
  buyers: { slug: string; name: string }[]
  years: number[]
  /** Years that have begun: there is something to look back at. */
  looks: number[]
}

interface ListPageProps {
  frame: Frame
  filter: ProgrammeFilter
  labels: FilterLabels
  list: ProgrammePage
  choices: ProgrammeChoices
  cursor: Cursor | null
  tradeLabel: (slug: string) => string
}

/** What buyers expect to buy, by quarter. */
export function ProgrammeListPage(props: ListPageProps) {
  const { frame, filter, labels, list, choices, cursor, tradeLabel } = props
  const asked = describeProgramme(filter, labels)
  const question = asked.map(({ text }) => text).join(', ')
  const title = question ? `Achats à venir : ${question}` : PROGRAMME_TITLE
  const at = (direction: Cursor['direction'], key: string | null) =>
    key === null ? null : `/programmation${programmeQuery(filter, { direction, key })}`
  return (
    <Layout
      frame={frame}
      title={`${title}${cursor ? ' (suite)' : ''}`}
      description={`Ce que les acheteurs publics de l’Aude prévoient d’acheter, par trimestre. ${FORECAST_SENTENCE}`}
      alternates={programmeAlternates(filter, title)}
      current="programmation"
    >
      <div class="intro">
        <h1>{PROGRAMME_TITLE}</h1>
        <p class="lead">
          <strong>{FORECAST_SENTENCE}</strong> De quoi préparer une réponse, trouver un{' '}
          <a href="/glossaire#groupement">cotraitant</a> ou appeler l’acheteur à temps.
        </p>
        <Years years={choices.looks} />
      </div>
      <div class="board">
        <Form {...props} />
        <div class="results">
          <AskedList
            asked={asked.map(({ text, without }) => ({
              text,
              without: `/programmation${programmeQuery(without)}`,
            }))}
            page="/programmation"
          />
          <div class="results-head">
            <p class="count" role="status" id="compte">
              <strong>{countedText(list.total, 'achat', 'achats')}</strong>
            </p>
          </div>
          <Subscribe filter={filter} isWhole={asked.length === 0} alerts={frame.alerts} />
          {list.items.length === 0 ? (
            <Empty filter={filter} asked={asked} />
          ) : (
            <CardList label="Achats à venir">
              {list.items.map((purchase) => (
                <li>
                  <PurchaseCard purchase={purchase} tradeLabel={tradeLabel} />
                </li>
              ))}
            </CardList>
          )}
          <Pager previous={at('before', list.previous)} next={at('after', list.next)} />
        </div>
      </div>
    </Layout>
  )
}

function Years({ years }: { years: number[] }) {
  if (years.length === 0) return null
  return (
    <p>
      Ce qu’il en est advenu :{' '}
      {years.slice(0, 5).map((year, index) => (
        <>
          {index > 0 && ', '}
          <a href={`/programmation/bilan/${year}`}>bilan {year}</a>
        </>
      ))}
    </p>
  )
}

function Form({ filter, labels, choices }: ListPageProps) {
  const { board, year, quarter, status } = filter
  return (
    <SearchForm action="/programmation" words={board.q} summary="Métier, lieu, trimestre…">
      <Choice
        name="metier"
        label="Métier"
        any="Tous les métiers"
        options={tradeOptions(choices.trades)}
        selected={board.trade ?? null}
      />
      <PlaceFields place={board.place} label={labels.place} radius={board.radius} />
      <div class="field-pair">
        <Choice
          name="annee"
          label="Année"
          any="Toutes"
          options={choices.years.map((each) => ({ value: String(each), label: String(each) }))}
          selected={year === undefined ? null : String(year)}
        />
        <Choice
          name="trimestre"
          label="Trimestre"
          any="Tous"
          options={[1, 2, 3, 4].map((each) => ({ value: String(each), label: `T${each}` }))}
          selected={quarter === undefined ? null : String(quarter)}
        />
      </div>
      <Choice
        name="type"
        label="Type"
        any="Tous les types"
        options={[
          { value: 'travaux', label: 'Travaux' },
          { value: 'fournitures', label: 'Fournitures' },
          { value: 'services', label: 'Services' },
        ]}
        selected={new URLSearchParams(programmeQuery(filter)).get('type')}
      />
      <AmountFields min={board.amountMin} max={board.amountMax} />
      <Choice
        name="acheteur"
        label="Acheteur"
        any="Tous les acheteurs"
        options={choices.buyers.map(({ slug, name }) => ({ value: slug, label: name }))}
        selected={board.buyer ?? null}
      />
      <Choice
        name="statut"
        label="Statut"
        any="À venir et en retard"
        options={Object.entries(STATUS_WORDS).map(([asked, word]) => ({
          value: word,
          label: STATUS_ASKED_LABELS[asked as keyof typeof STATUS_WORDS],
        }))}
        selected={status === undefined ? null : STATUS_WORDS[status]}
      />
      <Tick name="precis" label="Masquer les non précisés" on={board.knownOnly} />
    </SearchForm>
  )
}

interface SubscribeProps {
  filter: ProgrammeFilter
  /** Nothing special is asked. */
  isWhole: boolean
  /** This instance sends alerts by mail. */
  alerts: boolean
}

/** How to follow this question: each news of each line, and the quarters as dates. */
function Subscribe({ filter, isWhole, alerts }: SubscribeProps) {
  return (
    <section class="subscribe" aria-labelledby="abonnement">
      <h2 id="abonnement">
        {isWhole ? 'Suivre tous les achats à venir' : 'Suivre cette recherche'}
      </h2>
      <ul class="inline">
        <li>
          <a class="button button-quiet" href={programmeFeed(filter, 'rss')}>
            RSS
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={programmeFeed(filter, 'ics')}>
            Agenda
          </a>
        </li>
        {alerts && (
          <li>
            <a class="button button-quiet" href={`/alertes/programmation${programmeQuery(filter)}`}>
              E-mail
            </a>
          </li>
        )}
        <li>
          <details id="autres-formats">
            <summary>Autres formats</summary>
            <ul class="inline">
              <li>
                <a href={programmeFeed(filter, 'atom')}>Atom</a>
              </li>
              <li>
                <a href={programmeFeed(filter, 'json')}>JSON Feed</a>
              </li>
              <li>
                <a href={programmeFeed(filter, 'csv')}>Tableau (CSV)</a>
              </li>
              <li>
                <a href="/donnees/programmation.ocds.jsonl.gz">OCDS</a>
              </li>
            </ul>
          </details>
        </li>
      </ul>
    </section>
  )
}

function Empty({ filter, asked }: { filter: ProgrammeFilter; asked: AskedOfProgramme[] }) {
  return (
    <div class="empty">
      <p>
        <strong>
          {asked.length === 0
            ? 'Aucun achat n’est programmé pour l’instant.'
            : 'Aucun achat programmé ne répond à tous ces critères.'}
        </strong>
      </p>
      {asked.length === 0 ? (
        <p>
          Ici paraîtront les achats que les acheteurs publics prévoient, avec le trimestre où ils
          pensent publier leur consultation. <a href="/">Voir les consultations en cours</a>
        </p>
      ) : (
        <ul>
          {asked.map(({ text, without }) => (
            <li>
              <a href={`/programmation${programmeQuery(without)}`}>Sans le critère {text}</a>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={programmeFeed(filter, 'rss')}>S’abonner quand même</a> : vous verrez le premier
        achat dès qu’il sera annoncé.
      </p>
    </div>
  )
}
