import type { FeedNotice } from '../../src/consultations/listed.ts'
import { canonicalQuery, forPage } from '../../src/consultations/filter.ts'
import type { ResolvedFilter } from '../../src/consultations/matching.ts'
import type { NewsFilter } from '../../src/news/filter.ts'
import type { News } from '../../src/news/news.ts'
import { pageOf } from '../../src/news/page-of.ts'
import { type Block, noticeBody } from '../feeds/body.ts'
import { noticeTitle } from '../feeds/title.ts'
import { newsBody, newsPath } from '../news/entry.ts'
import { newsTitle } from '../news/title.ts'
import { describeNews } from '../words/news.ts'
import { describeFilter } from '../words/query.ts'

/** One piece of news as a message tells it. */
export interface AlertNews {
  id: number
  section: AlertSection
  title: string
  /** Absolute. */
  link: string
  body: Block[]
}

/** Parts of a message, what must be known first before the others. */
export type AlertSection = 'deadline' | 'new' | 'changed' | 'result' | 'other'

/** The words of one kind of news. */
export interface SubjectWords<Asked, News> {
  /** « Consultations » */
  title: string
  /** What somebody follows who asked for nothing special. */
  everything: string
  /** What is asked, in words; '' for everything. */
  describe(asked: Asked): string
  /** Path of the page that shows it. */
  page(asked: Asked): string
  tell(news: News, context: { baseUrl: string; now: Date }): Omit<AlertNews, 'id'>
}

export interface AlertWords {
  consultations: SubjectWords<ResolvedFilter, FeedNotice>
  pacte: SubjectWords<NewsFilter, News>
}

/** Feeds and messages say the same words (users.md 4.1, 4.2, 4.4). */
export const ALERT_WORDS: AlertWords = {
  consultations: {
    title: 'Consultations',
    everything: 'Toutes les consultations',
    describe: ({ filter, trade, place, buyer }) =>
      describeFilter(filter, {
        trade: trade?.label ?? null,
        place: place?.name ?? null,
        buyer: buyer?.name ?? null,
      })
        .map(({ text }) => text)
        .join(', '),
    page: ({ filter }) => `/${canonicalQuery(forPage(filter))}`,
    tell: (notice, { baseUrl, now }) => ({
      section: sectionOf(notice),
      title: noticeTitle(notice, now),
      link: baseUrl + notice.consultation.path,
      body: noticeBody(notice),
    }),
  },
  pacte: {
    title: 'Pacte',
    everything: 'Toute l’actualité du pacte',
    describe: describeNews,
    page: pageOf,
    tell: (news, { baseUrl }) => ({
      section: 'other',
      title: newsTitle(news),
      link: baseUrl + newsPath(news),
      body: newsBody(news),
    }),
  },
}

function sectionOf({ kind, changes }: FeedNotice): AlertSection {
  switch (kind) {
    case 'planned':
    case 'tender':
      return 'new'
    case 'extension':
      return 'deadline'
    case 'correction':
      return changes.some(({ field }) => field === 'deadline' || field === 'lot.deadline')
        ? 'deadline'
        : 'changed'
    case 'cancellation':
    case 'award':
    case 'unsuccessful':
      return 'result'
  }
}
