import { RADII } from '../../src/consultations/filter.ts'
import type { Alternate } from '../feeds/alternates.ts'
import { euros, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Choice } from '../shared/choice.tsx'
import { Pager } from '../shared/pager.tsx'
import { Table } from '../shared/table.tsx'

/** One contract awarded: one lot and one winner. */
export interface AwardLine {
  /** Page of the consultation. */
  path: string
  title: string
  lot: { number: string; title: string } | null
  buyer: { name: string; slug: string | null }
  supplier: { name: string; commune: string | null }
  /** Euros excluding VAT. */
  amount: number | null
  bids: number | null
  /** Calendar day; null: not communicated. */
  notifiedOn: string | null
}

interface AwardsPageProps {
  frame: Frame
  awards: AwardLine[]
  /** The question as asked: slugs and labels. */
  asked: { trade: string | null; place: string | null; radius: number | null }
  trades: { slug: string; label: string; family: string }[]
  /** Addresses, query string included. */
  previous: string | null
  next: string | null
  alternates: Alternate[]
  /** Where the same is asked for by mail. */
  alert: string
}

/** Who won what in the Aude, by trade and place: to find a partner or a subcontract. */
export function AwardsPage(props: AwardsPageProps) {
  const { frame, awards, alternates, alert, previous, next } = props
  const [feed] = alternates
  return (
    <Layout
      frame={frame}
      title="Marchés attribués"
      description="Qui a obtenu quels marchés publics dans l’Aude, par métier et par lieu."
      alternates={alternates}
      current="attributions"
    >
      <div class="intro">
        <h1>Marchés attribués</h1>
        <p>
          Qui a obtenu quoi, par métier et par lieu : de quoi trouver un{' '}
          <a href="/glossaire#mandataire">mandataire</a>, un{' '}
          <a href="/glossaire#groupement">cotraitant</a> ou une{' '}
          <a href="/glossaire#sous-traitance">sous-traitance</a>.
        </p>
        <p>
          {feed && (
            <>
              <a href={feed.href}>S’abonner à ces attributions (RSS)</a>
              {' · '}
            </>
          )}
          {frame.alerts && (
            <>
              <a href={alert}>Résultats par e-mail</a>
              {' · '}
            </>
          )}
          <a href="/donnees#decp">Télécharger tous les contrats</a>
        </p>
      </div>
      <AwardsForm {...props} />
      {awards.length === 0 ? (
        <p class="empty" role="status">
          {Object.values(props.asked).some((each) => each !== null) ? (
            <>
              Aucune attribution connue ne répond à ces critères.{' '}
              <a href="/attributions">Voir toutes les attributions</a>
            </>
          ) : (
            'Aucune attribution n’est connue pour l’instant : elles paraîtront ici, avec leur titulaire et leur montant.'
          )}
        </p>
      ) : (
        <Table
          caption="Les plus récentes d’abord, montants hors taxes"
          columns={['Marché', 'Titulaire', 'Montant', 'Acheteur', 'Notifié le']}
          figures={['Montant']}
        >
          {awards.map((award) => (
            <Line award={award} />
          ))}
        </Table>
      )}
      <Pager previous={previous} next={next} />
    </Layout>
  )
}

function AwardsForm({ asked, trades }: AwardsPageProps) {
  return (
    <form class="filter filter-row" role="search" action="/attributions" method="get">
      <Choice
        name="metier"
        label="Métier"
        any="Tous les métiers"
        options={trades.map(({ slug, label, family }) => ({ value: slug, label, group: family }))}
        selected={asked.trade}
      />
      <p class="field">
        <label for="f-lieu">Où ?</label>
        <input id="f-lieu" name="lieu" value={asked.place ?? ''} maxlength={120} />
      </p>
      <Choice
        name="rayon"
        label="Rayon"
        any="30 km"
        options={RADII.filter((radius) => radius !== 30).map((radius) => ({
          value: String(radius),
          label: `${radius} km`,
        }))}
        selected={asked.radius === null ? null : String(asked.radius)}
      />
      <button type="submit" class="button">
        Filtrer
      </button>
    </form>
  )
}

function Line({ award }: { award: AwardLine }) {
  const { path, title, lot, buyer, supplier, amount, bids, notifiedOn } = award
  return (
    <tr>
      <th scope="row">
        <a href={path}>{title}</a>
        {lot && (
          <span class="hint as-written">
            Lot {lot.number} – {lot.title}
          </span>
        )}
      </th>
      <td data-label="Titulaire">
        {supplier.name}
        <span class="hint as-written">
          {supplier.commune ?? 'commune non communiquée'}
          {bids !== null && ` · ${plural(bids, 'offre reçue', 'offres reçues')}`}
        </span>
      </td>
      <td class="number" data-label="Montant">
        {amount === null ? 'non communiqué' : euros(amount)}
      </td>
      <td data-label="Acheteur">
        {buyer.slug ? <a href={`/acheteurs/${buyer.slug}`}>{buyer.name}</a> : buyer.name}
      </td>
      <td data-label="Notifié le">{notifiedOn ? shortDate(notifiedOn) : 'non communiqué'}</td>
    </tr>
  )
}
