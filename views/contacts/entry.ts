import type { ContactMove } from '../../src/contacts/changes.ts'
import type { EntryContext, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import { cutAtWord } from '../cut.ts'

/** The entry of one thing as it last moved: another version is another entry. */
export function moveEntry(
  move: ContactMove,
  { baseUrl, tagAuthority, tagDate }: EntryContext,
): FeedEntry {
  const reference = `contacts/${move.kind}/${move.slug}/${move.version}`
  return {
    id: tagUri(tagAuthority, tagDate, reference),
    title: moveTitle(move),
    link: baseUrl + movePath(move),
    published: move.changedAt,
    updated: move.changedAt,
    html: bodyHtml([{ lines: [[move.removedReason ?? (move.text || moveTitle(move))]] }]),
    author: move.body?.name ?? move.title,
    categories: [{ label: KIND_LABELS[move.kind], scheme: tagUri(tagAuthority, tagDate, 'sujet') }],
    data: { reference, kind: move.kind },
  }
}

/** « RETIRÉ – Conseillère commande publique, CCI de l'Aude » */
function moveTitle({ kind, title, body, version, removedReason }: ContactMove): string {
  const state = removedReason !== null ? 'RETIRÉ – ' : version > 1 ? 'MODIFIÉ – ' : ''
  return cutAtWord(
    `${state}${KIND_LABELS[kind]} : ${[title, body?.name].filter(Boolean).join(', ')}`,
    120,
  )
}

function movePath({ kind, slug, body, removedReason }: ContactMove): string {
  if (kind === 'scheme') return `/contacts/aides/${slug}`
  if (kind === 'body') return `/contacts/organismes/${slug}`
  const page = `/contacts/organismes/${body?.slug ?? ''}`
  return removedReason === null ? `${page}#${slug}` : page
}

const KIND_LABELS: Record<ContactMove['kind'], string> = {
  body: 'Organisme',
  contact: 'Contact',
  scheme: 'Aide',
}
