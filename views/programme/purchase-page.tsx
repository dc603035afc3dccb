import type { HistoryLine } from '../../src/programme/events.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import { longDate, upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ContactLines } from '../shared/contact-lines.tsx'
import { CATEGORY_LABELS } from '../words/categories.ts'
import {
  amountOrUnknown,
  atQuarter,
  changeText,
  EVENT_LABELS,
  FORECAST_SENTENCE,
  movedText,
  standingText,
  UNKNOWN,
} from '../words/programme.ts'
import { programmeAlternates } from './addresses.ts'
import { tradesText } from './card.tsx'

interface PurchasePageProps {
  frame: Frame
  purchase: ListedPurchase
  history: HistoryLine[]
  tradeLabel: (slug: string) => string
}

/** A planned purchase: when it is expected, what is known of it, and what became of it. */
export function PurchasePage({ frame, purchase, history, tradeLabel }: PurchasePageProps) {
  const { facts, buyer, demonstration } = purchase
  const moved = movedText(purchase)
  return (
    <Layout
      frame={frame}
      title={`${facts.object} – ${buyer.name}`}
      description={`Achat à venir de ${buyer.name} : ${facts.object}. ${FORECAST_SENTENCE}`}
      alternates={programmeAlternates(
        { board: { buyer: buyer.slug } },
        `Achats à venir de ${buyer.name}`,
      )}
      current="programmation"
    >
      <article class="sheet">
        <div class="intro">
          <p class="back">
            <a href="/programmation">Tous les achats à venir</a>
          </p>
          <h1>{facts.object}</h1>
          <p class="sheet-buyer">
            <a href={`/acheteurs/${buyer.slug}`}>{buyer.name}</a> · {standingText(purchase)}{' '}
            {demonstration && <span class="tag tag-demonstration">Démonstration</span>}
          </p>
        </div>
        <div class="prose">
          <Outcome purchase={purchase} />
          <p class="note">
            <strong>{FORECAST_SENTENCE}</strong>
            {purchase.status === 'waiting' &&
              ' L’objet, le montant et la date peuvent changer ; seule la consultation, quand elle paraîtra, fera foi.'}
          </p>
          <section aria-labelledby="prevu">
            <h2 id="prevu">Ce que l’acheteur prévoit</h2>
            <dl class="facts">
              <Fact label="Consultation attendue">
                {upperFirst(atQuarter(facts))}
                {facts.quarter === null && `, trimestre ${UNKNOWN}`}
                {moved && ` (${moved})`}
              </Fact>
              <Fact label="Type">{facts.category ? CATEGORY_LABELS[facts.category] : UNKNOWN}</Fact>
              <Fact label="Métier">{upperFirst(tradesText(purchase, tradeLabel))}</Fact>
              <Fact label="Code CPV">{facts.cpv.length > 0 ? facts.cpv.join(', ') : UNKNOWN}</Fact>
              <Fact label="Montant estimé">{upperFirst(amountOrUnknown(facts))}</Fact>
              <Fact label="Lieu">{facts.place?.name ?? UNKNOWN}</Fact>
              {facts.description !== '' && (
                <Fact label="Précisions">
                  <span class="as-written">{facts.description}</span>
                </Fact>
              )}
            </dl>
          </section>
          <section aria-labelledby="contact">
            <h2 id="contact">À qui demander</h2>
            {facts.contact ? (
              <ContactLines contact={facts.contact} />
            ) : (
              <p>
                Contact {UNKNOWN} : voir{' '}
                <a href={`/acheteurs/${buyer.slug}`}>la page de l’acheteur</a>
              </p>
            )}
          </section>
          <section aria-labelledby="historique">
            <h2 id="historique">Historique</h2>
            <ol class="plain">
              {history.map(({ kind, at, changes, reason }) => (
                <li>
                  <strong>{EVENT_LABELS[kind]}</strong> le {longDate(at)}
                  {reason !== '' && ` – motif : ${reason}`}
                  {changes.length > 0 && (
                    <ul>
                      {changes.map((change) => (
                        <li>{changeText(change, tradeLabel)}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ol>
          </section>
          <p>
            <a href={`/programmation/${purchase.id}/ocds.json`}>Ces données au format OCDS</a>
          </p>
        </div>
      </article>
    </Layout>
  )
}

function Fact({ label, children }: { label: string; children: unknown }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The consultation that came of it, that it was dropped, or that its quarter has passed. */
function Outcome({ purchase }: { purchase: ListedPurchase }) {
  const { became, status, droppedAt, droppedReason, late, facts } = purchase
  if (became)
    return (
      <p class="note">
        <strong>Devenu :</strong> <a href={became.path}>{became.title}</a>, publiée le{' '}
        {longDate(became.publishedAt)}
      </p>
    )
  if (status === 'dropped')
    return (
      <p class="note">
        <strong>Abandonné</strong>
        {droppedAt && ` le ${longDate(droppedAt)}`}
        {droppedReason !== '' && ` : ${droppedReason}`}
      </p>
    )
  return late ? (
    <p class="note">
      <strong>{upperFirst(`attendu ${atQuarter(facts)}, pas encore publié.`)}</strong>
    </p>
  ) : null
}
