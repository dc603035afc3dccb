import type { ListedConsultation } from '../../src/consultations/shown.ts'
import type { PracticeRow } from '../../src/contacts/practices.ts'
import type { BuyerPage, PartnerPage } from '../../src/partners/queries.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import type { ListedRencontre } from '../../src/rencontres/list.ts'
import { CardList, ConsultationCard } from '../consultations/card.tsx'
import { SubscribeLinks } from '../consultations/subscribe-links.tsx'
import { Practices } from '../contacts/practices.tsx'
import { Reach } from '../contacts/reach.tsx'
import { alternatesOf } from '../feeds/alternates.ts'
import { longDate, shortDate, plural } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { programmeFeed } from '../programme/addresses.ts'
import { PurchaseCard } from '../programme/card.tsx'
import { askPath } from '../requests/ask-path.ts'
import { PARTNER_KIND_LABELS } from '../words/partners.ts'
import { FORECAST_SENTENCE } from '../words/programme.ts'
import { ASK_TITLE } from '../words/requests.ts'

interface BuyerPageProps {
  frame: Frame
  buyer: BuyerPage
  /** Its open consultations, by deadline, as many as one page shows. */
  open: ListedConsultation[]
  /** What it expects to buy, by quarter, as many as one page shows. */
  planned: ListedPurchase[]
  /** Meetings to come where it receives firms. */
  rencontres: ListedRencontre[]
  tradeLabel: (slug: string) => string
  /** How it says that it buys; null: not said. */
  practices: PracticeRow | null
  now: Date
  /** Calendar day in Paris. */
  today: string
}

/** A buyer: what of its purchases stands here, whom to ring, what is open and how to follow it. */
export function BuyerPageView({
  frame,
  buyer,
  open,
  planned,
  rencontres,
  tradeLabel,
  practices,
  now,
  today,
}: BuyerPageProps) {
  const filter = { buyer: buyer.slug }
  const { partner } = buyer
  return (
    <Layout
      frame={frame}
      title={buyer.name}
      description={`Les consultations de ${buyer.name} et comment les suivre.`}
      thing={buyerThing(buyer, frame)}
      alternates={alternatesOf(filter, `Consultations de ${buyer.name}`)}
      current="acheteurs"
    >
      <div class="intro">
        <p class="back">
          <a href="/acheteurs">Tous les acheteurs</a>
        </p>
        <h1>{buyer.name}</h1>
        <p>
          {partner ? (
            <>
              <span class="tag tag-new">{partnerBadge(partner)}</span>
              {PARTNER_KIND_LABELS[partner.kind]}
            </>
          ) : (
            'Cet acheteur n’a pas signé le pacte : ses consultations sont relevées là où il les publie.'
          )}
        </p>
        {partner?.coverage && <p class="lead">{partner.coverage}</p>}
      </div>
      <div class="sheet-columns">
        <div class="sheet-aside">
          <Correspondent partner={partner} buyer={buyer.slug} />
          {!partner && (
            <p>
              <a href={askPath({ buyer: buyer.slug })}>{ASK_TITLE}</a>
            </p>
          )}
          <Meetings rencontres={rencontres} />
          <dl class="facts">
            <FactLine label="Territoire">{buyer.territory?.name}</FactLine>
            <FactLine label="SIRET">{buyer.siret}</FactLine>
            <FactLine label="Site">
              {partner?.website && <ExternalLink address={partner.website} />}
            </FactLine>
            <FactLine label="Profil d’acheteur">
              {partner?.buyerProfileUrl && <ExternalLink address={partner.buyerProfileUrl} />}
            </FactLine>
          </dl>
        </div>
        <section class="sheet-body" aria-labelledby="en-cours">
          <h2 id="en-cours">
            {open.length === 0
              ? 'Aucune consultation en cours'
              : plural(open.length, 'consultation en cours', 'consultations en cours')}
          </h2>
          <SubscribeLinks filter={filter} alerts={frame.alerts} title="S’abonner à cet acheteur" />
          <CardList>
            {open.map((consultation) => (
              <li>
                <ConsultationCard consultation={consultation} now={now} level={3} />
              </li>
            ))}
          </CardList>
          <p>
            <a href={`/?acheteur=${buyer.slug}&etat=toutes`}>
              Toutes ses consultations, terminées comprises
            </a>
          </p>
          <Practices practices={practices} today={today} />
          <Planned buyer={buyer} planned={planned} tradeLabel={tradeLabel} />
        </section>
      </div>
    </Layout>
  )
}

/** Where firms can meet it soon; nothing where that is nowhere. */
function Meetings({ rencontres }: Pick<BuyerPageProps, 'rencontres'>) {
  if (rencontres.length === 0) return null
  return (
    <section aria-labelledby="rencontrer">
      <h2 id="rencontrer">Le rencontrer</h2>
      <ul class="plain">
        {rencontres.map(({ slug, title, state, startsWall }) => (
          <li>
            <a href={`/rencontres/${slug}`}>{title}</a>, le {longDate(startsWall.slice(0, 10))}
            {state === 'called-off' && ' – annulée'}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Its « plan de charge »; nothing where it has told none. */
function Planned({
  buyer,
  planned,
  tradeLabel,
}: Pick<BuyerPageProps, 'buyer' | 'planned' | 'tradeLabel'>) {
  if (planned.length === 0) return null
  return (
    <section aria-labelledby="a-venir">
      <h2 id="a-venir">Plan de charge : ses achats à venir</h2>
      <p>{FORECAST_SENTENCE}</p>
      <CardList>
        {planned.map((purchase) => (
          <li>
            <PurchaseCard purchase={purchase} tradeLabel={tradeLabel} level={3} />
          </li>
        ))}
      </CardList>
      <p>
        <a href={`/programmation?acheteur=${buyer.slug}&statut=tous`}>
          Tout son programme, achats publiés et abandonnés compris
        </a>
        {' · '}
        <a href={programmeFeed({ board: { buyer: buyer.slug } }, 'rss')}>S’y abonner (RSS)</a>
      </p>
    </section>
  )
}

function Correspondent({ partner, buyer }: { partner: PartnerPage | null; buyer: string }) {
  if (!partner) return null
  const { correspondent } = partner
  return (
    <section aria-labelledby="correspondant">
      <h2 id="correspondant">Correspondant PME</h2>
      {correspondent ? (
        <>
          <p>{[correspondent.name, correspondent.function].filter(Boolean).join(', ')}</p>
          <Reach
            phones={correspondent.phones}
            email={correspondent.email}
            card={`/contacts/correspondants/${partner.slug}.vcf`}
            name={correspondent.name}
          />
        </>
      ) : (
        <p>à désigner</p>
      )}
      <p>
        <a href={`/contacts?acheteur=${partner.slug}&probleme=mediation`}>
          Qui peut m’aider avec cet acheteur
        </a>
        <br />
        <a href={askPath({ buyer })}>{ASK_TITLE}</a>
      </p>
    </section>
  )
}

function ExternalLink({ address }: { address: string }) {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return <>{address}</>
  return (
    <a href={url.href} rel="external">
      {url.host}
    </a>
  )
}

function partnerBadge({ signatorySince, signatoryUntil }: PartnerPage): string {
  if (!signatorySince) return 'Partenaire'
  return signatoryUntil
    ? `Signataire du ${shortDate(signatorySince)} au ${shortDate(signatoryUntil)}`
    : `Signataire depuis le ${shortDate(signatorySince)}`
}

function buyerThing({ name, slug, partner }: BuyerPage, frame: Frame): Thing {
  return {
    type: 'GovernmentOrganization',
    facts: {
      name,
      url: `${frame.baseUrl}/acheteurs/${slug}`,
      sameAs: partner?.website ?? null,
    },
  }
}
