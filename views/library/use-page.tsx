import { itemPath } from '../../src/library/item-path.ts'
import type { LibraryItem } from '../../src/library/read-item.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { UseButton } from './desk-page.tsx'

interface UsePageProps {
  frame: Frame
  read: LibraryItem
  /** Partners for which the agent may say it. */
  partners: { slug: string; name: string }[]
}

/** Where an agent says that its partner has taken a practice up. */
export function UsePage({ frame, read, partners }: UsePageProps) {
  const { item, partner, users } = read
  const title = `Nous utilisons : ${item.title}`
  const others = partners.filter(({ slug }) => slug !== partner.slug)
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="aide"
      back={{ href: itemPath(item), label: item.title }}
    >
      {others.length === 0 && (
        <p>
          Votre rôle ne permet pas de le dire pour un autre organisme que l’auteur de la pratique.
          Le référent du pacte ou l’administrateur de votre organisme le peut.
        </p>
      )}
      {others.map(({ slug, name }) => (
        <section aria-labelledby={`p-${slug}`}>
          <h2 id={`p-${slug}`}>{name}</h2>
          <UseButton
            action={`/espace/${slug}/bibliotheque/pratiques/${item.id}/usage`}
            title={item.title}
            isUsed={users.some((user) => user.slug === slug)}
          />
        </section>
      ))}
    </InnerPage>
  )
}
