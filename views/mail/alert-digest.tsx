import type { Rhythm } from '../../src/alerts/schema.ts'
import { bodyText } from '../feeds/body-text.ts'
import { Body, simpleHtml } from '../feeds/body-html.tsx'
import { plain, plural } from '../format.ts'
import { RHYTHM_SENTENCES } from '../words/alerts.ts'
import type { AlertNews, AlertSection } from './alert-words.ts'
import { oneLine } from './one-line.ts'

/** What one message tells. */
export interface Digest {
  /** What is followed, in words. */
  question: string
  /** Absolute address of the page that shows it. */
  page: string
  rhythm: Rhythm
  /** The newest first. */
  news: AlertNews[]
  /** There are older ones that are not among these. */
  more: boolean
}

/** Addresses of one subscription. */
export interface OwnAddresses {
  manage: string
  stop: string
}

export interface WrittenMail {
  subject: string
  text: string
  html: string
}

/** Pieces of news told whole; of the others the title is told. */
const WHOLE = 20

/** The message that tells news, for any of those who follow the same: what is theirs alone stands at the end. */
export function digestMail(digest: Digest): (own: OwnAddresses) => WrittenMail {
  const subject = oneLine(plain(subjectOf(digest)))
  const parts = partsOf(digest.news)
  const text = [
    ...parts.flatMap(({ heading, news }) => [
      ...(heading === null ? [] : [heading.toUpperCase()]),
      ...news.map(textOf),
    ]),
    ...(digest.more ? [`D’autres nouvelles sont plus anciennes : ${digest.page}`] : []),
  ].join('\n\n')
  const html = simpleHtml(
    <>
      {parts.map(({ heading, news }) => (
        <>
          {heading !== null && <h2>{heading}</h2>}
          {news.map((each) => (
            <>
              <h3>
                <a href={each.link}>{each.title}</a>
              </h3>
              {each.whole && <Body blocks={each.body} />}
            </>
          ))}
        </>
      ))}
      {digest.more && (
        <p>
          <a href={digest.page}>D’autres nouvelles sont plus anciennes.</a>
        </p>
      )}
    </>,
  )
  return (own) => ({
    subject,
    text: plain([text, '--', ...endingText(digest, own)].join('\n\n')),
    html: `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title></title></head><body>${html}${endingHtml(digest, own)}</body></html>`,
  })
}

/** One piece of news is its own subject; moved deadlines come before all else. */
function subjectOf({ question, news, more }: Digest): string {
  const [first] = news
  if (first && news.length === 1 && !more) return first.title
  const moved = news.filter(({ section }) => section === 'deadline').length
  const count = more
    ? `plus de ${news.length} nouvelles`
    : plural(news.length, 'nouvelle', 'nouvelles')
  return moved === 0
    ? `${count} – ${question}`
    : `${plural(moved, 'date limite modifiée', 'dates limites modifiées')} – ${count} – ${question}`
}

const HEADINGS: Record<AlertSection, string | null> = {
  deadline: 'Dates limites modifiées',
  new: 'Nouvelles consultations',
  changed: 'Autres rectificatifs',
  result: 'Résultats et annulations',
  other: null,
}

interface DigestPart {
  heading: string | null
  news: (AlertNews & { whole: boolean })[]
}

/** In the order of the headings. A single piece of news needs none. */
function partsOf(news: AlertNews[]): DigestPart[] {
  const sections = Object.keys(HEADINGS) as AlertSection[]
  let told = 0
  return sections.flatMap((section) => {
    const own = news.filter((each) => each.section === section)
    if (own.length === 0) return []
    const heading = news.length === 1 ? null : HEADINGS[section]
    return [{ heading, news: own.map((each) => ({ ...each, whole: told++ < WHOLE })) }]
  })
}

function textOf({ title, link, body, whole }: DigestPart['news'][number]): string {
  return [plain(title), link, ...(whole ? [bodyText(body)] : [])].join('\n')
}

function endingText({ question, page, rhythm }: Digest, { manage, stop }: OwnAddresses): string[] {
  return [
    `${WHY} « ${question} » (${page}), ${RHYTHM_SENTENCES[rhythm]}.`,
    `Changer le rythme : ${manage}\nArrêter cette alerte : ${stop}`,
    NO_TRACKING,
  ]
}

const WHY = 'Vous recevez ce message parce que vous suivez'
const NO_TRACKING =
  'Ces liens sont les vôtres : ne transférez pas ce message avec eux. Il ne contient ni image ni traceur : personne ne sait si vous l’avez ouvert.'

function endingHtml({ question, page, rhythm }: Digest, { manage, stop }: OwnAddresses): string {
  return simpleHtml(
    <>
      <hr />
      <p>
        {WHY} « <a href={page}>{question}</a> », {RHYTHM_SENTENCES[rhythm]}.
      </p>
      <p>
        <a href={manage}>Changer le rythme</a> – <a href={stop}>Arrêter cette alerte</a>
      </p>
      <p>{NO_TRACKING}</p>
    </>,
  )
}
