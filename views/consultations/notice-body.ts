import type { Amount, LotFacts, SiteVisit } from '../../src/consultations/facts.ts'
import type { Change, FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import { cutAtWord } from '../cut.ts'
import { cardMoment, longMoment, lowerFirst, plural, shortDate, upperFirst } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { changeWords, movedDate } from '../words/changes.ts'
import { CONTRACT_FORM_LABELS } from '../words/contract-forms.ts'
import { OUTCOME_LABELS } from '../words/outcomes.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { RESERVED_LABELS } from '../words/reserved.ts'
import {
  amountInFull,
  contactText,
  criteriaText,
  executionText,
  outcomeText,
  startText,
  visitText,
} from '../words/values.ts'
import { VISIT_LABELS } from '../words/visits.ts'
import { type Block, type Part, webAddress } from '../feeds/body.ts'
import { concernedLots, isAbandonment, lotsPhrase } from '../consultations/concerned-lots.ts'

/**
 * What an entry says of a notice (users.md 4.2), what has changed first; unknown things are left out. Independent of
 * the time of reading, and so of any countdown.
 */
export function noticeBody(notice: FeedNotice): Block[] {
  return [...newsOf(notice), ...facts(notice.consultation)]
}

/** The same for a consultation as it stands, without any one notice's news. */
export function consultationBody(consultation: FeedConsultation): Block[] {
  return [...endOf(consultation), ...facts(consultation)]
}

/** The address where firms read and answer: the buyer's file before the notice before the source's page. */
export function officialLink({
  facts: { response, documentsUrl, noticeUrl },
  source,
}: FeedConsultation): string | null {
  const platform = response?.kind === 'platform' ? response.address : null
  const candidates = [platform, documentsUrl, noticeUrl, source?.url]
  return candidates.map((url) => webAddress(url)).find((url) => url !== null) ?? null
}

const OBJECT_LENGTH = 2_000
const NAMED_LOTS = 8

function newsOf(notice: FeedNotice): Block[] {
  switch (notice.kind) {
    case 'correction':
    case 'extension':
      return [changesBlock(notice), ...endOf(notice.consultation)]
    case 'cancellation':
      return [endOfNotice(notice, isAbandonment(notice) ? 'abandoned' : 'withdrawn')]
    case 'unsuccessful':
      return [endOfNotice(notice, 'unsuccessful')]
    case 'planned':
    case 'tender':
    case 'award':
      return endOf(notice.consultation)
  }
}

/** « Ce qui change : … », one line per field; the deadline's first. */
function changesBlock({ changes, reason }: FeedNotice): Block {
  const isDate = (change: Change) => (movedDate(change) ? 0 : 1)
  const lines = changes
    .filter((change) => !(change.field === 'statusReason' && reason))
    .toSorted((a, b) => isDate(a) - isDate(b))
    .map(changeLine)
  const [first = ['voir la consultation.'], ...others] = lines
  const given: Part[][] = reason ? [[reasonText(reason)]] : []
  // One change and its reason read as one sentence after the other.
  if (others.length === 0)
    return { lines: [[HEAD, ' : ', ...first, ...(reason ? [' '] : []), ...given.flat()]] }
  return { lines: [[HEAD, ' : ', ...first], ...others.map(upperFirstLine), ...given] }
}

const HEAD = { strong: 'Ce qui change' }

function upperFirstLine([first, ...others]: Part[]): Part[] {
  return [typeof first === 'string' ? upperFirst(first) : (first ?? ''), ...others]
}

function changeLine(change: Change): Part[] {
  const { label, before, after, sentence } = changeWords(change)
  if (sentence) return [`${lowerFirst(sentence)}.`]
  const moved = movedDate(change)
  if (moved) {
    const old = cardMoment(moved.before, new Date(moved.after.instant))
    const direction = moved.later ? 'reportée' : 'avancée'
    return [
      `${lowerFirst(label)} ${direction} du ${old} au `,
      { strong: longMoment(moved.after) },
      `${moved.after.doubt ? ` (${TO_CHECK})` : ''}.`,
    ]
  }
  if (after === null)
    return [`${lowerFirst(label)} : avant, ${before ?? UNKNOWN} ; maintenant, ${UNKNOWN}.`]
  return [
    `${lowerFirst(label)} : avant, ${before ?? UNKNOWN} ; maintenant, `,
    { strong: after },
    '.',
  ]
}

const UNKNOWN = 'non communiqué'
const TO_CHECK = "à vérifier sur le profil d'acheteur"

function endOfNotice(notice: FeedNotice, end: keyof typeof END_WORDS): Block {
  const lots = end === 'withdrawn' ? [] : concernedLots(notice, end)
  const words =
    end !== 'withdrawn' && lots.length > 0
      ? upperFirst(`${lotsPhrase(lots)} : ${lowerFirst(OUTCOME_LABELS[end])}`)
      : END_WORDS[end]
  return endLine(words, notice.reason ?? notice.consultation.facts.statusReason ?? null)
}

const END_WORDS = {
  abandoned: 'Procédure déclarée sans suite',
  unsuccessful: 'Procédure infructueuse',
  withdrawn: 'Avis annulé',
}

function endOf({
  state,
  facts: { statusReason, expectedStart, outcome },
  lots,
}: FeedConsultation): Block[] {
  switch (state) {
    case 'abandoned':
    case 'unsuccessful':
    case 'withdrawn':
      return [endLine(END_WORDS[state], statusReason ?? null)]
    case 'planned':
      return expectedStart
        ? [{ lines: [[{ strong: 'À venir' }, ` : ${startText(expectedStart)}.`]] }]
        : []
    case 'open':
    case 'ended':
    case 'awarded': {
      const results = lots.flatMap((lot) =>
        lot.outcome ? [[`Lot ${lot.number} – ${lot.title} : ${outcomeText(lot.outcome)}`]] : [],
      )
      const all = results.length > 0 || !outcome ? results : [[upperFirst(outcomeText(outcome))]]
      return all.length > 0 ? [{ lines: [[{ strong: 'Résultat' }]] }, { items: all }] : []
    }
  }
}

function endLine(words: string, reason: string | null): Block {
  return { lines: [[{ strong: words }, reason ? `. ${reasonText(reason)}` : '.']] }
}

function reasonText(reason: string): string {
  return `Motif donné : ${sentenceEnd(reason)}`
}

function facts(consultation: FeedConsultation): Block[] {
  const { siteVisit, object } = consultation.facts
  const items = essentials(consultation)
  return [
    ...deadline(consultation),
    ...(siteVisit && siteVisit.obligation !== 'none' && AWAITED.has(consultation.state)
      ? [visit(siteVisit)]
      : []),
    ...(items.length > 0 ? [{ items }] : []),
    { lines: [[`Objet : ${cutAtWord(oneLine(object ?? consultation.title), OBJECT_LENGTH)}`]] },
    { lines: [reference(consultation)] },
  ]
}

function deadline({
  state,
  deadline: moment,
  deadlineStage,
  daysGiven,
}: FeedConsultation): Block[] {
  if (!moment || !AWAITED.has(state)) return []
  const words = deadlineStage === 'candidacy' ? 'Candidature' : 'À remettre'
  const days = daysGiven === null ? '' : ` – ${plural(daysGiven, 'jour', 'jours')} pour répondre`
  const check = moment.doubt === 'no-hour' ? ` Heure ${TO_CHECK}.` : ` Date ${TO_CHECK}.`
  return [
    {
      lines: [
        [
          { strong: `${words} avant le ${longMoment(moment)}` },
          ` (heure de Paris)${days}.${moment.doubt ? check : ''}`,
        ],
      ],
    },
  ]
}

const AWAITED = new Set<FeedConsultation['state']>(['planned', 'open', 'ended'])

function visit(siteVisit: SiteVisit): Block {
  const details = visitText(siteVisit)
  return {
    lines: [
      [
        { strong: VISIT_LABELS[siteVisit.obligation] },
        details ? ` : ${sentenceEnd(details)}` : '.',
      ],
    ],
  }
}

function essentials(consultation: FeedConsultation): Part[][] {
  const { facts: known } = consultation
  const matching = consultation.lots.filter((lot) => consultation.matchingLots.includes(lot.number))
  const reserved =
    known.reserved && known.reserved !== 'none' ? RESERVED_LABELS[known.reserved] : ''
  const texts = [
    lotsLine(consultation, matching),
    buyersLine(consultation),
    labelled('Lieu', known.place?.name ?? consultation.placeLabel),
    amountLine(known.amount, matching),
    reserved,
    procedureLine(consultation),
    labelled('Critères', criteriaText(known.criteria ?? [])),
    labelled('Qualifications demandées', (known.qualifications ?? []).join(', ')),
    labelled('Fin des questions', known.questionsUntil && longMoment(known.questionsUntil)),
  ]
  const answer = AWAITED.has(consultation.state)
    ? answerLine(consultation)
    : linkLine('Avis', known.noticeUrl)
  const contact = labelled('Contact', known.contact && contactText(known.contact))
  return [
    ...texts.filter((text) => text !== '').map((text) => [text]),
    ...(answer ? [answer] : []),
    ...(contact ? [[contact]] : []),
  ]
}

/** The lots of the reader's trade, else all of them. */
function lotsLine({ lots, facts: { lotCount } }: FeedConsultation, matching: LotFacts[]): string {
  const total = Math.max(lots.length, lotCount ?? 0)
  const count = plural(total, 'lot', 'lots')
  if (matching.length > 0) {
    const words = matching.length === 1 ? 'lot' : 'lots'
    return `Pour vous : ${words} ${lotNames(matching)}${total > 1 ? ` (${count} au total)` : ''}`
  }
  if (lots.length > 0) return `${count} : ${lotNames(lots)}`
  return total > 0 ? count : ''
}

function lotNames(lots: LotFacts[]): string {
  const names = lots
    .slice(0, NAMED_LOTS)
    .map(({ number, title }) => (title ? `${number} – ${title}` : number))
  const others = lots.length - names.length
  return `${names.join(' ; ')}${others > 0 ? ` et ${plural(others, 'autre', 'autres')}` : ''}`
}

function buyersLine({ facts: { buyers = [] }, buyerName }: FeedConsultation): string {
  if (buyers.length < 2) return labelled('Acheteur', buyerName ?? buyers[0]?.name)
  const names = buyers.map(({ name, coordinator }) =>
    coordinator ? `${name} (coordonnateur)` : name,
  )
  return `Groupement de commandes : ${names.join(', ')}`
}

function amountLine(whole: Amount | undefined, matching: LotFacts[]): string {
  const ofLots = matching.flatMap(({ number, amount }) => {
    const text = amount && amountInFull(amount)
    return text ? [{ number, text }] : []
  })
  const [only] = ofLots
  if (only && matching.length === 1) return `Montant estimé : ${only.text} pour ce lot`
  if (only)
    return `Montant estimé : ${ofLots.map(({ number, text }) => `lot ${number}, ${text}`).join(' ; ')}`
  const text = whole && amountInFull(whole)
  return text ? `Montant estimé : ${text}${matching.length > 0 ? " pour l'ensemble" : ''}` : ''
}

/** « Procédure adaptée, travaux ; durée 5 mois à partir de mars 2027 » */
function procedureLine({ facts: known }: FeedConsultation): string {
  const isFramework = known.contractForm && known.contractForm !== 'ordinary'
  const kind = [
    known.procedure && PROCEDURE_LABELS[known.procedure],
    known.category && lowerFirst(CATEGORY_LABELS[known.category]),
    isFramework && known.contractForm && lowerFirst(CONTRACT_FORM_LABELS[known.contractForm]),
  ]
  const execution = executionText(known.duration, known.expectedStart)
  return upperFirst([kind.filter(Boolean).join(', '), execution].filter(Boolean).join(' ; '))
}

function answerLine({
  facts: { response, documentsUrl, noticeUrl },
}: FeedConsultation): Part[] | null {
  if (response?.kind === 'email' && response.address) {
    const { address } = response
    const isAddress = /^[^\s@<>"]+@[^\s@<>"]+$/.test(address)
    return [
      'Répondre par courriel : ',
      isAddress ? { link: `mailto:${address}`, words: address } : address,
    ]
  }
  if (response?.kind === 'paper')
    return [response.address ? `Répondre sur papier : ${response.address}` : 'Répondre sur papier']
  return (
    linkLine('Répondre sur', response?.address) ??
    linkLine('Dossier de consultation', documentsUrl) ??
    linkLine('Avis', noticeUrl) ??
    (response ? ["Répondre sur le profil d'acheteur"] : null)
  )
}

function linkLine(label: string, url: string | null | undefined): Part[] | null {
  const link = webAddress(url)
  return link ? [`${label} : `, { link, words: hostOf(link) }] : null
}

function hostOf(link: string): string {
  return new URL(link).host.replace(/^www\./, '')
}

function reference(consultation: FeedConsultation): Part[] {
  const { reference: own, source, facts, demonstration } = consultation
  const { boampId } = facts
  const invented = demonstration
    ? ' Démonstration : consultation inventée, aucune offre à remettre.'
    : ''
  const end = ` Seuls l'avis et le dossier publiés par l'acheteur font foi.${invented}`
  if (!source) return [`Référence ${own}.${end}`]
  const boamp = boampId && !source.name.includes(boampId) ? ` (BOAMP ${boampId})` : ''
  const name =
    /^boamp$/i.test(source.name) && boampId ? `BOAMP ${boampId}` : `${source.name}${boamp}`
  const link = webAddress(source.url)
  return [
    `Référence ${own} – relevé le ${shortDate(source.readAt)} sur `,
    link ? { link, words: name } : name,
    `.${end}`,
  ]
}

function labelled(label: string, text: string | null | undefined): string {
  return text ? `${label} : ${text}` : ''
}

/** With a full stop, unless it has one. */
function sentenceEnd(text: string): string {
  const trimmed = text.trim()
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
