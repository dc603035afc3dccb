import type { CalendarEvent, EntryContext, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import type { ListedRencontre, RencontreNews } from '../../src/rencontres/list.ts'
import { cutAtWord } from '../cut.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import type { Block, Part } from '../feeds/body.ts'
import { longDate, plain, shortDate } from '../format.ts'
import { NEWS_LABELS } from '../words/rencontres.ts'

const LONGEST_TITLE = 120

/** The entry of what was told of a meeting: its id, title and instants never change. */
export function rencontreEntry(
  news: RencontreNews,
  tradeLabel: (word: string) => string,
  { baseUrl, tagAuthority, tagDate }: EntryContext,
): FeedEntry {
  const { id, kind, at, slug, trade, organiser } = news
  return {
    id: tagUri(tagAuthority, tagDate, `rencontres/${id}`),
    title: rencontreTitle(news),
    link: baseUrl + rencontreNewsPath(news),
    published: at,
    updated: at,
    html: bodyHtml(rencontreBody(news)),
    categories: trade
      ? [{ label: tradeLabel(trade), scheme: tagUri(tagAuthority, tagDate, 'metier') }]
      : [],
    author: organiser,
    data: { reference: `rencontres/${slug}`, kind: `rencontre-${kind}` },
  }
}

/** « REPORT – 15/12 – Rencontre des travaux publics » */
export function rencontreTitle({ kind, title, startsWall }: RencontreNews): string {
  const head = `${NEWS_LABELS[kind]} – ${shortDate(startsWall.slice(0, 10))} – `
  return plain(head + cutAtWord(title, LONGEST_TITLE - head.length))
}

/** Where it is read. */
export function rencontreNewsPath({ slug, kind }: RencontreNews): string {
  return `/rencontres/${slug}${kind === 'documents' ? '#documents' : ''}`
}

/** What was told, as it was then. */
export function rencontreBody(news: RencontreNews): Block[] {
  const { kind, startsWall, place, organiser, reason, movedFrom } = news
  const day = longDate(startsWall.slice(0, 10))
  const lines: Part[][] = [
    [{ strong: `${kind === 'moved' ? 'Nouvelle date : ' : ''}${day}` }, `, ${place}`],
    ...(movedFrom ? [[`Elle était prévue le ${longDate(movedFrom.slice(0, 10))}.`]] : []),
    ...(kind === 'called-off' ? [['La rencontre n’aura pas lieu.']] : []),
    ...(kind === 'documents' ? [['Les documents présentés sont en ligne.']] : []),
    ...(reason === '' ? [] : [[`Motif : ${reason}`]]),
    [`Organisée par ${organiser}.`],
  ]
  return [{ lines }]
}

/** A meeting in a calendar. */
export function rencontreEvent(
  rencontre: Omit<ListedRencontre, 'buyers' | 'slots' | 'freeSlots'>,
  { baseUrl, tagAuthority }: Pick<EntryContext, 'baseUrl' | 'tagAuthority'>,
): CalendarEvent {
  const { id, slug, title, place, startsAt, endsAt, state, movedFrom, organiser } = rencontre
  const prefix = state === 'called-off' ? 'ANNULÉE – ' : movedFrom ? 'REPORTÉE – ' : ''
  return {
    uid: `rencontre-${id}@${tagAuthority}`,
    sequence: rencontre.sequence,
    summary: plain(`${prefix}${title}`),
    start: startsAt,
    durationMinutes: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
    location: place,
    url: `${baseUrl}/rencontres/${slug}`,
    description: plain(
      [
        `Rencontre acheteurs-entreprises organisée par ${organiser.name}.`,
        ...(rencontre.reason === '' ? [] : [`Motif : ${rencontre.reason}`]),
        `Programme et rendez-vous : ${baseUrl}/rencontres/${slug}`,
      ].join('\n\n'),
    ),
    cancelled: state === 'called-off',
    alarms: [24 * 60],
    created: rencontre.createdAt,
    updated: rencontre.movedAt,
  }
}
