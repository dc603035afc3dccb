import { BOUND } from '../../src/consultations/bounded.ts'
import {
  canonicalQuery,
  type Cursor,
  type Filter,
  isOpenOnly,
} from '../../src/consultations/filter.ts'
import type { Board, FilterLabels } from '../../src/consultations/shown.ts'
import { alternatesOf } from '../feeds/alternates.ts'
import { countedText, longDate, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'
import { LongTime } from '../shared/time.tsx'
import { Pager } from '../shared/pager.tsx'
import { describeFilter } from '../words/query.ts'
import { ActiveFilters } from './active-filters.tsx'
import { CardList, ConsultationCard } from './card.tsx'
import { EmptyBoard } from './empty-board.tsx'
import { FilterForm } from './filter-form.tsx'
import { SubscribeLinks } from './subscribe-links.tsx'

interface BoardPageProps {
  frame: Frame
  board: Board
  labels: FilterLabels
  cursor: Cursor | null
  now: Date
}

/** The board: what is asked, what answers, and how to follow it. */
export function BoardPage({ frame, board, labels, cursor, now }: BoardPageProps) {
  const { filter } = board
  const asked = describeFilter(filter, labels)
  const question = asked.map(({ text }) => text).join(', ')
  const isEmpty = board.items.length === 0
  return (
    <Layout
      frame={frame}
      title={`${question ? `Consultations : ${question}` : TITLE}${cursor ? ' (suite)' : ''}`}
      description="Toutes les consultations des acheteurs publics de l’Aude sur une page et dans un flux, sans compte."
      thing={asked.length === 0 && !cursor ? serviceThing(frame) : undefined}
      alternates={alternatesOf(filter, question ? `Consultations : ${question}` : TITLE)}
      current="consultations"
    >
      <div class="intro">
        <h1>{TITLE}</h1>
        <Summary board={board} />
        <p class="hint">
          Ce que les communes, le Département et les autres organismes publics achètent : travaux,
          fournitures, services. Première fois ?{' '}
          <a href="/documents/guides/repondre">Comment répondre</a>,{' '}
          <a href="/glossaire">les mots expliqués</a>.
        </p>
        <SilentSources board={board} />
      </div>
      <div class="board">
        <FilterForm action="/" filter={filter} labels={labels} facets={board.facets} />
        <div class="results">
          <ActiveFilters filter={filter} asked={asked} page="/" />
          <ProposedTrade board={board} />
          <div class="results-head">
            <CountLine board={board} />
            {!isEmpty && isOpenOnly(filter) && <Sort filter={filter} />}
          </div>
          <SubscribeLinks
            filter={filter}
            alerts={frame.alerts}
            title={
              question ? 'S’abonner à cette recherche' : 'S’abonner à toutes les consultations'
            }
          />
          {isEmpty ? (
            <EmptyBoard board={board} asked={asked} cursor={cursor} />
          ) : (
            <CardList label="Consultations">
              {board.items.map((consultation) => (
                <li>
                  <ConsultationCard consultation={consultation} now={now} />
                </li>
              ))}
            </CardList>
          )}
          {board.lookedTo && (
            <p class="hint">
              La recherche s’est arrêtée aux consultations parues le {longDate(board.lookedTo)}.
            </p>
          )}
          <Pager
            previous={board.previous && boardAddress(filter, 'before', board.previous)}
            next={board.next && boardAddress(filter, 'after', board.next)}
            further={board.lookedTo && (cursor?.direction ?? 'after')}
          />
        </div>
      </div>
    </Layout>
  )
}

const TITLE = 'Consultations des acheteurs publics de l’Aude'

function boardAddress(filter: Filter, direction: Cursor['direction'], key: string): string {
  return `/${canonicalQuery(filter, { direction, key })}`
}

function Summary({ board: { openCount, buyerCount, updatedAt } }: { board: Board }) {
  return (
    <p class="summary">
      <strong>{countedText(openCount, 'consultation en cours', 'consultations en cours')}</strong>
      {buyerCount > 0 && ` de ${plural(buyerCount, 'acheteur', 'acheteurs')}`}
      {' – '}
      <a href="/sources">
        {updatedAt ? (
          <>
            mis à jour le <LongTime when={updatedAt} />
          </>
        ) : (
          'aucune source lue pour l’instant'
        )}
      </a>
    </p>
  )
}

function SilentSources({ board: { silentSources } }: { board: Board }) {
  if (silentSources.length === 0) return null
  return (
    <ul class="notes">
      {silentSources.map(({ name, since }) => (
        <li>
          La source {name} n’a pas répondu
          {since ? (
            <>
              {' '}
              depuis le <LongTime when={since} />
            </>
          ) : (
            ' jusqu’ici'
          )}{' '}
          : ses consultations déjà relevées restent affichées.
        </li>
      ))}
    </ul>
  )
}

function ProposedTrade({ board: { proposedTrade, filter } }: { board: Board }) {
  if (!proposedTrade || proposedTrade.slug === filter.trade) return null
  const { q: _, ...rest } = filter
  return (
    <p class="proposal">
      <a href={`/${canonicalQuery({ ...rest, trade: proposedTrade.slug })}`}>
        Voir le métier {proposedTrade.label} ?
      </a>
    </p>
  )
}

/** How many answer, announced when it changes; those not known to match are counted apart. */
function CountLine({ board: { total, unknowns, filter } }: { board: Board }) {
  const known = { count: Math.max(0, total.count - unknowns.count), more: total.more }
  return (
    <p class="count" role="status" id="compte">
      <strong>
        {known.more && known.count === 0
          ? `aucune parmi les ${plural(BOUND, 'plus récente', 'plus récentes')}`
          : countedText(known, 'consultation', 'consultations')}
      </strong>
      {unknowns.count > 0 && (
        <>
          {' '}
          + {countedText(unknowns, 'non précisée', 'non précisées')} (
          <a href={`/${canonicalQuery({ ...filter, knownOnly: true })}`}>masquer</a>)
        </>
      )}
    </p>
  )
}

function Sort({ filter }: { filter: Filter }) {
  const { sort, ...rest } = filter
  return (
    <p class="sort">
      Tri :{' '}
      {sort === 'publication' ? (
        <a href={`/${canonicalQuery(rest)}`}>par date limite</a>
      ) : (
        <strong>par date limite</strong>
      )}
      {' · '}
      {sort === 'publication' ? (
        <strong>par parution</strong>
      ) : (
        <a href={`/${canonicalQuery({ ...filter, sort: 'publication' })}`}>par parution</a>
      )}
    </p>
  )
}

function serviceThing({ baseUrl, operator }: Frame): Thing {
  return {
    type: 'GovernmentService',
    facts: {
      name: 'Guichet',
      description:
        'Les consultations des acheteurs publics de l’Aude, sur une page et dans un flux',
      url: `${baseUrl}/`,
      serviceType: 'Commande publique',
      areaServed: 'Aude',
      provider: { type: 'Organization', facts: { name: operator } },
    },
  }
}
