import type { AddressWords } from '../../views/http/unknown-filter-page.tsx'
import type { Cursor, FilterProblem } from '../consultations/filter.ts'
import { currentLists, type Lists } from '../consultations/lists.ts'
import { resolveFilter } from '../consultations/matching.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import { programmeQuery, readProgrammeFilter } from './filter.ts'
import type { ResolvedProgramme } from './matching.ts'

export type AskedOfProgramme =
  | { ok: true; asked: ResolvedProgramme; cursor: Cursor | null; lists: Lists; query: string }
  | { ok: false; answer: Response }

/**
 * What an address asks of the programme, or the answer that it gets instead: 400 with the values that there are, in the
 * words of views, or 301 to the one spelling of the same question.
 */
export async function askedOfProgramme(
  c: GuichetContext,
  path: string,
  words: AddressWords,
): Promise<AskedOfProgramme> {
  const given = new URL(c.req.url).search
  const read = readProgrammeFilter(new URLSearchParams(given))
  if (!read.ok) return wrong(c, path, read.problems, words)
  const lists = await currentLists(c.var.deps)
  const resolution = await resolveFilter(c.var.deps.db, read.filter.board, lists)
  if (!resolution.ok) return wrong(c, path, resolution.problems, words)
  const { resolved } = resolution
  const filter = { ...read.filter, board: resolved.filter }
  const query = programmeQuery(filter, read.cursor)
  if (query !== given) return { ok: false, answer: c.redirect(path + query, 301) }
  return { ok: true, asked: { filter, resolved }, cursor: read.cursor, lists, query }
}

function wrong(
  c: GuichetContext,
  path: string,
  problems: FilterProblem[],
  words: AddressWords,
): AskedOfProgramme {
  return { ok: false, answer: wrongFilterPage(c, path, problems, words) }
}
