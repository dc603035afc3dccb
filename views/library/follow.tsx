import { type LibraryFilter, libraryQuery } from '../../src/library/filter.ts'
import type { Alternate } from '../feeds/alternates.ts'

interface FollowLibraryProps {
  filter: LibraryFilter
  title: string
  /** This instance sends alerts by mail. */
  alerts: boolean
}

/** How to follow what a page of the library shows: addresses, or messages; no account. */
export function FollowLibrary({ filter, title, alerts }: FollowLibraryProps) {
  const query = libraryQuery(filter)
  return (
    <section class="subscribe" aria-labelledby="suivre">
      <h2 id="suivre">{title}</h2>
      <p class="hint">
        Une adresse à ajouter à votre lecteur de flux : chaque nouveau document, chaque nouvelle
        version et chaque retrait y paraissent. Sans compte, sans adresse électronique.
      </p>
      <ul class="inline">
        <li>
          <a class="button button-quiet" href={`/documents.rss${query}`}>
            RSS
          </a>
        </li>
        <li>
          <a href={`/documents.atom${query}`}>Atom</a>
        </li>
        <li>
          <a href={`/documents.json${query}`}>JSON Feed</a>
        </li>
        {alerts && (
          <li>
            <a href={`/alertes/documents${query}`}>Par e-mail</a>
          </li>
        )}
      </ul>
    </section>
  )
}

/** What such a page announces to feed readers. */
export function libraryAlternates(filter: LibraryFilter, title: string): Alternate[] {
  const query = libraryQuery(filter)
  return [
    { type: 'application/rss+xml', title: `${title} (RSS)`, href: `/documents.rss${query}` },
    { type: 'application/atom+xml', title: `${title} (Atom)`, href: `/documents.atom${query}` },
    { type: 'application/feed+json', title: `${title} (JSON)`, href: `/documents.json${query}` },
  ]
}
