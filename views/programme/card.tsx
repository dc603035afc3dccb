import type { ListedPurchase } from '../../src/programme/listed.ts'
import { lowerFirst, upperFirst } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { amountOrUnknown, atQuarter, quarterText, UNKNOWN } from '../words/programme.ts'

interface PurchaseCardProps {
  purchase: ListedPurchase
  tradeLabel: (slug: string) => string
  level?: 2 | 3
}

/** One planned purchase in a list: when first, then what, who and how much. */
export function PurchaseCard({ purchase, tradeLabel, level = 2 }: PurchaseCardProps) {
  const { path, facts, buyer, demonstration } = purchase
  const Heading = level === 2 ? 'h2' : 'h3'
  const kind = facts.category ? lowerFirst(CATEGORY_LABELS[facts.category]) : `type ${UNKNOWN}`
  return (
    <article class="card">
      <p class="card-deadline">
        <When purchase={purchase} />
      </p>
      <div class="card-body">
        <Heading class="card-title">
          <a href={path}>{facts.object}</a>{' '}
          {demonstration && <span class="tag tag-demonstration">Démonstration</span>}
        </Heading>
        <p>
          {buyer.name} · {kind}, {facts.place?.name ?? `lieu ${UNKNOWN}`}
        </p>
        <p>{amountOrUnknown(facts)}</p>
        <p class="card-hint">{tradesText(purchase, tradeLabel)}</p>
      </div>
    </article>
  )
}

function When({ purchase: { status, late, facts, became } }: { purchase: ListedPurchase }) {
  if (status === 'dropped')
    return (
      <>
        <strong>Abandonné</strong> <span class="card-left">prévu {atQuarter(facts)}</span>
      </>
    )
  if (became)
    return (
      <>
        <strong>Publié</strong>{' '}
        <span class="card-left">
          <a href={became.path}>voir la consultation</a>
        </span>
      </>
    )
  return (
    <>
      <span class="card-before">
        {upperFirst(`attendu ${facts.quarter === null ? 'en' : 'au'}`)}
      </span>{' '}
      <strong>{quarterText(facts)}</strong>{' '}
      {facts.quarter === null && <span class="card-doubt">trimestre {UNKNOWN}</span>}{' '}
      {late && <span class="card-doubt">pas encore publié</span>}
    </>
  )
}

/** « Électricité (déduit de l’objet) », or that it is not known. */
export function tradesText(
  { trades, tradesDeduced }: ListedPurchase,
  tradeLabel: (slug: string) => string,
): string {
  if (trades.length === 0) return 'métier non déterminé'
  return trades.map(tradeLabel).join(', ') + (tradesDeduced ? ' (déduit de l’objet)' : '')
}
