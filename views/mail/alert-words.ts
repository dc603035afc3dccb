import type { FeedNotice } from '../../src/consultations/shown.ts'
import { canonicalQuery, forPage } from '../../src/consultations/filter.ts'
import type { ResolvedFilter } from '../../src/consultations/matching.ts'
import { type LibraryFilter, libraryQuery } from '../../src/library/filter.ts'
import { itemPath } from '../../src/library/item-path.ts'
import type { LibraryNews } from '../../src/library/news.ts'
import type { NewsFilter } from '../../src/news/filter.ts'
import type { News } from '../../src/news/news.ts'
import { pageOf } from '../../src/news/page-of.ts'
import type { ProgrammeNews } from '../../src/programme/events.ts'
import { programmeQuery } from '../../src/programme/filter.ts'
import type { ResolvedProgramme } from '../../src/programme/matching.ts'
import { type RencontreFilter, rencontreQuery } from '../../src/rencontres/filter.ts'
import type { RencontreNews } from '../../src/rencontres/list.ts'
import { type Block } from '../feeds/body.ts'
import { noticeBody } from '../consultations/notice-body.ts'
import { noticeTitle } from '../consultations/notice-title.ts'
import { libraryBody, libraryTitle } from '../library/entry.ts'
import { newsBody, newsPath } from '../news/entry.ts'
import { newsTitle } from '../news/title.ts'
import { programmeBody, programmeTitle } from '../programme/entry.ts'
import { RENCONTRES_TITLE } from '../rencontres/addresses.ts'
import { rencontreBody, rencontreNewsPath, rencontreTitle } from '../rencontres/entry.ts'
import { describeLibrary } from '../words/library.ts'
import { describeNews } from '../words/news.ts'
import { describeProgramme } from '../words/programme.ts'
import { describeFilter } from '../words/query.ts'
import { describeRencontres } from '../words/rencontres.ts'
import { tradeLabelIn } from '../words/trainings.ts'

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

export interface TellContext {
  baseUrl: string
  now: Date
  trades: { slug: string; label: string }[]
}

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
  tell(news: News, context: TellContext): Omit<AlertNews, 'id'>
}

export interface AlertWords {
  consultations: SubjectWords<ResolvedFilter, FeedNotice>
  programmation: SubjectWords<ResolvedProgramme, ProgrammeNews>
  rencontres: SubjectWords<RencontreFilter, RencontreNews>
  documents: SubjectWords<LibraryFilter, LibraryNews>
  pacte: SubjectWords<NewsFilter, News>
}

/** Feeds and messages say the same words (users.md 4.1, 4.2, 4.4). */
export const ALERT_WORDS: AlertWords = {
  consultations: {
    title: 'Consultations',
    everything: 'Toutes les consultations',
    describe: (asked) =>
      describeFilter(asked.filter, labelsOf(asked))
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
  programmation: {
    title: 'Achats à venir',
    everything: 'Tous les achats à venir',
    describe: ({ filter, resolved }) =>
      describeProgramme(filter, labelsOf(resolved))
        .map(({ text }) => text)
        .join(', '),
    page: ({ filter }) => `/programmation${programmeQuery(filter)}`,
    tell: (news, { baseUrl, trades }) => ({
      section: 'other',
      title: programmeTitle(news),
      link: baseUrl + news.purchase.path,
      body: programmeBody(news, { baseUrl, tradeLabel: tradeLabelIn(trades) }),
    }),
  },
  rencontres: {
    title: RENCONTRES_TITLE,
    everything: 'Toutes les rencontres acheteurs-entreprises',
    describe: describeRencontres,
    page: (filter) => `/rencontres${rencontreQuery(filter)}`,
    tell: (news, { baseUrl }) => ({
      section: 'other',
      title: rencontreTitle(news),
      link: baseUrl + rencontreNewsPath(news),
      body: rencontreBody(news),
    }),
  },
  documents: {
    title: 'Documents et guides',
    everything: 'Tous les documents et guides',
    describe: describeLibrary,
    page: (filter) => `/documents${libraryQuery(filter)}`,
    tell: (news, { baseUrl }) => ({
      section: 'other',
      title: libraryTitle(news),
      link: baseUrl + itemPath(news.item),
      body: libraryBody(news, baseUrl),
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

function labelsOf({ trade, place, buyer }: ResolvedFilter) {
  return {
    trade: trade?.label ?? null,
    place: place?.name ?? null,
    buyer: buyer?.name ?? null,
  }
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
