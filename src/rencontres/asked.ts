import { eq } from 'drizzle-orm'
import type { AddressWords } from '../../views/http/unknown-filter-page.tsx'
import { currentLists } from '../consultations/lists.ts'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import type { InstantCursor } from '../http/instant-cursor.ts'
import { buyers, partners } from '../partners/schema.ts'
import { type RencontreFilter, readRencontreFilter, rencontreQuery } from './filter.ts'

type Asked =
  | { ok: true; filter: RencontreFilter; cursor: InstantCursor | null }
  | { ok: false; answer: Response }

/**
 * What an address of the list, the feeds or the calendar asks, or the answer that it gets instead: 400 with the values
 * that there are, in the words of views, or 301 to the one spelling of the same question.
 */
export async function askedRencontres(
  c: GuichetContext,
  path: string,
  words: AddressWords,
): Promise<Asked> {
  const given = new URL(c.req.url).search
  const read = await readRencontreQuery(c.var.deps, new URLSearchParams(given))
  if (!read.ok) return { ok: false, answer: wrongFilterPage(c, path, read.problems, words) }
  const canonical = rencontreQuery(read.filter, read.cursor)
  if (canonical !== given) return { ok: false, answer: c.redirect(path + canonical, 301) }
  return read
}

/** What the words of a query ask, looked up. */
export async function readRencontreQuery(
  deps: Pick<Deps, 'db' | 'keep' | 'now'>,
  query: URLSearchParams,
): Promise<ReturnType<typeof readRencontreFilter>> {
  const { trades } = await currentLists(deps)
  return readRencontreFilter(query, {
    trades: trades.map(({ slug, label }) => ({ slug, name: label })),
    buyer: await named(deps.db, buyers, query.get('acheteur')),
    organiser: await named(deps.db, partners, query.get('organisateur')),
  })
}

async function named(
  reader: Reader,
  table: typeof buyers | typeof partners,
  word: string | null,
): Promise<{ id: number; slug: string; name: string } | null> {
  const slug = (word ?? '').replaceAll('\0', '').trim()
  if (slug === '') return null
  const [found] = await reader
    .select({ id: table.id, slug: table.slug, name: table.name })
    .from(table)
    .where(eq(table.slug, slug))
  return found ?? null
}
