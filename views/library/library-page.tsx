import {
  KIND_WORDS,
  KINDS,
  type LibraryFilter,
  THEME_WORDS,
  THEMES,
} from '../../src/library/filter.ts'
import type { ListedItem } from '../../src/library/list-items.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Choice } from '../shared/choice.tsx'
import { SubmitButton } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'
import { FollowLibrary, libraryAlternates } from './follow.tsx'
import { ItemCard } from './item-card.tsx'

interface LibraryPageProps {
  frame: Frame
  filter: LibraryFilter
  partners: { slug: string; name: string }[]
  items: ListedItem[]
  /** Addresses, query string included. */
  previous: string | null
  next: string | null
}

/** What partners hand out, by kind, theme, partner and words; the guides first. */
export function LibraryPage({ frame, filter, partners, items, previous, next }: LibraryPageProps) {
  const { q, kind, theme, partner } = filter
  const isAsked = q !== null || kind !== null || theme !== null || partner !== null
  const title = 'Documents et guides'
  return (
    <Layout
      frame={frame}
      title={title}
      description="Guides, dépliants, chartes, modèles et bonnes pratiques des acheteurs publics et des chambres de l’Aude."
      alternates={libraryAlternates(filter, title)}
      current="aide"
    >
      <div class="intro">
        <h1>{title}</h1>
        <p class="lead">
          Ce que les collectivités et les chambres mettent à la disposition des entreprises et des
          acheteurs, avec ses versions. Rien n’est à remplir pour télécharger.
        </p>
      </div>
      {!isAsked && <Guides />}
      <form action="/documents" class="filter filter-row" role="search">
        <p class="field">
          <label for="f-q">Mots</label>
          <input id="f-q" name="q" type="search" value={q ?? ''} maxlength={200} />
        </p>
        <Choice
          name="nature"
          label="Nature"
          any="Toutes"
          options={KINDS.map((each) => ({
            value: KIND_WORDS[each],
            label: ITEM_KIND_LABELS[each],
          }))}
          selected={kind === null ? null : KIND_WORDS[kind]}
        />
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
      <section aria-labelledby="resultats">
        <h2 id="resultats">{isAsked ? 'Résultats' : 'Documents des partenaires'}</h2>
        {items.length === 0 ? (
          <Nothing isAsked={isAsked} />
        ) : (
          <>
            <p class="quiet">
              {partner === null
                ? 'Ce qui a paru ou changé en dernier d’abord.'
                : 'Dans l’ordre choisi par le partenaire.'}
            </p>
            <ul class="cards plain">
              {items.map((item) => (
                <ItemCard item={item} />
              ))}
            </ul>
          </>
        )}
      </section>
      <Pager previous={previous} next={next} />
      <FollowLibrary
        filter={filter}
        title={isAsked ? 'Suivre cette recherche' : 'Suivre les documents'}
        alerts={frame.alerts}
      />
    </Layout>
  )
}

/** What this site says by itself. */
function Guides() {
  return (
    <section class="intro prose" aria-labelledby="guides">
      <h2 id="guides">Guides pas à pas</h2>
      <ul>
        <li>
          <a href="/documents/guides/repondre">Comment répondre à une consultation</a> : de l’avis
          au dépôt, avec une liste de contrôle à imprimer.
        </li>
        <li>
          <a href="/documents/guides/se-grouper">Se grouper pour répondre</a> : répondre à plusieurs
          quand le marché est trop gros ou trop large pour une seule entreprise.
        </li>
        <li>
          <a href="/documents/pratiques">Bonnes pratiques entre acheteurs</a> : ce qui a marché,
          avec le texte à copier.
        </li>
      </ul>
    </section>
  )
}

function Nothing({ isAsked }: { isAsked: boolean }) {
  if (!isAsked)
    return (
      <p>Aucun document publié par les partenaires pour l’instant. Les guides sont ci-dessus.</p>
    )
  return (
    <div class="empty">
      <p>Aucun document ne répond à ces critères.</p>
      <ul>
        <li>
          <a href="/documents">Voir tous les documents</a>
        </li>
        <li>
          <a href="/documents/guides/repondre">Lire le guide pour répondre</a>
        </li>
      </ul>
    </div>
  )
}
