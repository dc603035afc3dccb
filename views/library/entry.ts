import type { EntryContext, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import { itemPath } from '../../src/library/item-path.ts'
import type { LibraryNews } from '../../src/library/news.ts'
import { cutAtWord } from '../cut.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import type { Block, Part } from '../feeds/body.ts'
import { longDate } from '../format.ts'
import { weight } from '../documents/file-link.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'

const LONGEST_TITLE = 120

/** The entry of a version that appeared, or of a withdrawal: its id and instants never change. */
export function libraryEntry(
  news: LibraryNews,
  { baseUrl, tagAuthority, tagDate }: EntryContext,
): FeedEntry {
  const { id, kind, at, item, partner, version } = news
  const event = kind === 'withdrawal' ? `retrait-${id}` : String(version?.number ?? 1)
  return {
    id: tagUri(tagAuthority, tagDate, `documents/${item.slug}/${event}`),
    title: libraryTitle(news),
    link: baseUrl + itemPath(item),
    published: at,
    updated: at,
    html: bodyHtml(libraryBody(news, baseUrl)),
    author: partner,
    categories: [
      { label: ITEM_KIND_LABELS[item.kind], scheme: tagUri(tagAuthority, tagDate, 'nature') },
      { label: THEME_LABELS[item.theme], scheme: tagUri(tagAuthority, tagDate, 'theme') },
    ],
    data: {
      reference: `documents/${item.slug}/${event}`,
      kind: kind === 'withdrawal' ? 'withdrawal' : item.kind,
    },
  }
}

/** « NOUVELLE VERSION — Guide — Répondre à plusieurs » */
export function libraryTitle({ kind, item, version }: LibraryNews): string {
  const parts = [headOf(kind, version), ITEM_KIND_LABELS[item.kind], item.title]
  return cutAtWord(parts.filter((part) => part !== '').join(' — '), LONGEST_TITLE)
}

/** What happened first; then what it is and where to download it. */
export function libraryBody(
  { kind, at, reason, item, partner, version }: LibraryNews,
  baseUrl: string,
): Block[] {
  if (kind === 'withdrawal') {
    const what = version ? `La version ${version.number} a été retirée` : 'Ce document a été retiré'
    return [
      { lines: [[{ strong: what }, ` le ${longDate(at)} par ${partner}.`], [`Motif : ${reason}`]] },
      { lines: [[item.summary]] },
    ]
  }
  const downloads = (version?.files ?? []).map((file): Part[] => [
    'Télécharger : ',
    { link: baseUrl + file.href, words: file.name },
    ` (${file.kind.toUpperCase()}, ${weight(file.size)})`,
  ])
  return [
    ...(version && version.note !== ''
      ? [{ lines: [[{ strong: 'Ce qui change' }, ` : ${version.note}`]] }]
      : []),
    { lines: [[item.summary]] },
    ...(downloads.length > 0 ? [{ items: downloads }] : []),
    {
      lines: [
        [
          `Publié par ${partner}${version ? `, version ${version.number} du ${longDate(version.datedOn)}` : ''}.`,
        ],
      ],
    },
  ]
}

function headOf(kind: LibraryNews['kind'], version: LibraryNews['version']): string {
  if (kind === 'withdrawal') return version ? `VERSION ${version.number} RETIRÉE` : 'RETIRÉ'
  return version && version.number > 1 ? 'NOUVELLE VERSION' : ''
}
