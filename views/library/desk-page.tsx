import { itemPath } from '../../src/library/item-path.ts'
import type { ListedItem } from '../../src/library/list-items.ts'
import { longDate, plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Pager } from '../shared/pager.tsx'
import { ITEM_KIND_LABELS } from '../words/library.ts'

interface LibraryDeskPageProps {
  frame: Frame
  partner: { name: string; slug: string }
  base: string
  items: ListedItem[]
  previous: string | null
  next: string | null
  done: string | null
}

/** What a partner publishes in the library, in the order that it wants. */
export function LibraryDeskPage(props: LibraryDeskPageProps) {
  const { frame, partner, base, items, previous, next, done } = props
  return (
    <Layout frame={frame} title={`Bibliothèque – ${partner.name}`} current="aide">
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>Bibliothèque – {partner.name}</h1>
        {done && (
          <p class="note" role="status">
            {done}
          </p>
        )}
        <p>
          <a class="button" href={`${base}/document`}>
            Publier un document
          </a>{' '}
          <a class="button button-quiet" href={`${base}/pratique`}>
            Décrire une bonne pratique
          </a>
        </p>
        <p>
          <a href={`${base}/pratiques`}>Reprendre la pratique d’un autre acheteur</a> ·{' '}
          <a href={`/documents?partenaire=${partner.slug}`}>Notre page publique</a>
        </p>
        {items.length === 0 ? (
          <p>Rien n’est encore publié.</p>
        ) : (
          <>
            <h2>Ce que nous publions</h2>
            <p class="hint">Dans cet ordre sur la page de votre organisme.</p>
            <ul class="cards plain">
              {items.map((item) => (
                <DeskItem item={item} base={base} />
              ))}
            </ul>
          </>
        )}
        <Pager previous={previous} next={next} />
      </div>
    </Layout>
  )
}

function DeskItem({ item, base }: { item: ListedItem; base: string }) {
  const { id, kind, title, version, withdrawnAt, uses } = item
  return (
    <li>
      <article>
        <h3 class="card-title">
          <a href={`${base}/${id}`}>{title}</a>
        </h3>
        <p class="quiet">
          {[
            ITEM_KIND_LABELS[kind],
            version ? `version ${version.number} du ${longDate(version.datedOn)}` : null,
            withdrawnAt ? `retiré le ${longDate(withdrawnAt)}` : null,
            uses > 0 ? `repris par ${plural(uses, 'acheteur', 'acheteurs')}` : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        {withdrawnAt === null && (
          <form method="post" action={`${base}/${id}/ordre`} class="form-actions">
            <button type="submit" name="sens" value="haut" class="link">
              Monter<span class="unseen"> « {title} »</span>
            </button>
            <button type="submit" name="sens" value="bas" class="link">
              Descendre<span class="unseen"> « {title} »</span>
            </button>
            <a href={itemPath(item)}>
              Page publique<span class="unseen"> de « {title} »</span>
            </a>
          </form>
        )}
      </article>
    </li>
  )
}

interface UsesDeskPageProps {
  frame: Frame
  partner: { name: string }
  base: string
  practices: (ListedItem & { isUsed: boolean })[]
  previous: string | null
  next: string | null
  done: string | null
}

/** Practices of other partners, each with one click to say that it has been taken up. */
export function UsesDeskPage(props: UsesDeskPageProps) {
  const { frame, partner, base, practices, previous, next, done } = props
  const title = 'Pratiques des autres acheteurs'
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="aide"
      back={{ href: base, label: `Bibliothèque – ${partner.name}` }}
      done={done}
    >
      <p>
        Un clic suffit : {partner.name} apparaît sur la page de la pratique, et son auteur sait
        qu’elle sert.
      </p>
      {practices.length === 0 && <p>Aucune pratique d’un autre acheteur pour l’instant.</p>}
      <ul class="cards plain">
        {practices.map(({ id, slug, title: practice, partner: author, uses, isUsed }) => (
          <li>
            <article>
              <h2 class="card-title">
                <a href={`/documents/pratiques/${slug}`}>{practice}</a>
              </h2>
              <p class="quiet">
                {author.name}
                {uses > 0 && ` · repris par ${plural(uses, 'acheteur', 'acheteurs')}`}
              </p>
              <UseButton
                action={`${base}/pratiques/${id}/usage`}
                title={practice}
                isUsed={isUsed}
              />
            </article>
          </li>
        ))}
      </ul>
      <Pager previous={previous} next={next} />
    </InnerPage>
  )
}

/** « Nous utilisons » in one click, or no longer. */
export function UseButton({
  action,
  title,
  isUsed,
}: {
  action: string
  title: string
  isUsed: boolean
}) {
  return (
    <form method="post" action={action}>
      <p>
        {isUsed && <strong>Nous l’utilisons. </strong>}
        <button
          type="submit"
          name="usage"
          value={isUsed ? 'non' : 'oui'}
          class={isUsed ? 'link' : 'button button-quiet'}
        >
          {isUsed ? 'Nous ne l’utilisons plus' : 'Nous utilisons'}
          <span class="unseen"> : {title}</span>
        </button>
      </p>
    </form>
  )
}
