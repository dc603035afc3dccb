import { type NewsFilter, newsQuery } from '../../src/news/filter.ts'
import type { Alternate } from '../feeds/alternates.ts'

/** « Suivre »: the feeds and the calendar of what a page tells. Addresses, no account. */
export function Follow({ filter, title }: { filter: NewsFilter; title: string }) {
  const query = newsQuery(filter)
  const dated = isDated(filter)
  return (
    <section class="subscribe" aria-labelledby="suivre">
      <h2 id="suivre">{title}</h2>
      <p class="hint">
        Une adresse à ajouter à votre lecteur de flux{dated && ' ou à votre agenda'} : sans compte,
        sans adresse électronique.
      </p>
      <ul class="inline">
        <li>
          <a class="button button-quiet" href={`/pacte.rss${query}`}>
            RSS
          </a>
        </li>
        {dated && (
          <li>
            <a class="button button-quiet" href={`/pacte.ics${query}`}>
              Agenda
            </a>
          </li>
        )}
        <li>
          <a href={`/pacte.atom${query}`}>Atom</a>
        </li>
        <li>
          <a href={`/pacte.json${query}`}>JSON Feed</a>
        </li>
        <li>
          <a href={`/alertes/pacte${query}`}>Par e-mail</a>
        </li>
        {dated && (
          <li>
            <a href={`/pacte/calendrier${query}`}>Voir les dates</a>
          </li>
        )}
      </ul>
    </section>
  )
}

/** What such a page announces to feed readers. */
export function newsAlternates(filter: NewsFilter, title: string): Alternate[] {
  const query = newsQuery(filter)
  return [
    { type: 'application/rss+xml', title: `${title} (RSS)`, href: `/pacte.rss${query}` },
    { type: 'application/atom+xml', title: `${title} (Atom)`, href: `/pacte.atom${query}` },
    { type: 'application/feed+json', title: `${title} (JSON)`, href: `/pacte.json${query}` },
    ...(isDated(filter)
      ? [{ type: 'text/calendar', title: `${title} (agenda)`, href: `/pacte.ics${query}` }]
      : []),
  ]
}

/** Answers to commitments and groups have no dates of their own. */
function isDated({ subject }: NewsFilter): boolean {
  return subject !== 'commitments' && subject !== 'groups'
}
