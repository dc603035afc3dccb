import type { News } from '../../src/news/news.ts'
import { cutAtWord, lengthOf } from '../cut.ts'
import { oneLabel } from '../feeds/label.ts'
import { lowerFirst, plain, shortDate, shortMoment } from '../format.ts'
import { YEAR_STATE_EVENTS } from '../words/analysis.ts'
import { ANSWER_LABELS, COUNCIL_STATE_LABELS, STATUS_LABELS, STEP_LABELS } from '../words/pact.ts'
import { dayText, townOf } from '../words/trainings.ts'

/** As many characters as a phone's reader shows. */
const TITLE_LENGTH = 120

/**
 * The title of a piece of news (users.md 4.4): `SUJET — ce qui s'est passé — ce dont il s'agit`, at most 120 code points
 * on one line; only the last part is shortened. A date is told with its year when it was more than 300 days away.
 */
export function newsTitle(news: News): string {
  const { head, words, object, ending = '' } = partsOf(news)
  const before = [head, words].filter((part) => part !== null && part !== '').join(' — ')
  const space = TITLE_LENGTH - lengthOf(before) - lengthOf(' — ') - lengthOf(ending)
  const about = object === null ? '' : cutAtWord(oneLabel(object), Math.max(space, 0))
  return plain(about === '' ? before : `${before} — ${about}${ending}`)
}

interface Parts {
  head: string
  words: string | null
  object: string | null
  /** Stands whole after the object: « (Carcassonne Agglo) ». */
  ending?: string
}

function partsOf(news: News): Parts {
  switch (news.kind) {
    case 'meeting':
    case 'decision':
      return ofMeeting(news)
    case 'training':
    case 'session':
      return ofTraining(news)
    case 'group':
    case 'step':
    case 'member':
      return ofGroup(news)
    case 'answer':
      return {
        head: `ENGAGEMENT ${news.answer?.year ?? ''}`.trim(),
        words: labelOf(ANSWER_LABELS, to(news, 'answer')) ?? 'réponse précisée',
        object: news.answer?.commitment ?? null,
        ending: organisation(news.answer?.signatory),
      }
    case 'pact':
      return { head: 'PACTE', words: 'modifié', object: null }
    case 'text':
      return { head: 'PACTE', words: 'texte adopté', object: null }
    case 'axis':
      return { head: 'PACTE', words: 'axe modifié', object: news.axis }
    case 'problem':
      return { head: 'PACTE', words: 'problème partagé', object: text(to(news, 'title')) }
    case 'commitment':
      return { head: 'PACTE', words: 'engagement modifié', object: text(to(news, 'title')) }
    case 'paper':
      return { head: 'DOCUMENT', words: 'du pacte', object: text(to(news, 'title')) }
    case 'analysis':
      return {
        head: `ANALYSE ${news.analysis ?? ''}`.trim(),
        words: analysisEvent(news),
        object: text(to(news, 'erratum')),
      }
    default:
      if (news.action === null && news.group !== null) return ofGroup(news)
      return {
        head: 'ACTION',
        words: actionEvent(news),
        object: news.action?.title ?? null,
        ending: organisation(news.action?.pilot),
      }
  }
}

function ofGroup(news: News): Parts {
  return { head: 'GROUPE', words: groupEvent(news), object: news.group?.title ?? null }
}

const ORGANISATION_LENGTH = 30

function organisation(name: string | undefined): string {
  return name ? ` (${cutAtWord(oneLabel(name), ORGANISATION_LENGTH)})` : ''
}

function actionEvent(news: News): string {
  switch (news.kind) {
    case 'evidence':
      return to(news, 'withdrawnAt') ? 'justificatif retiré' : 'justificatif ajouté'
    case 'council': {
      const who = cutAtWord(oneLabel(news.council ?? ''), ORGANISATION_LENGTH)
      return `${labelOf(COUNCIL_STATE_LABELS, to(news, 'state')) ?? 'précisée'} : ${who}`
    }
    case 'milestone':
      if (news.version === 1) return 'jalon ajouté'
      return to(news, 'reachedOn') ? 'jalon atteint' : 'jalon rouvert'
    case 'measure':
      return 'indicateur mesuré'
    default:
      if (news.version === 1) return 'nouvelle'
      return labelOf(STATUS_LABELS, to(news, 'status')) ?? dueWords(news) ?? 'précisée'
  }
}

function analysisEvent(news: News): string {
  if (to(news, 'erratum')) return 'erratum'
  return labelOf(YEAR_STATE_EVENTS, to(news, 'state')) ?? 'calendrier modifié'
}

function dueWords({ changes }: News): string | null {
  const change = changes['dueOn']
  if (!change) return null
  const [before, after] = [text(change.from), text(change.to)]
  if (after === null) return 'sans échéance'
  if (before === null) return `échéance au ${shortDate(after)}`
  return `${after > before ? 'reportée' : 'avancée'} au ${shortDate(after)}`
}

function groupEvent(news: News): string {
  if (news.kind === 'step') return `étape close : ${labelOf(STEP_TITLES, to(news, 'step')) ?? ''}`
  if (news.kind === 'measure') return 'indicateur mesuré'
  if (news.version === 1) return 'créé'
  return news.changes['closedOn'] ? 'clos' : 'lettre de mission modifiée'
}

function ofMeeting(news: News): Parts {
  const { meeting, group } = news
  const name = group ? `Groupe ${group.title.replace(/^groupe /i, '')}` : 'Comité de pilotage'
  const started = text(to(news, 'startsWall')) ?? meeting?.startsWall ?? ''
  const moment = started === '' ? '' : whenShort(started, news.at)
  const place = townOf(text(to(news, 'place')) ?? meeting?.place ?? '')
  const where = place === '' ? name : `${name}, ${place}`
  const event = meetingEvent(news)
  if (event === null) return { head: 'RÉUNION', words: moment, object: where }
  if (news.kind === 'decision' || event === MINUTES)
    return { head: 'RÉUNION', words: event, object: name, ending: `, ${moment.slice(0, 5)}` }
  if (event === MOVED) return { head: 'RÉUNION', words: `${event} au ${moment}`, object: where }
  return { head: 'RÉUNION', words: `${event} — ${moment}`, object: where }
}

const MOVED = 'reportée'
const MINUTES = 'compte rendu validé'

function meetingEvent(news: News): string | null {
  if (news.kind === 'decision') return 'relevé de décisions'
  if (news.version === 1) return null
  if (news.changes['state']) return to(news, 'state') === 'cancelled' ? 'annulée' : 'tenue'
  if (news.changes['startsWall']) return MOVED
  if (news.changes['calledAt']) return 'convoquée'
  return news.changes['minutesState'] ? MINUTES : 'précisée'
}

function ofTraining(news: News): Parts {
  const { session, training } = news
  const head = 'FORMATION'
  const title = training?.title ?? ''
  if (news.kind === 'training')
    return {
      head,
      words: trainingEvent(news),
      object: title,
      ending: organisation(training?.organiser),
    }
  const started = text(to(news, 'startsWall')) ?? session?.startsWall ?? null
  const place = townOf(text(to(news, 'place')) ?? session?.place ?? '')
  const where = [title, place].filter((part) => part !== '').join(', ')
  if (news.version > 1 && news.changes['startsWall'] && started)
    return { head, words: `reportée au ${whenShort(started, news.at).slice(0, 5)}`, object: where }
  const day = started === null ? '' : `, ${dayText(started)}`
  return { head, words: sessionEvent(news), object: where, ending: day }
}

function trainingEvent(news: News): string {
  if (news.version === 1) return 'nouvelle'
  if (news.changes['balancePublishedAt']) return 'bilan publié'
  if (to(news, 'stage') === 'dropped') return 'abandonnée'
  return news.changes['slidesUrl'] || news.changes['slidesDocumentId']
    ? 'supports en ligne'
    : 'précisée'
}

function sessionEvent(news: News): string {
  if (news.version === 1) return 'session programmée'
  const state = to(news, 'state')
  if (state !== undefined) return SESSION_STATES[String(state)] ?? 'précisée'
  return to(news, 'confirmed') === true ? 'confirmée' : 'précisée'
}

/** « 14/01 à 9 h 30 », the year where that was far away when it was told; the instant is not looked at. */
function whenShort(wall: string, at: Date): string {
  return shortMoment({ wall, instant: wall }, at)
}

/** What a field has become; undefined where it did not change. */
function to({ changes }: News, field: string): unknown {
  return changes[field]?.to
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** « réalisée en partie »; null for what has no label. */
function labelOf(labels: Record<string, string>, value: unknown): string | null {
  const label =
    typeof value === 'string' && Object.hasOwn(labels, value) ? labels[value] : undefined
  return label === undefined ? null : lowerFirst(label)
}

const STEP_TITLES = Object.fromEntries(
  Object.entries(STEP_LABELS).map(([step, { title }]) => [step, title]),
)

const SESSION_STATES: Record<string, string> = {
  planned: 'session programmée',
  open: 'inscriptions ouvertes',
  closed: 'inscriptions closes',
  cancelled: 'annulée',
  held: 'réalisée',
}
