import { KIND_WORDS, THEME_WORDS } from '../../src/library/filter.ts'
import type { LibraryItem } from '../../src/library/read-item.ts'
import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'

interface WithdrawnPageProps {
  frame: Frame
  read: LibraryItem
  at: Date
  reason: string
  /** The page of the item, where it stands and one version of it was withdrawn. */
  standing: string | null
}

/** What stood here, why it does no longer, and where to go (status 410). */
export function WithdrawnPage({ frame, read, at, reason, standing }: WithdrawnPageProps) {
  const { item, partner } = read
  return (
    <Layout frame={frame} title={`Retiré : ${item.title}`} current="aide">
      <div class="prose">
        <h1>Retiré : {item.title}</h1>
        <p>
          {partner.name} a retiré {standing === null ? 'ce document' : 'cette version'} le{' '}
          {longDate(at)}.
        </p>
        <p class="note as-written">Motif : {reason}</p>
        <h2>Où aller maintenant</h2>
        <ul>
          {standing !== null && (
            <li>
              <a href={standing}>Lire la version en cours</a>
            </li>
          )}
          <li>
            <a href={`/documents?theme=${THEME_WORDS[item.theme]}`}>
              Documents sur le même thème : {THEME_LABELS[item.theme]}
            </a>
          </li>
          <li>
            <a href={`/documents?nature=${KIND_WORDS[item.kind]}`}>
              Documents de même nature : {ITEM_KIND_LABELS[item.kind]}
            </a>
          </li>
          <li>
            <a href={`/documents?partenaire=${partner.slug}`}>Tout ce que publie {partner.name}</a>
          </li>
        </ul>
      </div>
    </Layout>
  )
}
