import { canonicalQuery, type Filter } from '../../src/consultations/filter.ts'
import { type Asked, withoutField } from '../words/query.ts'

/** What is asked, each with a link that no longer asks it. */
export function ActiveFilters({ filter, asked }: { filter: Filter; asked: Asked[] }) {
  if (asked.length === 0) return null
  return (
    <ul class="active" aria-label="Filtres posés">
      {asked.map(({ field, text }) => (
        <li>
          <a href={`/${canonicalQuery(withoutField(filter, field))}`}>
            <span class="unseen">Retirer : </span>
            {text}
            <span class="cross" aria-hidden="true">
              ×
            </span>
          </a>
        </li>
      ))}
      {asked.length > 1 && (
        <li>
          <a class="all" href="/">
            Tout retirer
          </a>
        </li>
      )}
    </ul>
  )
}
