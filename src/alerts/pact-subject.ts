import { type NewsFilter, newsQuery } from '../news/filter.ts'
import { type News, newsWithin } from '../news/news.ts'
import { readNewsQuery } from '../news/read-query.ts'
import { pactVersions } from '../pact/schema.ts'
import type { Subject } from './followed.ts'

/** The pact: what its feeds tell. */
export const pactSubject: Subject<NewsFilter, News> = {
  name: 'pacte',
  numbers: pactVersions.id,
  async read({ db }, query) {
    const read = await readNewsQuery(db, new URLSearchParams(query))
    return read.ok ? read.filter : null
  },
  write: newsQuery,
  news: ({ db, now }, asked, span, most) => newsWithin(db, asked, now(), span, most),
}
