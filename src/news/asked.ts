import type { AddressWords } from '../../views/pages/unknown-filter-page.tsx'
import { eq } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import { actionChoices } from '../pact/actions/choices.ts'
import { actions } from '../pact/actions/schema.ts'
import {
  actionWord,
  type NewsAction,
  type NewsFilter,
  newsQuery,
  readNewsFilter,
} from './filter.ts'

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
  const asked = new URLSearchParams(given)
  const action = await actionNamed(db, actionWord(asked))
  const read = readNewsFilter(asked, { ...(await actionChoices(db)), action })
  if (!read.ok) return { ok: false, answer: wrongFilterPage(c, path, read.problems, words) }
  const query = newsQuery(read.filter)
  if (query !== given) return { ok: false, answer: c.redirect(path + query, 301) }
  return { ok: true, filter: read.filter }
}

async function actionNamed(db: Db, slug: string | null): Promise<NewsAction | null> {
  if (slug === null) return null
  const [found] = await db
    .select({ id: actions.id, slug: actions.slug, title: actions.title })
    .from(actions)
    .where(eq(actions.slug, slug))
  return found ?? null
}
