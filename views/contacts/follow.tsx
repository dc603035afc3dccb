import type { Alternate } from '../feeds/alternates.ts'

const TITLE = 'Contacts et aides'

/** The feeds of what changes among contacts and sheets. */
export function FollowContacts() {
  return (
    <section class="subscribe" aria-labelledby="suivre">
      <h2 id="suivre">Suivre les contacts et les aides</h2>
      <p class="hint">
        Une adresse à ajouter à votre lecteur de flux : sans compte, sans adresse électronique.
      </p>
      <ul class="inline">
        <li>
          <a class="button button-quiet" href="/contacts.rss">
            RSS
          </a>
        </li>
        <li>
          <a href="/contacts.atom">Atom</a>
        </li>
        <li>
          <a href="/contacts.json">JSON Feed</a>
        </li>
      </ul>
    </section>
  )
}

/** What pages of contacts announce to feed readers. */
export function contactAlternates(): Alternate[] {
  return [
    { type: 'application/rss+xml', title: `${TITLE} (RSS)`, href: '/contacts.rss' },
    { type: 'application/atom+xml', title: `${TITLE} (Atom)`, href: '/contacts.atom' },
    { type: 'application/feed+json', title: `${TITLE} (JSON)`, href: '/contacts.json' },
  ]
}
