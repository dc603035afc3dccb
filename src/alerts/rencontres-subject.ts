import { readRencontreQuery } from '../rencontres/asked.ts'
import { COMING, type RencontreFilter, rencontreQuery } from '../rencontres/filter.ts'
import { type RencontreNews, rencontreNewsWithin } from '../rencontres/list.ts'
import { rencontreNews } from '../rencontres/schema.ts'
import type { Subject } from './followed.ts'

/** Meetings of buyers and firms: what their feeds tell, whether a meeting is over or not. */
export const rencontresSubject: Subject<RencontreFilter, RencontreNews> = {
  name: 'rencontres',
  numbers: rencontreNews.id,
  async read(deps, query) {
    const read = await readRencontreQuery(deps, new URLSearchParams(query))
    return read.ok ? { ...read.filter, when: COMING.when } : null
  },
  write: rencontreQuery,
  news: ({ db }, asked, span, most) => rencontreNewsWithin(db, asked, span, most),
}
