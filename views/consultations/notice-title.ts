import type { LotOutcome } from '../../src/consultations/facts.ts'
import type { Change, FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import { cutAtWord, lengthOf } from '../cut.ts'
import { euros, lowerFirst, plain, shortMoment } from '../format.ts'
import { movedDate } from '../words/changes.ts'
import { fieldLabel } from '../words/fields.ts'
import { startText } from '../words/values.ts'
import {
  concernedLots,
  endOfMatchingLots,
  isAbandonment,
  lotNumber,
  lotsPhrase,
} from './concerned-lots.ts'
import { oneLabel } from '../feeds/label.ts'

/** As many characters as a phone's reader shows. */
const TITLE_LENGTH = 120

/**
 * The title of a notice in a feed (users.md 4.1): `[ÉVÉNEMENT — ]LIEU — OBJET[, lot N TITRE][ — avant le JJ/MM à HH h]`,
 * at most 120 code points on one line. The object is shortened first, then the lot's title; the event and the deadline
 * never are. While the consultation is open its current deadline stands in the title, whole. Nothing is relative
 * to `now` but the year, which is told when the deadline is more than 300 days away.
 */
export function noticeTitle(notice: FeedNotice, now: Date): string {
  return compose(notice.consultation, eventOf(notice, now), now)
}

/** The same for the feed of one entry per consultation: the event is what the consultation has become. */
export function consultationTitle(consultation: FeedConsultation, now: Date): string {
  return compose(consultation, stateOf(consultation), now)
}

interface Event {
  /** « RECTIFICATIF — visite » */
  words: string | null
  /** Whether the words tell the current deadline. */
  tellsDeadline?: boolean
  /** Whether a consultation that awaits no bids any more still has its deadline told. */
  announces?: boolean
  /** What stands at the end where the deadline does not: who won. */
  ending?: string | null
}

const FIELDS_LENGTH = 26
const START_LENGTH = 24
const WINNER_LENGTH = 36
const COMMUNE_LENGTH = 20
const OBJECT_LENGTH = 24
const LOT_LENGTH = 8

function eventOf(notice: FeedNotice, now: Date): Event {
  const { consultation } = notice
  switch (notice.kind) {
    case 'planned':
      return plannedEvent(consultation)
    case 'tender':
      return announcement(consultation)
    case 'correction':
    case 'extension':
      return correction(notice, now)
    case 'cancellation': {
      const lots = concernedLots(notice, 'abandoned')
      const isWithdrawal = lots.length === 0 && !isAbandonment(notice)
      return { words: isWithdrawal ? 'AVIS ANNULÉ' : withLots('SANS SUITE', lots) }
    }
    case 'unsuccessful':
      return { words: withLots('INFRUCTUEUX', concernedLots(notice, 'unsuccessful')) }
    case 'award':
      return award(consultation, concernedLots(notice, 'awarded'))
  }
}

function stateOf(consultation: FeedConsultation): Event {
  switch (consultation.state) {
    case 'planned':
      return plannedEvent(consultation)
    case 'open':
    case 'ended':
      return endOfLots(consultation) ?? announcement(consultation)
    case 'withdrawn':
      return { words: 'AVIS ANNULÉ' }
    case 'abandoned':
      return { words: 'SANS SUITE' }
    case 'unsuccessful':
      return { words: 'INFRUCTUEUX' }
    case 'awarded': {
      const end = endOfLots(consultation)
      if (end) return end
      const awarded = consultation.lots.filter((lot) => lot.outcome?.kind === 'awarded')
      const matching = awarded.filter((lot) => consultation.matchingLots.includes(lot.number))
      return award(
        consultation,
        matching.map((lot) => lot.number),
      )
    }
  }
}

/** Whatever becomes of the whole: a firm whose own lots are decided need not read on. */
function endOfLots(consultation: FeedConsultation): Event | null {
  const numbers = consultation.matchingLots
  switch (endOfMatchingLots(consultation)) {
    case 'abandoned':
      return { words: withLots('SANS SUITE', numbers) }
    case 'unsuccessful':
      return { words: withLots('INFRUCTUEUX', numbers) }
    case 'awarded':
      return award(consultation, numbers)
    case null:
      return null
  }
}

function plannedEvent({ facts }: FeedConsultation): Event {
  const start =
    facts.expectedStart && cutAtWord(oneLabel(startText(facts.expectedStart)), START_LENGTH)
  return { words: start ? `À VENIR (${start})` : 'À VENIR', announces: true }
}

function announcement({ facts }: FeedConsultation): Event {
  return { words: facts.renews === undefined ? null : 'RELANCÉE', announces: true }
}

function correction(notice: FeedNotice, now: Date): Event {
  const { changes, consultation } = notice
  const change = changes.find(({ field }) => field === 'deadline')
  if (change || notice.kind === 'extension') {
    const moved = change ? movedDate(change) : null
    const isCurrent = !notice.superseded && moved?.after.instant === consultation.deadline?.instant
    if (!moved || !isCurrent) return { words: 'RECTIFICATIF — date limite', announces: true }
    const direction = moved.later ? 'reportée' : 'avancée'
    const words = `RECTIFICATIF — ${direction} au ${plain(shortMoment(consultation.deadline ?? moved.after, now))}`
    return { words, tellsDeadline: true }
  }
  if (changes.length > 0 && changes.every(({ field }) => FILE_FIELDS.has(field)))
    return { words: 'DOSSIER MODIFIÉ', announces: true }
  const words = changedWords(changes)
  return { words: words === '' ? 'RECTIFICATIF' : `RECTIFICATIF — ${words}`, announces: true }
}

const FILE_FIELDS = new Set<string>(['documentsVersion', 'documentsUrl', 'documents'])

/** What a firm must know first comes first. */
const FIRST = ['siteVisit', 'questionsUntil', 'lots', 'amount', 'criteria', 'place', 'response']

/** « visite, lot 6 », as many words as there is room for. */
function changedWords(changes: Change[]): string {
  const rank = ({ field }: Change) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length)
  const own = changes.filter((change) => change.lot === undefined)
  const lots = new Set(changes.flatMap((change) => change.lot ?? []))
  const words = [
    ...own.toSorted((a, b) => rank(a) - rank(b)).map(changedWord),
    lotsPhrase([...lots]),
  ].filter((word) => word !== '')
  const told: string[] = []
  for (const word of words) {
    if (told.length > 0 && [...told, word].join(', ').length > FIELDS_LENGTH)
      return `${told.join(', ')}…`
    told.push(word)
  }
  return told.join(', ')
}

function changedWord(change: Change): string {
  if (change.field === 'status' && change.after === 'active') return 'de nouveau en cours'
  if (change.field === 'answers') return 'réponse à une question'
  return lowerFirst(fieldLabel(change.field))
}

function award({ facts, lots }: FeedConsultation, numbers: string[]): Event {
  const outcomes =
    lots.length === 0
      ? [facts.outcome]
      : lots
          .filter((lot) => numbers.length === 0 || numbers.includes(lot.number))
          .map((lot) => lot.outcome)
  const awarded = outcomes.filter((outcome) => outcome?.kind === 'awarded')
  return {
    words: withLots('ATTRIBUÉ', numbers),
    ending: winners(awarded.length > 0 ? awarded : [facts.outcome]),
  }
}

/** « SARL Exemple (Lézignan-Corbières), 68 400 € HT », « 3 titulaires » */
function winners(outcomes: (LotOutcome | undefined)[]): string | null {
  const all = outcomes.flatMap((outcome) => outcome?.winners ?? [])
  const [first] = all
  const names = new Set(all.map((winner) => winner.name))
  if (!first) return null
  if (outcomes.length > 1 && names.size > 1) return `${names.size} titulaires`
  const name = cutAtWord(oneLabel(first.name), WINNER_LENGTH)
  const commune = first.commune ? ` (${cutAtWord(oneLabel(first.commune), COMMUNE_LENGTH)})` : ''
  const others = names.size > 1 ? ' et autres' : ''
  const [amount] = outcomes.length === 1 ? outcomes.map((outcome) => outcome?.amount ?? null) : []
  return `${name}${commune}${others}${amount ? `, ${plain(euros(amount))} HT` : ''}`
}

function withLots(word: string, numbers: string[]): string {
  return numbers.length === 0 ? word : `${word} (${lotsPhrase(numbers)})`
}

function compose(consultation: FeedConsultation, event: Event, now: Date): string {
  const head = event.words ? `${event.words} — ` : ''
  const closing = ending(consultation, event, now)
  const tail = closing ? ` — ${closing}` : ''
  const room = TITLE_LENGTH - lengthOf(head) - lengthOf(tail)
  const label = cutAtWord(oneLabel(consultation.placeLabel ?? ''), Math.floor(room / 2) - 3)
  const place = label ? `${label} — ` : ''
  return `${head}${place}${objectWithLots(consultation, room - lengthOf(place))}${tail}`
}

function ending(consultation: FeedConsultation, event: Event, now: Date): string | null {
  const { deadline, deadlineStage, state } = consultation
  if (event.tellsDeadline) return null
  const isAwaited =
    state === 'open' || (event.announces && (state === 'planned' || state === 'ended'))
  if (!deadline || !isAwaited) return event.ending ?? null
  const stage = deadlineStage === 'candidacy' ? 'candidature ' : ''
  return `${stage}avant le ${plain(shortMoment(deadline, now))}`
}

function objectWithLots(consultation: FeedConsultation, room: number): string {
  const object = oneLabel(consultation.title) || 'Objet non précisé'
  const { numbers, title } = matchingLots(consultation)
  const lots = lengthOf(numbers) > room / 2 ? '' : numbers
  const lotTitle = lots && title
  const length = lengthOf(object)
  const roomBesideLots = room - lengthOf(lots) - lengthOf(lotTitle)
  const objectRoom = Math.max(roomBesideLots, Math.min(length, OBJECT_LENGTH))
  const told = cutAtWord(object, Math.min(objectRoom, room - lengthOf(lots)))
  const left = room - lengthOf(told) - lengthOf(lots)
  if (lengthOf(lotTitle) <= left) return `${told}${lots}${lotTitle}`
  return `${told}${lots}${left < LOT_LENGTH ? '' : cutAtWord(lotTitle, left)}`
}

/** « , lot 6 » with its title, « , lots 6 et 7 » without, « , lots 6, 7… » where there are more. */
function matchingLots({ matchingLots: matching, lots }: FeedConsultation): {
  numbers: string
  title: string
} {
  const [first, ...others] = matching
  if (first === undefined) return { numbers: '', title: '' }
  if (others.length > 1) {
    const two = matching.slice(0, 2).map(lotNumber)
    return { numbers: `, lots ${two.join(', ')}…`, title: '' }
  }
  const title = others.length === 0 && lots.find((lot) => lot.number === first)?.title
  return { numbers: `, ${lotsPhrase(matching)}`, title: title ? ` ${oneLabel(title)}` : '' }
}
