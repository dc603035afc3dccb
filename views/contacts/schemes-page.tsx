import type { SchemeTheme } from '../../src/contacts/schema.ts'
import type { SchemeRow } from '../../src/contacts/schemes.ts'
import { THEME_WORDS } from '../../src/contacts/words.ts'
import { isFresh } from '../../src/contacts/freshness.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { Choice } from '../shared/choice.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { THEME_LABELS, THEME_OPTIONS } from '../words/contacts.ts'
import { contactAlternates, FollowContacts } from './follow.tsx'

interface SchemesPageProps {
  frame: Frame
  theme: SchemeTheme | null
  schemes: SchemeRow[]
  next: string | null
  today: string
}

/** Support schemes, one short sheet each. */
export function SchemesPage({ frame, theme, schemes, next, today }: SchemesPageProps) {
  const title = 'Aides et dispositifs'
  return (
    <InnerPage
      frame={frame}
      title={title}
      description="Avances, paiement, innovation, financement, entreprises en difficulté : une fiche courte, datée et sourcée par dispositif."
      alternates={contactAlternates()}
      current="aide"
      back={{ href: '/contacts', label: 'Qui peut m’aider ?' }}
    >
      <p class="lead">Une fiche courte par dispositif : pour qui, combien, comment.</p>
      <form action="/contacts/aides" role="search">
        <div class="filter-row">
          <Choice
            name="theme"
            label="Thème"
            any="Tous les thèmes"
            options={THEME_OPTIONS}
            selected={theme === null ? null : THEME_WORDS[theme]}
          />
          <SubmitLine>Filtrer</SubmitLine>
        </div>
      </form>
      {schemes.length === 0 ? (
        <p>
          Aucune fiche sur ce thème. <a href="/contacts/aides">Voir toutes les fiches</a> ou{' '}
          <a href="/contacts">demander à quelqu’un</a>
        </p>
      ) : (
        <ul class="cards plain">
          {schemes.map((scheme) => (
            <li>
              <article>
                <h2 class="card-title">
                  <a href={`/contacts/aides/${scheme.slug}`}>{scheme.title}</a>
                </h2>
                <p>
                  <span class="tag">{THEME_LABELS[scheme.theme]}</span>{' '}
                  {!isFresh(scheme.checkedOn, today) && <span class="tag">À vérifier</span>}
                  {scheme.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
                </p>
                <p>{scheme.what}</p>
              </article>
            </li>
          ))}
        </ul>
      )}
      <Pager previous={null} next={next} />
      <FollowContacts />
    </InnerPage>
  )
}
