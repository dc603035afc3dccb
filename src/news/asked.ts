import type { AddressWords } from '../../views/http/unknown-filter-page.tsx'
import { wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import { type NewsFilter, newsQuery } from './filter.ts'
import { readNewsQuery } from './read-query.ts'

/**
 * What an address of the pact's feeds or calendar asks, or the answer that it gets instead: 400 with the values that
 * there are, in the words of views, or 301 to the one spelling of the same question.
 */
export async function askedNews(
  c: GuichetContext,
  path: string,
  words: AddressWords,
): Promise<{ ok: true; filter: NewsFilter } | { ok: false; answer: Response }> {
  const given = new URL(c.req.url).search
  const { db } = c.var.deps
  const read = await readNewsQuery(db, new URLSearchParams(given))
  if (!read.ok) return { ok: false, answer: wrongFilterPage(c, path, read.problems, words) }
  const query = newsQuery(read.filter)
  if (query !== given) return { ok: false, answer: c.redirect(path + query, 301) }
  return { ok: true, filter: read.filter }
}
