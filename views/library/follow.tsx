import { type LibraryFilter, libraryQuery } from '../../src/library/filter.ts'
import type { Alternate } from '../feeds/alternates.ts'

/** The feeds of what a page of the library shows. Addresses, no account. */
export function FollowLibrary({ filter, title }: { filter: LibraryFilter; title: string }) {
  const query = libraryQuery(filter)
  return (
    <section class="subscribe" aria-labelledby="suivre">
      <h2 id="suivre">{title}</h2>
      <p class="hint">
        Une adresse à ajouter à votre lecteur de flux : chaque nouveau document et chaque nouvelle
        version y paraît. Sans compte, sans adresse électronique.
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
