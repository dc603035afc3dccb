import { canonicalQuery, type Filter, forSubscription } from '../../src/consultations/filter.ts'
import { feedAddress, type FeedFormat } from '../feeds/alternates.ts'

export const OTHER_FORMATS: { format: FeedFormat; label: string }[] = [
  { format: 'atom', label: 'Atom' },
  { format: 'json', label: 'JSON Feed' },
  { format: 'csv', label: 'Tableau (CSV)' },
]

/** « S'abonner à cette recherche »: RSS and calendar first, the rest folded. */
export function SubscribeLinks({ filter, title }: { filter: Filter; title: string }) {
  return (
    <section class="subscribe" aria-labelledby="abonnement">
      <h2 id="abonnement">
        <a href={`/flux${canonicalQuery(forSubscription(filter))}`}>{title}</a>
      </h2>
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
          <details class="formats" id="autres-formats">
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
    </section>
  )
}
