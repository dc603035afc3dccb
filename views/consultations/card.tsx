import type { Child } from 'hono/jsx'
import type { ListedConsultation, TradeBasis } from '../../src/consultations/shown.ts'
import { amountText, cardDate, lowerFirst, numberText, plural, relative } from '../format.ts'
import { CardTime } from '../shared/time.tsx'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { RESERVED_LABELS } from '../words/reserved.ts'
import { STATE_LABELS, TAG_LABELS } from '../words/states.ts'
import { VISIT_LABELS } from '../words/visits.ts'

interface CardProps {
  consultation: ListedConsultation
  now: Date
  /** Level of the title among the page's headings. */
  level?: 2 | 3
}

/** One consultation in a list, in at most six lines on a phone (users.md 3.2). */
export function ConsultationCard({ consultation, now, level = 2 }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article class="card">
      <p class="card-deadline">
        <Deadline consultation={consultation} now={now} />
      </p>
      <div class="card-body">
        <Heading class="card-title">
          <a href={consultation.path}>{consultation.title}</a> <Tags consultation={consultation} />
        </Heading>
        <MatchingLots consultation={consultation} />
        <p>{buyerAndPlace(consultation)}</p>
        <p>{amountAndProcedure(consultation)}</p>
        <Warnings consultation={consultation} now={now} />
      </div>
    </article>
  )
}

/** Cards one under the other. */
export function CardList({ children, label }: { children: Child; label?: string }) {
  return (
    <ol class="cards" aria-label={label}>
      {children}
    </ol>
  )
}

/** What is said of the deadline, or of what has become of the consultation. */
function Deadline({ consultation, now }: { consultation: ListedConsultation; now: Date }) {
  const { deadline, deadlineStage, state } = consultation
  if (state === 'open' && deadline) {
    return (
      <>
        <span class="card-before">
          {deadlineStage === 'candidacy' ? 'Candidature avant le' : 'À remettre avant le'}
        </span>{' '}
        <strong>
          <CardTime when={deadline} now={now} />
        </strong>{' '}
        <span class="card-left">{relative(deadline, now)}</span>{' '}
        {deadline.doubt && <span class="card-doubt">à vérifier sur le profil d’acheteur</span>}
      </>
    )
  }
  if (state === 'open')
    return <span class="card-before">Date limite non communiquée : voir le dossier</span>
  if (deadline && state === 'ended') {
    return (
      <>
        <span class="card-before">Remise des offres terminée depuis le</span>{' '}
        <strong>
          <CardTime when={deadline} now={now} />
        </strong>
      </>
    )
  }
  return <strong>{STATE_LABELS[state]}</strong>
}

/** « Nouveau » and at most one word beside it. */
export function Tags({ consultation }: { consultation: ListedConsultation }) {
  const { isNew, tag, demonstration } = consultation
  return (
    <>
      {isNew && <span class="tag tag-new">Nouveau</span>}
      {tag && <span class={`tag tag-${tag}`}>{TAG_LABELS[tag]}</span>}
      {demonstration && <span class="tag tag-demonstration">Démonstration</span>}
    </>
  )
}

function MatchingLots({
  consultation: { matchingLots, lotCount },
}: {
  consultation: ListedConsultation
}) {
  if (matchingLots.length === 0) return null
  const named = matchingLots.slice(0, 2).map(({ number, title }) => `Lot ${number} – ${title}`)
  const others = matchingLots.length - named.length
  return (
    <p class="card-lots">
      {named.join(' · ')}
      {others > 0 && ` et ${plural(others, 'autre lot', 'autres lots')}`}
      {lotCount !== null && ` (${plural(lotCount, 'lot', 'lots')})`}
    </p>
  )
}

function buyerAndPlace({ buyer, category, place, unknowns }: ListedConsultation): string {
  const kind = category ? lowerFirst(CATEGORY_LABELS[category]) : null
  const where =
    place === null
      ? unknowns.includes('place')
        ? 'lieu non précisé'
        : null
      : place.basis === 'buyer'
        ? 'lieu non précisé (territoire de l’acheteur)'
        : place.label
  const exact = place?.basis === 'given'
  const what =
    exact && kind && place.kind === 'commune'
      ? `${kind} à ${place.label}`
      : [kind, where].filter(Boolean).join(', ')
  return [buyer.name, what].filter(Boolean).join(' · ')
}

function amountAndProcedure({
  amount,
  amountOf,
  procedure,
  lotCount,
  matchingLots,
}: ListedConsultation): string {
  const known = amount && amountText(amount)
  return [
    known ? `${known}${amountOf === 'lot' ? ' (lot)' : ''}` : 'montant non communiqué',
    procedure && lowerFirst(PROCEDURE_LABELS[procedure]),
    lotCount !== null &&
      lotCount > 1 &&
      matchingLots.length === 0 &&
      `${numberText(lotCount)} lots`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function Warnings({ consultation, now }: { consultation: ListedConsultation; now: Date }) {
  const { siteVisit, reserved, tradeBasis, unknowns } = consultation
  const visit = siteVisit && siteVisit.obligation !== 'none' ? siteVisit : null
  const hints = [
    unknowns.includes('trade') ? UNKNOWN_TRADE : tradeBasis && BASIS_LABELS[tradeBasis],
  ].filter(Boolean)
  return (
    <>
      {(visit || reserved) && (
        <p class="card-warning">
          {[
            visit &&
              `${VISIT_LABELS[visit.obligation]}${visit.dates[0] ? ` le ${cardDate(visit.dates[0], now)}` : ''}`,
            reserved && RESERVED_LABELS[reserved],
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {hints.length > 0 && <p class="card-hint">{hints.join(' · ')}</p>}
    </>
  )
}

const UNKNOWN_TRADE = 'métier non déterminé'

const BASIS_LABELS: Record<TradeBasis, string | null> = {
  chosen: null,
  cpv: null,
  words: 'métier déduit de l’objet',
  'building-works': 'opération de bâtiment : lots à vérifier dans le dossier',
}

/** Names of what is not known, for sentences. */
