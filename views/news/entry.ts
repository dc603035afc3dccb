import type { EntryContext, FeedEntry } from '../../src/feeds/entry.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import type { News } from '../../src/news/news.ts'
import { bodyHtml } from '../feeds/body-html.tsx'
import { type Block, type Part, webAddress } from '../feeds/body.ts'
import { isoWithOffset, longDate, lowerFirst } from '../format.ts'
import { analysisTitle } from '../words/analysis.ts'
import { changeHeadline, changeLines } from '../words/pact-changes.ts'
import { newsTitle } from './title.ts'

/** The entry of one change: its id, title and instants never change. */
export function newsEntry(news: News, context: EntryContext): FeedEntry {
  const { tagAuthority, tagDate, baseUrl } = context
  return {
    id: tagUri(tagAuthority, tagDate, `pacte/${news.id}`),
    title: newsTitle(news),
    link: baseUrl + newsPath(news),
    published: news.at,
    updated: news.at,
    html: bodyHtml(newsBody(news)),
    author: news.by ?? ADMINISTRATION,
    categories: [
      { label: KIND_LABELS[subjectOf(news)], scheme: tagUri(tagAuthority, tagDate, 'sujet') },
      ...(news.axis ? [{ label: news.axis, scheme: tagUri(tagAuthority, tagDate, 'axe') }] : []),
    ],
    data: { reference: `pacte/${news.id}`, kind: news.kind, deadline: deadlineOf(news) },
  }
}

/** The page that tells of it. */
export function newsPath({
  kind,
  meeting,
  action,
  group,
  training,
  answer,
  analysis,
}: News): string {
  if (analysis !== null) return `/analyses/${analysis}`
  if (meeting) return `/pacte/reunions/${meeting.id}`
  if ((kind === 'training' || kind === 'session') && training)
    return `/pacte/formations/${training.slug}`
  if (action) return `/pacte/actions/${action.slug}`
  if (group) return `/pacte/groupes/${group.slug}`
  if (answer || kind === 'commitment')
    return `/pacte/engagements${answer ? `?annee=${answer.year}` : ''}`
  return kind === 'paper' ? '/pacte/documents' : '/pacte'
}

const ADMINISTRATION = 'Administration du pacte'

const KIND_LABELS = {
  action: 'Action',
  group: 'Groupe de travail',
  meeting: 'Réunion',
  training: 'Formation',
  commitment: 'Engagement',
  analysis: 'Analyse annuelle',
  pact: 'Pacte',
}

function subjectOf({ kind, action, group }: News): keyof typeof KIND_LABELS {
  if (kind === 'meeting' || kind === 'decision') return 'meeting'
  if (kind === 'training' || kind === 'session') return 'training'
  if (kind === 'group' || kind === 'step' || kind === 'member') return 'group'
  if (kind === 'analysis') return 'analysis'
  if (kind === 'answer' || kind === 'commitment') return 'commitment'
  if (['pact', 'text', 'axis', 'problem', 'paper'].includes(kind)) return 'pact'
  return action === null && group !== null ? 'group' : 'action'
}

/** What changed first, for the preview on a phone; then what it is about, and who says it. */
export function newsBody(news: News): Block[] {
  const { action, group, training, axis, meeting, answer, analysis, reason, by, at } = news
  const about = [
    action ? `Action : ${action.title}` : '',
    action ? `Pilote : ${action.pilot}` : '',
    training ? `Formation : ${training.title}, par ${training.organiser}` : '',
    answer ? `Engagement : ${answer.commitment} (${answer.signatory}, ${answer.year})` : '',
    group ? `Groupe de travail : ${group.title}` : '',
    analysis === null ? '' : analysisTitle(analysis),
    meeting && !group ? 'Comité de pilotage' : '',
    axis ? `Axe : ${axis}` : '',
  ].filter((line) => line !== '')
  const lines = linesOf(news)
  return [
    { lines: [[{ strong: changeHeadline(news) }, lines.length > 0 ? ' :' : '.']] },
    ...(lines.length > 0 ? [{ items: lines }] : []),
    ...(reason === '' ? [] : [{ lines: [[`Motif donné : ${reason}`]] }]),
    ...(about.length > 0 ? [{ items: about.map((line) => [line]) }] : []),
    { lines: [[`Dit par ${by ?? lowerFirst(ADMINISTRATION)}, le ${longDate(at)}.`]] },
  ]
}

/** What the title and the list below tell already is left out. */
const TOLD = ['axisId', 'groupId']

function linesOf(news: News): Part[][] {
  const { changes, names, kind, version } = news
  const told = Object.fromEntries(
    Object.entries(changes).filter(
      ([field]) =>
        !TOLD.includes(field) &&
        !((kind === 'session' || kind === 'analysis') && field === 'state'),
    ),
  )
  return changeLines({ changes: told, version }, names).map(({ label, from, to }) => {
    const address = label === 'Adresse' ? webAddress(to) : null
    if (address) return [`${label} : `, { link: address, words: address }]
    if (from === null) return [`${label} : `, { strong: to ?? 'aucun' }]
    if (to === null) return [`${label} : avant, ${from} ; maintenant, aucun`]
    return [`${label} : avant, ${from} ; maintenant, `, { strong: to }]
  })
}

function deadlineOf({ meeting, session }: News): string | null {
  const starts = meeting?.startsAt ?? session?.startsAt
  return starts ? isoWithOffset(starts) : null
}
