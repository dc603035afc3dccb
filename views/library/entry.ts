import { itemPath } from '../../src/library/item-path.ts'
import type { ListedItem } from '../../src/library/list-items.ts'
import type { FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import { cutAtWord } from '../cut.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import type { Part } from '../feeds/body.ts'
import type { EntryContext } from '../feeds/entry.tsx'
import { longDate } from '../format.ts'
import { weight } from '../pact/file-link.tsx'
import { ITEM_KIND_LABELS, THEME_LABELS } from '../words/library.ts'

const LONGEST_TITLE = 120

/** The entry of an item's last version: a new version is a new entry. */
export function libraryEntry(
  item: ListedItem,
  { baseUrl, tagAuthority, tagDate }: Pick<EntryContext, 'baseUrl' | 'tagAuthority' | 'tagDate'>,
): FeedEntry {
  const { slug, kind, theme, title, summary, partner, version, movedAt } = item
  const number = version?.number ?? 1
  const event = number > 1 ? 'NOUVELLE VERSION — ' : ''
  const downloads: Part[][] = (version?.files ?? []).map((file) => [
    'Télécharger : ',
    { link: baseUrl + file.href, words: file.name },
    ` (${file.kind.toUpperCase()}, ${weight(file.size)})`,
  ])
  return {
    id: tagUri(tagAuthority, tagDate, `documents/${slug}/${number}`),
    title: cutAtWord(`${event}${ITEM_KIND_LABELS[kind]} — ${title}`, LONGEST_TITLE),
    link: baseUrl + itemPath(item),
    published: movedAt,
    updated: movedAt,
    html: bodyHtml([
      ...(number > 1 && version && version.note !== ''
        ? [{ lines: [[{ strong: 'Ce qui change' }, ` : ${version.note}`]] }]
        : []),
      { lines: [[summary]] },
      ...(downloads.length > 0 ? [{ items: downloads }] : []),
      {
        lines: [
          [
            `Publié par ${partner.name}${version ? `, version ${number} du ${longDate(version.datedOn)}` : ''}.`,
          ],
        ],
      },
    ]),
    author: partner.name,
    categories: [
      { label: ITEM_KIND_LABELS[kind], scheme: tagUri(tagAuthority, tagDate, 'nature') },
      { label: THEME_LABELS[theme], scheme: tagUri(tagAuthority, tagDate, 'theme') },
    ],
    data: {
      reference: `documents/${slug}/${number}`,
      kind,
      deadline: null,
      buyer: null,
      siret: null,
      procedure: null,
      category: null,
      cpv: [],
      lots: null,
      source: null,
    },
  }
}
