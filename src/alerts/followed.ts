import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { AlertNews, AlertWords, SubjectWords } from '../../views/mail/alert-words.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Span } from '../consultations/notices.ts'
import type { Deps } from '../deps.ts'
import { boardSubject } from './board-subject.ts'
import { librarySubject } from './library-subject.ts'
import { pactSubject } from './pact-subject.ts'
import { programmeSubject } from './programme-subject.ts'
import { rencontresSubject } from './rencontres-subject.ts'

/** What reading news needs. */
export type FollowDeps = Pick<Deps, 'db' | 'now' | 'keep' | 'config'>

/** A kind of news, as the database knows it: `Asked` is what a filter asks, `News` one piece. */
export interface Subject<Asked, News extends { id: number }> {
  /** Its word in addresses and in the database: never changes. */
  name: string
  /** The column of the numbers of its news: each new piece has a higher one, and none changes. */
  numbers: AnyPgColumn
  /** What a query asks, without what a subscription does not keep; null where it asks for nothing that there is. */
  read(deps: FollowDeps, query: string): Promise<Asked | null>
  /** The one query that asks this, with `?`, or empty. */
  write(asked: Asked): string
  /** The newest first, `most` at most. */
  news(deps: FollowDeps, asked: Asked, span: Span, most: number): Promise<News[]>
}

/** What can be followed by mail, with its words. */
export interface Followed {
  name: string
  numbers: AnyPgColumn
  /** « Consultations » */
  title: string
  /** Null where the query asks for nothing that there is. */
  question(deps: FollowDeps, query: string): Promise<Question | null>
  find(deps: FollowDeps, query: string, span: Span): Promise<Finding | null>
}

/** What somebody follows. */
export interface Question {
  subject: string
  query: string
  /** In words: « Consultations : Électricité, Narbonne ». */
  words: string
  /** Path of the page that shows it. */
  page: string
}

export interface Finding {
  question: Question
  /** The newest first. */
  news: AlertNews[]
  /** There are older ones, which are not told one by one. */
  more: boolean
}

/** News that a message tells one by one. */
const MOST = 100

/** Everything that can be followed by mail: what has a feed comes here with one line, and its words with another. */
export function followedThings(words: AlertWords): Followed[] {
  return [
    follow(boardSubject, words.consultations),
    follow(programmeSubject, words.programmation),
    follow(rencontresSubject, words.rencontres),
    follow(librarySubject, words.documents),
    follow(pactSubject, words.pacte),
  ]
}

function follow<Asked, News extends { id: number }>(
  subject: Subject<Asked, News>,
  words: SubjectWords<Asked, News>,
): Followed {
  const questionOf = (asked: Asked): Question => {
    const described = words.describe(asked)
    return {
      subject: subject.name,
      query: subject.write(asked),
      words: described === '' ? words.everything : `${words.title} : ${described}`,
      page: words.page(asked),
    }
  }
  return {
    name: subject.name,
    numbers: subject.numbers,
    title: words.title,
    async question(deps, query) {
      const asked = await subject.read(deps, query)
      return asked === null ? null : questionOf(asked)
    },
    async find(deps, query, span) {
      const asked = await subject.read(deps, query)
      if (asked === null) return null
      const news = await subject.news(deps, asked, span, MOST + 1)
      const { trades } = await currentLists(deps)
      const context = { baseUrl: deps.config.baseUrl, now: deps.now(), trades }
      return {
        question: questionOf(asked),
        news: news.slice(0, MOST).map((each) => ({ id: each.id, ...words.tell(each, context) })),
        more: news.length > MOST,
      }
    },
  }
}
