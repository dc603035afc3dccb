import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { actionChoices } from '../pact/actions/choices.ts'
import { actions } from '../pact/actions/schema.ts'
import { actionWord, type NewsAction, readNewsFilter } from './filter.ts'

/** What the words of an address ask of the pact's news, with what the database knows of them. */
export async function readNewsQuery(
  reader: Reader,
  query: URLSearchParams,
): Promise<ReturnType<typeof readNewsFilter>> {
  const action = await actionNamed(reader, actionWord(query))
  return readNewsFilter(query, { ...(await actionChoices(reader)), action })
}

async function actionNamed(reader: Reader, slug: string | null): Promise<NewsAction | null> {
  if (slug === null) return null
  const [found] = await reader
    .select({ id: actions.id, slug: actions.slug, title: actions.title })
    .from(actions)
    .where(eq(actions.slug, slug))
  return found ?? null
}
