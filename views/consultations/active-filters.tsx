import { canonicalQuery, type Filter } from '../../src/consultations/filter.ts'
import { type Asked, withoutField } from '../words/query.ts'

interface ActiveFiltersProps {
  filter: Filter
  asked: Asked[]
  /** Path of the page that asks. */
  page: string
}

/** What is asked, each with a link that no longer asks it. */
export function ActiveFilters({ filter, asked, page }: ActiveFiltersProps) {
  if (asked.length === 0) return null
  return (
    <ul class="active" aria-label="Filtres posés">
      {asked.map(({ field, text }) => (
        <li>
          <a href={`${page}${canonicalQuery(withoutField(filter, field))}`}>
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
          <a class="all" href={page}>
            Tout retirer
          </a>
        </li>
      )}
    </ul>
  )
}
