import type { DeskRequest } from '../../src/requests/queries.ts'
import { longDate, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { Pager } from '../shared/pager.tsx'
import { KIND_LABELS, outcomeLabel, STATE_LABELS } from '../words/requests.ts'

interface DeskListPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  /** Whether who asks was named to handle requests. */
  isNamed: boolean
  /** Whether who asks decides who is. */
  mayName: boolean
  open: boolean
  rows: (DeskRequest & { due: Date | null; isLate: boolean })[]
  previous: string | null
  next: string | null
}

/** A partner's requests, for the persons named: what is due first. */
export function DeskListPage(props: DeskListPageProps) {
  const { frame, partner, isNamed, mayName, open, rows, previous, next } = props
  const base = `/espace/${partner.slug}/saisines`
  return (
    <InnerPage
      frame={frame}
      title="Saisines"
      back={{ href: '/espace', label: 'Espace partenaires' }}
    >
      <p class="lead">Pour {partner.name}</p>
      {mayName && (
        <p>
          <a href={`${base}/personnes`}>Qui traite les saisines</a>
        </p>
      )}
      {isNamed ? (
        <>
          <p>
            {open ? <strong>En cours</strong> : <a href={base}>En cours</a>} ·{' '}
            {open ? <a href={`${base}?etat=closes`}>Closes</a> : <strong>Closes</strong>}
          </p>
          {rows.length === 0 ? (
            <p>
              {open
                ? 'Aucune saisine en cours. Vous recevez un courriel à chaque nouvelle demande.'
                : 'Aucune saisine close.'}
            </p>
          ) : (
            <ul class="cards actions plain">
              {rows.map((row) => (
                <Row row={row} base={base} />
              ))}
            </ul>
          )}
          <Pager previous={previous} next={next} />
        </>
      ) : (
        <p>
          Les demandes des entreprises ne sont lues que par les personnes désignées par
          l’administrateur de {partner.name}. Vous n’en faites pas partie.
        </p>
      )}
    </InnerPage>
  )
}

function Row({ row, base }: { row: DeskListPageProps['rows'][number]; base: string }) {
  const { reference, kind, state, turn, subject, firm, commune, buyer, due, isLate } = row
  return (
    <li>
      <h2 class="card-title">
        <a href={`${base}/${reference}`}>{subject ?? firm ?? reference}</a>
      </h2>
      <p>
        <strong class="tag">{KIND_LABELS[kind]}</strong>{' '}
        {isLate && <strong class="tag tag-last-day">En retard</strong>}{' '}
        {state === 'closed' && row.outcome && row.closedAt
          ? `${outcomeLabel(row.outcome, kind)}, le ${shortDate(row.closedAt)}`
          : STATE_LABELS[state]}
        {state !== 'closed' && turn === 'firm' && ', en attente de l’entreprise'}
        {due &&
          `, ${row.acknowledgedAt === null ? 'accusé de réception' : 'réponse'} au plus tard le ${longDate(new Date(due.getTime() - 1))}`}
      </p>
      <p class="card-hint">
        {[reference, firm, commune, buyer && `à propos de ${buyer}`].filter(Boolean).join(' · ')}
      </p>
    </li>
  )
}
