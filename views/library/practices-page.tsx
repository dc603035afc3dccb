import { type LibraryFilter, THEME_WORDS, THEMES } from '../../src/library/filter.ts'
import type { ListedItem } from '../../src/library/list-items.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Choice } from '../shared/choice.tsx'
import { SubmitButton } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { THEME_LABELS } from '../words/library.ts'
import { FollowLibrary, libraryAlternates } from './follow.tsx'
import { ItemCard } from './item-card.tsx'

interface PracticesPageProps {
  frame: Frame
  filter: LibraryFilter
  partners: { slug: string; name: string }[]
  items: ListedItem[]
  previous: string | null
  next: string | null
}

/** What buyers tell each other has worked. */
export function PracticesPage(props: PracticesPageProps) {
  const { frame, filter, partners, items, previous, next } = props
  const { q, theme, partner } = filter
  const title = 'Bonnes pratiques entre acheteurs'
  return (
    <Layout
      frame={frame}
      title={title}
      description="Ce qui a marché chez un acheteur public de l’Aude : le problème, ce qui a été fait, le texte à copier."
      alternates={libraryAlternates(filter, title)}
      current="aide"
    >
      <div class="intro">
        <p class="back">
          <a href="/documents">Documents et guides</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">
          Une page par pratique : le problème, ce qui a été fait, le texte à copier, et à qui
          demander.
        </p>
      </div>
      <form action="/documents/pratiques" class="filter filter-row" role="search">
        <p class="field">
          <label for="f-q">Mots</label>
          <input id="f-q" name="q" type="search" value={q ?? ''} maxlength={200} />
        </p>
        <Choice
          name="theme"
          label="Thème"
          any="Tous"
          options={THEMES.map((each) => ({ value: THEME_WORDS[each], label: THEME_LABELS[each] }))}
          selected={theme === null ? null : THEME_WORDS[theme]}
        />
        <Choice
          name="partenaire"
          label="Partenaire"
          any="Tous"
          options={partners.map(({ slug, name }) => ({ value: slug, label: name }))}
          selected={partner?.slug ?? null}
        />
        <SubmitButton>Filtrer</SubmitButton>
      </form>
      {items.length === 0 ? (
        <p class="empty" role="status">
          Aucune pratique ici pour l’instant.{' '}
          {filter.q !== null || theme !== null || partner !== null ? (
            <a href="/documents/pratiques">Voir toutes les pratiques</a>
          ) : (
            'Les partenaires en écrivent dans leur espace.'
          )}
        </p>
      ) : (
        <>
          <h2 class="unseen">Pratiques</h2>
          <ul class="cards plain">
            {items.map((item) => (
              <ItemCard item={item} />
            ))}
          </ul>
        </>
      )}
      <Pager previous={previous} next={next} />
      <FollowLibrary filter={filter} title="Suivre les bonnes pratiques" alerts={frame.alerts} />
    </Layout>
  )
}
