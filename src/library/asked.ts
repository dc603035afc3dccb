import type { AddressWords } from '../../views/http/unknown-filter-page.tsx'
import type { Cursor } from '../consultations/filter.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import { type LibraryFilter, libraryQuery, readLibraryFilter } from './filter.ts'
import { publishers } from './publishers.ts'

export type AskedLibrary =
  | {
      ok: true
      filter: LibraryFilter
      cursor: Cursor | null
      partners: { id: number; slug: string; name: string }[]
    }
  | { ok: false; answer: Response }

/**
 * What an address of the library asks, or the answer that it gets instead: 400 with the values that there are, in the
 * words of views, or 301 to the one spelling of the same question. Feeds have no pages.
 */
export async function askedLibrary(
  c: GuichetContext,
  path: string,
  words: AddressWords,
  reads: 'page' | 'feed' = 'page',
): Promise<AskedLibrary> {
  const given = new URL(c.req.url).search
  const partners = await publishers(c.var.deps.db)
  const read = readLibraryFilter(new URLSearchParams(given), partners)
  if (!read.ok) return { ok: false, answer: wrongFilterPage(c, path, read.problems, words) }
  const cursor = reads === 'page' ? read.cursor : null
  const query = libraryQuery(read.filter, cursor)
  if (query !== given) return { ok: false, answer: c.redirect(path + query, 301) }
  return { ok: true, filter: read.filter, cursor, partners }
}
