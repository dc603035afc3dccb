import { itemPath } from '../../src/library/item-path.ts'
import type { ListedItem } from '../../src/library/list-items.ts'
import { longDate, plural } from '../format.ts'
import { ITEM_KIND_LABELS } from '../words/library.ts'
import { Files } from './files.tsx'

/** An item in a list: what it is, whose, of when, and what to download. */
export function ItemCard({ item }: { item: ListedItem }) {
  const { kind, title, summary, partner, version, uses } = item
  return (
    <li>
      <article>
        <h3 class="card-title">
          <a href={itemPath(item)}>{title}</a>
        </h3>
        <p class="quiet">
          {[
            ITEM_KIND_LABELS[kind],
            partner.name,
            version === null ? null : longDate(version.datedOn),
            version !== null && version.number > 1 ? `version ${version.number}` : null,
            uses > 0 ? `repris par ${plural(uses, 'acheteur', 'acheteurs')}` : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        <p>{summary}</p>
        {version && <Files files={version.files} />}
      </article>
    </li>
  )
}
