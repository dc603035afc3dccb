import { canonicalQuery, type Filter } from '../../src/consultations/filter.ts'
import { AskedList } from '../shared/search-form.tsx'
import { type Asked, withoutField } from '../words/query.ts'

interface ActiveFiltersProps {
  filter: Filter
  asked: Asked[]
  /** Path of the page that asks. */
  page: string
}

/** What is asked, each with a link that no longer asks it. */
export function ActiveFilters({ filter, asked, page }: ActiveFiltersProps) {
  const links = asked.map(({ field, text }) => ({
    text,
    without: page + canonicalQuery(withoutField(filter, field)),
  }))
  return <AskedList asked={links} page={page} />
}
