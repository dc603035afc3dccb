import { canonicalQuery, type Filter, forSubscription } from '../../src/consultations/filter.ts'
import { AlertForm } from '../alerts/alert-form.tsx'
import { feedAddress, type FeedFormat } from '../feeds/alternates.ts'
import { lowerFirst } from '../format.ts'
import { QUERY_WORDS } from '../words/query.ts'

export const OTHER_FORMATS: { format: FeedFormat; label: string }[] = [
  { format: 'atom', label: 'Atom' },
  { format: 'json', label: 'JSON Feed' },
  { format: 'csv', label: 'Tableau (CSV)' },
]

interface SubscribeLinksProps {
  filter: Filter
  title: string
  /** This instance sends alerts by mail. */
  alerts: boolean
}

/** « S'abonner à cette recherche »: RSS, calendar and mail first, the rest folded. */
export function SubscribeLinks({ filter, title, alerts }: SubscribeLinksProps) {
  const dropped = droppedWords(filter)
  return (
    <section class="subscribe" aria-labelledby="abonnement">
      <h2 id="abonnement">
        <a href={`/flux${canonicalQuery(forSubscription(filter))}`}>{title}</a>
      </h2>
      {dropped && (
        <p class="hint">
          L’abonnement garde vos autres critères, mais pas « {dropped} » : vous recevrez chaque
          consultation dès sa parution.
        </p>
      )}
      <ul class="inline">
        <li>
          <a class="button button-quiet" href={feedAddress(filter, 'rss')}>
            RSS
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={feedAddress(filter, 'ics')}>
            Agenda
          </a>
        </li>
        <li>
          <details id="autres-formats">
            <summary>Autres formats</summary>
            <ul class="inline">
              {OTHER_FORMATS.map(({ format, label }) => (
                <li>
                  <a href={feedAddress(filter, format)}>{label}</a>
                </li>
              ))}
            </ul>
          </details>
        </li>
      </ul>
      {alerts && (
        <details id="par-courriel">
          <summary>Par e-mail</summary>
          <AlertForm subject="consultations" query={canonicalQuery(forSubscription(filter))} />
        </details>
      )}
    </section>
  )
}

/** What a subscription does not keep, in words; null: it keeps everything. */
function droppedWords({ closingWithin }: Filter): string | null {
  const words = QUERY_WORDS['echeance']?.values?.[String(closingWithin)]
  return words ? lowerFirst(words) : null
}
