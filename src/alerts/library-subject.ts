import { type LibraryFilter, libraryQuery, readLibraryFilter } from '../library/filter.ts'
import { type LibraryNews, libraryNewsWithin } from '../library/news.ts'
import { publishers } from '../library/publishers.ts'
import { libraryNews } from '../library/schema.ts'
import type { Subject } from './followed.ts'

/** The library: what its feeds tell. */
export const librarySubject: Subject<LibraryFilter, LibraryNews> = {
  name: 'documents',
  numbers: libraryNews.id,
  async read({ db }, query) {
    const read = readLibraryFilter(new URLSearchParams(query), await publishers(db))
    return read.ok ? read.filter : null
  },
  write: libraryQuery,
  news: ({ db }, asked, span, most) => libraryNewsWithin(db, asked, span, most),
}
