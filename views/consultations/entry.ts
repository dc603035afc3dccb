import type { FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import type { EntryContext, EntryData, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import { isoWithOffset } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { webAddress } from '../feeds/body.ts'
import { consultationBody, noticeBody } from './notice-body.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import { consultationTitle, noticeTitle } from './notice-title.ts'

type DatedContext = EntryContext & { now: Date }

/** The entry of one notice: its id, published and updated never change, whatever becomes of the consultation. */
export function noticeEntry(notice: FeedNotice, context: DatedContext): FeedEntry {
  const { publishedAt, recordedAt } = notice
  return {
    ...common(notice.consultation, context),
    id: tagUri(context.tagAuthority, context.tagDate, `avis/${notice.id}`),
    title: noticeTitle(notice, context.now),
    published: publishedInFeeds(notice),
    updated: publishedAt > recordedAt ? publishedAt : recordedAt,
    html: bodyHtml(noticeBody(notice)),
    data: data(notice.consultation, notice.kind),
  }
}

/** The entry of a consultation, updated in place. */
export function consultationEntry(
  consultation: FeedConsultation,
  context: DatedContext,
): FeedEntry {
  const id = `consultation/${consultation.reference}`
  return {
    ...common(consultation, context),
    id: tagUri(context.tagAuthority, context.tagDate, id),
    title: consultationTitle(consultation, context.now),
    published: consultation.publishedAt,
    updated: consultation.updatedAt,
    html: bodyHtml(consultationBody(consultation)),
    data: data(consultation, 'consultation'),
  }
}

const DAY = 86_400_000

/** When its source published it; when it was found, if that was more than a day later, lest a reader bury it. */
function publishedInFeeds({ publishedAt, recordedAt }: FeedNotice): Date {
  return recordedAt.getTime() - publishedAt.getTime() > DAY ? recordedAt : publishedAt
}

function common(consultation: FeedConsultation, context: EntryContext) {
  const { path, buyerName, source } = consultation
  const url = webAddress(source?.url)
  return {
    link: `${context.baseUrl}${path}`,
    author: buyerName ?? 'Acheteur non précisé',
    categories: categories(consultation, context),
    ...(source && url ? { source: { title: source.name, url } } : {}),
  }
}

function categories(
  { tradeLabels, facts, buyerName, placeLabel }: FeedConsultation,
  { tagAuthority, tagDate }: EntryContext,
): FeedEntry['categories'] {
  const labels = {
    metier: tradeLabels,
    type: facts.category ? [CATEGORY_LABELS[facts.category]] : [],
    acheteur: buyerName ? [buyerName] : [],
    lieu: placeLabel ? [placeLabel] : [],
  }
  return Object.entries(labels).flatMap(([scheme, all]) =>
    all.map((label) => ({ label, scheme: tagUri(tagAuthority, tagDate, scheme) })),
  )
}

function data(consultation: FeedConsultation, kind: string): EntryData {
  const { facts, lots, deadline } = consultation
  const lotCount = Math.max(lots.length, facts.lotCount ?? 0)
  return {
    reference: consultation.reference,
    kind,
    deadline: deadline && isoWithOffset(deadline),
    buyer: consultation.buyerName,
    siret: consultation.buyerSiret,
    procedure: facts.procedure ?? null,
    category: facts.category ?? null,
    cpv: facts.cpv ?? [],
    lots: lotCount > 0 ? lotCount : null,
    source: consultation.source?.name ?? null,
  }
}
