import { COMING } from '../../src/rencontres/filter.ts'
import type { AttendingBuyer, Rencontre, ShownPurchase } from '../../src/rencontres/queries.ts'
import type { BuyerFigures } from '../../src/rencontres/schema.ts'
import { amountText, longDate, longMoment, plural, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { OnPaper } from '../layout/on-paper.tsx'
import { FileLink } from '../documents/file-link.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { quarterText } from '../words/programme.ts'
import { clockText, dayText } from '../words/rencontres.ts'
import { rencontreAlternates } from './addresses.ts'
import { rencontreThing } from './thing.ts'

export interface RencontrePageProps {
  frame: Frame
  rencontre: Rencontre
  tradeLabel: (word: string) => string
  /** What came of it, by the buyer's place at the meeting; empty before it is over. */
  figures: Map<number, BuyerFigures>
  now: Date
}

/** A meeting: when, who, what they plan to buy, appointments; afterwards its slides and what came of it. */
export function RencontrePage({ frame, rencontre, tradeLabel, figures, now }: RencontrePageProps) {
  const { title, organiser, trade, state, startsAt, bookableUntil, attending } = rencontre
  const isAhead = state === 'published' && startsAt > now
  const isBookable = isAhead && bookableUntil > now
  const hasSlots = attending.some(({ slots }) => slots.length > 0)
  return (
    <InnerPage
      frame={frame}
      title={title}
      description={`${upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}, ${rencontre.place}. Rencontre organisée par ${organiser.name}.`}
      picture={`/partage/rencontres/${rencontre.slug}.png`}
      thing={rencontreThing(rencontre, frame)}
      alternates={rencontreAlternates(COMING)}
      current="rencontres"
      back={{
        href: isAhead ? '/rencontres' : '/rencontres?quand=passees',
        label: isAhead ? 'Rencontres à venir' : 'Rencontres passées',
      }}
    >
      <State rencontre={rencontre} />
      <p class="lead">
        {upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}, {rencontre.place}
      </p>
      <dl class="facts">
        <FactLine label="Organisée par">
          <a href={`/rencontres?organisateur=${organiser.slug}`}>{organiser.name}</a>
        </FactLine>
        <FactLine label="Métier">{trade ? tradeLabel(trade) : 'tous les métiers'}</FactLine>
        <FactLine label="Acheteurs">
          {attending.length > 0 && attending.map(({ buyer }) => buyer.name).join(', ')}
        </FactLine>
        <FactLine label="Accès et accueil">{rencontre.access || null}</FactLine>
        <FactLine label="Contact">{rencontre.contact || null}</FactLine>
      </dl>
      {isAhead && (
        <p>
          <a href={`/rencontres/${rencontre.slug}/agenda.ics`}>Ajouter à mon agenda</a>
          {isBookable && hasSlots && (
            <>
              {' '}
              · <a href="#rendez-vous">Prendre rendez-vous</a> (jusqu’au {longMoment(bookableUntil)}
              )
            </>
          )}
        </p>
      )}
      <p class="as-written">{rencontre.description}</p>
      <Programme rencontre={rencontre} />
      <Files rencontre={rencontre} isOver={state === 'published' && !isAhead} />
      <Outcome rencontre={rencontre} figures={figures} />
      {attending.length > 0 && (
        <section aria-labelledby="rendez-vous">
          <h2 id="rendez-vous">
            {isBookable && hasSlots ? 'Acheteurs et rendez-vous' : 'Acheteurs présents'}
          </h2>
          {isBookable && hasSlots && (
            <p>
              Choisissez une heure : la réservation ne demande pas de compte. Une entreprise a un
              rendez-vous par acheteur.
            </p>
          )}
          {isAhead && !isBookable && hasSlots && <p>Les réservations sont closes.</p>}
          {attending.map((each) => (
            <Buyer attending={each} slug={rencontre.slug} isBookable={isBookable} />
          ))}
        </section>
      )}
      {isAhead && attending.length === 0 && (
        <p>Les acheteurs qui participent ne sont pas encore connus.</p>
      )}
      <p class="unprinted">
        <a href="/rencontres/alertes/nouvelle">Être prévenu des prochaines rencontres</a>
      </p>
      <OnPaper frame={frame} />
    </InnerPage>
  )
}

function State({ rencontre }: { rencontre: Rencontre }) {
  const { state, movedFrom, reason } = rencontre
  if (state === 'called-off')
    return (
      <p class="note">
        <strong>Cette rencontre est annulée.</strong> {reason}
      </p>
    )
  if (movedFrom)
    return (
      <p class="note">
        <strong>Rencontre reportée</strong> : elle était prévue le{' '}
        {longDate(movedFrom.slice(0, 10))}. {reason}
      </p>
    )
  return null
}

function Programme({ rencontre: { programme } }: { rencontre: Rencontre }) {
  if (programme.length === 0) return null
  return (
    <section aria-labelledby="programme">
      <h2 id="programme">Programme de la plénière</h2>
      <ul>
        {programme.map(({ fromMinute, toMinute, title, speaker }) => (
          <li>
            <strong>
              {clockText(fromMinute)}
              {toMinute !== null && ` – ${clockText(toMinute)}`}
            </strong>{' '}
            {title}
            {speaker !== '' && <span class="quiet"> – {speaker}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Files({ rencontre: { files }, isOver }: { rencontre: Rencontre; isOver: boolean }) {
  if (files.length === 0 && !isOver) return null
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">Documents présentés</h2>
      {files.length === 0 ? (
        <p>Aucun document n’est en ligne pour l’instant.</p>
      ) : (
        <ul>
          {files.map((file) => (
            <li>
              <FileLink file={file} label={file.title} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Outcome({ rencontre, figures }: Pick<RencontrePageProps, 'rencontre' | 'figures'>) {
  const rows = rencontre.attending.flatMap(({ id, buyer, outcomeWords }) => {
    const own = figures.get(id)
    return own && own.slots > 0 ? [{ buyer, outcomeWords, ...own }] : []
  })
  if (rows.length === 0 && rencontre.outcome === '') return null
  return (
    <section aria-labelledby="bilan">
      <h2 id="bilan">Ce qu’il en est sorti</h2>
      {rencontre.outcome !== '' && <p class="as-written">{rencontre.outcome}</p>}
      {rows.length > 0 && (
        <Table
          caption="Entreprises reçues, sans aucun nom"
          columns={[
            'Acheteur',
            'Rendez-vous pris',
            'Entreprises rencontrées',
            'dont nouvelles',
            'ont répondu depuis',
            'ont obtenu un marché depuis',
          ]}
        >
          {rows.map(({ buyer, booked, slots, met, newFirms, bids, won }) => (
            <tr>
              <th scope="row">{buyer.name}</th>
              <td data-label="Rendez-vous pris">
                {booked} sur {plural(slots, 'créneau', 'créneaux')}
              </td>
              <td data-label="Entreprises rencontrées">{met ?? 'non saisi'}</td>
              <td data-label="dont nouvelles">{newFirms ?? 'non saisi'}</td>
              <td data-label="ont répondu depuis">{met === null ? 'non saisi' : bids}</td>
              <td data-label="ont obtenu un marché depuis">{met === null ? 'non saisi' : won}</td>
            </tr>
          ))}
        </Table>
      )}
      {rows.map(
        ({ buyer, outcomeWords }) =>
          outcomeWords !== '' && (
            <p>
              <strong>{buyer.name}</strong> : {outcomeWords}
            </p>
          ),
      )}
      {rows.length > 0 && (
        <p class="quiet">
          Est nouvelle une entreprise que l’acheteur n’avait ni rencontrée ni attributaire d’un de
          ses marchés, autant qu’on le sache. Les réponses sont dites par l’acheteur, les marchés
          viennent des données essentielles, pour les entreprises qui ont donné leur SIRET.
        </p>
      )}
    </section>
  )
}

interface BuyerProps {
  attending: AttendingBuyer
  slug: string
  isBookable: boolean
}

function Buyer({ attending, slug, isBookable }: BuyerProps) {
  const { id, buyer, seeks, spot, slots, purchases } = attending
  const free = slots.filter(({ isFree }) => isFree)
  const first = slots[0]
  const form = `/rencontres/${slug}/rendez-vous?acheteur=${id}`
  return (
    <section aria-labelledby={`acheteur-${id}`}>
      <h3 id={`acheteur-${id}`}>
        <a href={`/acheteurs/${buyer.slug}`}>{buyer.name}</a>
        {spot !== '' && <span class="quiet"> – {spot}</span>}
      </h3>
      {seeks !== '' && <p class="as-written">{seeks}</p>}
      <Purchases purchases={purchases} />
      {isBookable && first && (
        <>
          <p>
            {free.length > 0
              ? `${plural(free.length, 'créneau libre', 'créneaux libres')} sur ${slots.length}, de ${first.toMinute - first.fromMinute} minutes`
              : 'Tous les créneaux sont pris.'}
          </p>
          {free.length > 0 ? (
            <ul class="inline" aria-label={`Créneaux libres de ${buyer.name}`}>
              {free.map((slot) => (
                <li>
                  <a class="button button-quiet" href={`${form}&creneau=${slot.id}`}>
                    {clockText(slot.fromMinute)}
                    <span class="unseen"> avec {buyer.name}</span>
                  </a>
                </li>
              ))}
            </ul>
          ) : (
            <p>
              <a class="button button-quiet" href={form}>
                S’inscrire sur la liste d’attente
                <span class="unseen"> de {buyer.name}</span>
              </a>
              {attending.waiting > 0 &&
                ` ${plural(attending.waiting, 'entreprise attend', 'entreprises attendent')} déjà`}
            </p>
          )}
        </>
      )}
      {isBookable && !first && <p class="quiet">Présent à la plénière, sans rendez-vous.</p>}
    </section>
  )
}

function Purchases({ purchases }: { purchases: ShownPurchase[] }) {
  if (purchases.length === 0) return null
  return (
    <>
      <p>Achats prévus (prévisions, sans engagement) :</p>
      <ul>
        {purchases.map((purchase) => (
          <li>
            <a href={purchase.path}>{purchase.object}</a>
            <span class="quiet"> – {purchaseFacts(purchase)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function purchaseFacts(purchase: ShownPurchase): string {
  const { category, amountMin, amountMax, status } = purchase
  const amount = { min: amountMin, max: amountMax }
  return [
    category && CATEGORY_LABELS[category],
    amountText(amount) ?? 'montant non communiqué',
    quarterText(purchase),
    status === 'published' && 'consultation parue',
    status === 'dropped' && 'abandonné',
  ]
    .filter(Boolean)
    .join(', ')
}
