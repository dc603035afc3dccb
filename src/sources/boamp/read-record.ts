import type { Category, Facts, Moment, Reading, RecordFacts } from '../../consultations/facts.ts'
import { readPublished } from '../french/dates.ts'
import { Passage } from '../french/passage.ts'
import { readPhrases } from '../french/phrases.ts'
import { readAnnonce } from '../boamp-xml/annonce.ts'
import type { XmlElement } from '../xml-tree.ts'
import { changesIn } from './changes.ts'
import { isPlausible, storedMoment } from './deadlines.ts'
import { elementsOf } from './document.ts'
import { readEformsDocument } from './eforms.ts'
import { extractFollows, FAMILIES, isExtract, readExtract } from './extract.ts'
import { buyerOf, told, withoutGaps } from './facts.ts'
import { compareNumbers, noticeAddress, noticeNumber, sameProcedureIds } from './links.ts'
import type { NoticeChanges, NoticeKind } from '../standing-facts.ts'
import type { BoampNotice, NoticeBody } from './notice.ts'
import { readSimple } from './simple/read-simple.ts'
import { structured } from '../structured-facts.ts'
import { branch, branches, firstSaid, isObject, keysOf, line, type Node, parsed } from './tree.ts'

/**
 * Why a record makes no notice. `no-call`: it announces that a contract will be concluded without a call, which
 * nobody can answer.
 */
export type BoampRefusal = 'not-a-record' | 'no-identifier' | 'no-call'

/**
 * Reads one record of the BOAMP open data (Explore API v2.1, dataset `boamp`), or of an extract of it, whatever the
 * shape of its `donnees`. The document inside wins over the API's own columns, which fill what it leaves open; its
 * wall time above all (see storedMoment for what is done without it). Impossible years are unknown.
 */
export function readBoampRecord(value: unknown): BoampNotice | { refused: BoampRefusal } {
  const record = parsed(value)
  if (!isObject(record)) return { refused: 'not-a-record' }
  const id = noticeNumber(firstSaid(line(record, 'idweb'), line(record, 'id')))
  if (id === null) return { refused: 'no-identifier' }
  const body = bodyOf(record, id)
  const kind = kindOf(record, body.kind)
  if (kind === null) return { refused: 'no-call' }
  const published = firstSaid(line(record, 'dateparution'), line(record, 'dateParution'))
  const publishedOn = published ?? `${yearOf(id)}-07-01`
  const said = changesIn(kind, body)
  const changes = kind === 'correction' ? withDeadline(said, record, publishedOn) : said
  const folder = line(record, 'contractfolderid')?.toLowerCase() ?? body.folder ?? null
  const facts: RecordFacts = {
    status: structured(STATUSES[kind]),
    ...columnsOf(record),
    ...(kind === 'correction' && body.ground ? { statusReason: body.ground } : {}),
    ...body.facts,
    ...(kind === 'award' && !body.whole ? winnersOf(record, body.facts) : {}),
    ...changes.facts,
    boampId: structured(id),
    noticeUrl: structured(noticeAddress(id)),
  }
  const deadline = plausible(
    kind === 'correction' && !body.whole
      ? [changes.facts.deadline]
      : [withHour(facts.deadline, storedDeadline(record)), storedDeadline(record)],
    publishedOn,
  )
  facts.deadline = deadline ?? undefined
  if (deadline === null) delete facts.deadlineStage
  return {
    externalId: id,
    // Prior information may announce several procedures.
    alternateIds: folder === null || kind === 'planned' ? [] : [`procedure:${folder}`],
    raw: JSON.stringify(record),
    facts: withoutGaps(told(facts, kind)),
    publishedAt: publishedAt(published),
    kind,
    concerns: concernsOf(record, id, kind),
    whole: body.whole && kind !== 'cancellation',
    changes,
  }
}

function bodyOf(record: Node, id: string): NoticeBody & { folder?: string | null } {
  if (isExtract(record)) return readExtract(record)
  const donnees = parsed(branch(record, 'donnees'))
  const [root = '', ...others] = keysOf(donnees)
  if (root === 'EFORMS')
    return readEformsDocument(branch(donnees, root), { id, object: line(record, 'objet') })
  if (isObject(donnees) && others.length === 0 && !LEGACY.test(root))
    return readSimple(branch(donnees, root), root)
  const gestion = elementsOf('GESTION', parsed(branch(record, 'gestion')))
  return readAnnonce({ ...BARE, children: [...gestion, ...elementsOf('DONNEES', donnees)] }, null)
}

const BARE: XmlElement = { name: 'ANNONCE', attributes: new Map(), children: [], text: '' }

/** The elements of Boamp_v230 are in capitals; the national forms' names are not, but for `MAPA` and `DSP`. */
const LEGACY = /^(?!MAPA$|DSP$|DIVERS$|FNS)[A-Z][A-Z_\d]+$/

/** What the columns say first, since a cancelled notice keeps the document it had; null for what is no call. */
function kindOf(record: Node, body: NoticeKind | null): NoticeKind | null {
  const said = (...names: string[]) =>
    names.flatMap((name) => branches(record, name).map((node) => line(node) ?? '')).join(' ')
  const state = said('etat', 'statut')
  const nature = said('nature', 'nature_categorise', 'nature_libelle')
  if (/ANNUL/i.test(`${state} ${nature}`)) return 'cancellation'
  if (/INTENTION/i.test(nature)) return null
  if (body === 'award' || body === 'cancellation') return body
  if (/ATTRIBUTION|R[ée]sultat/i.test(nature)) return 'award'
  if (/RECTIFICATIF/i.test(`${state} ${nature}`)) return 'correction'
  if (/MODIFICATION/i.test(`${state} ${nature}`)) return 'modification'
  if (/PR[ÉE]-?INFORMATION/i.test(nature)) return 'planned'
  return body ?? 'call'
}

const STATUSES: Record<NoticeKind, Facts['status']> = {
  planned: 'planned',
  call: 'active',
  correction: 'active',
  cancellation: 'withdrawn',
  award: 'awarded',
  modification: 'awarded',
}

/** What the API's own columns tell. */
function columnsOf(record: Node): RecordFacts {
  const object = line(record, 'objet')
  const buyer = buyerOf(line(record, 'nomacheteur'), null)
  const departements = branches(record, 'code_departement_prestation').flatMap(
    (node) => departementOf(line(node)) ?? [],
  )
  const [only, another] = departements
  return {
    object: object === null ? undefined : structured(object),
    buyers: buyer === null ? undefined : structured([buyer]),
    category: categoryOf(record),
    procedure: procedureOf(record),
    // `code_departement` mixes the buyer's place with that of the work: it is never taken for the latter.
    place:
      only !== undefined && another === undefined
        ? structured({ kind: 'departement', name: only, code: only })
        : undefined,
  }
}

/** « 6 » is « 06 », and Corsica's halves are written « 20A » and « 20B ». */
function departementOf(written: string | null): string | null {
  const code = (written ?? '').trim().toUpperCase()
  if (/^\d$/.test(code)) return `0${code}`
  if (/^20[AB]$/.test(code)) return `2${code.at(-1)}`
  return /^(?:\d{2}|2[AB]|97\d)$/.test(code) ? code : null
}

/** The type of contract where there is one; « travaux, services » is none. */
function categoryOf(record: Node): Reading<Category> | undefined {
  const kinds = new Set(branches(record, 'type_marche').map((node) => line(node)))
  const [kind] = kinds
  const value = kinds.size === 1 ? CATEGORIES[kind ?? ''] : undefined
  return value && structured(value)
}

const CATEGORIES: Record<string, Category> = {
  TRAVAUX: 'works',
  FOURNITURES: 'supplies',
  SERVICES: 'services',
}

function procedureOf(record: Node): Reading<Facts['procedure']> | undefined {
  const family = FAMILIES[line(record, 'famille') ?? '']
  if (/concession/.test(line(record, 'nature_categorise') ?? '')) return structured('concession')
  if (family) return structured(family)
  const label = line(record, 'procedure_libelle')
  const named = label === null ? undefined : readPhrases(Passage.of(label)).procedure
  if (named) return structured(named.value, named.words)
  const code = firstSaid(
    PROCEDURES[line(record, 'procedure_categorise') ?? ''] ?? null,
    PROCEDURES[line(record, 'type_procedure') ?? ''] ?? null,
  )
  return code === null ? undefined : structured(code)
}

const PROCEDURES: Record<string, Facts['procedure']> = {
  OUVERT: 'open',
  RESTREINT: 'restricted',
  ADAPTE: 'adapted',
  NEGOCIE: 'negotiated',
  DIALOGUE_COMPETITIF: 'competitive-dialogue',
}

/** The column of winners' names, where the document names none. */
function winnersOf(record: Node, facts: RecordFacts): RecordFacts {
  const names = branches(record, 'titulaire').flatMap((node) => line(node) ?? [])
  const outcome = facts.outcome?.value
  if (names.length === 0 || facts.lots?.value.some((lot) => lot.outcome)) return {}
  if (outcome && (outcome.winners.length > 0 || outcome.kind !== 'awarded')) return {}
  const winners = [...new Set(names)].map((name) => ({ name, siret: null, commune: null }))
  const bare = { amount: null, bids: null, irregularBids: null, notifiedOn: null, ground: null }
  return { outcome: structured({ ...bare, ...outcome, kind: 'awarded', winners }) }
}

/** The deadline among these, if it can be one of a notice of this day; null where they tell none. */
function plausible(
  readings: (Reading<Moment> | null | undefined)[],
  publishedOn: string,
): Reading<Moment> | null {
  return readings.find((each) => each && isPlausible(each.value, publishedOn)) ?? null
}

/** A day that the document gives without its hour has that of the column, in doubt as always. */
function withHour(
  written: Reading<Moment> | undefined,
  stored: Reading<Moment> | null,
): Reading<Moment> | undefined {
  if (written?.value.doubt !== 'no-hour' || !stored) return written
  return stored.value.wall.startsWith(written.value.wall.slice(0, 10)) ? stored : written
}

function storedDeadline(record: Node): Reading<Moment> | null {
  const stored = line(record, 'datelimitereponse')
  const moment = stored === null ? null : storedMoment(stored)
  return moment === null ? null : structured(moment, stored)
}

/** The changes of a correction; a new date that did not come with them is the column's, in doubt as always. */
function withDeadline(changes: NoticeChanges, record: Node, publishedOn: string): NoticeChanges {
  const { deadline: written, deadlineStage, ...facts } = changes.facts
  const deadline = plausible(
    [written, changes.deadlineMoved ? storedDeadline(record) : null],
    publishedOn,
  )
  return {
    ...changes,
    facts: deadline
      ? withoutGaps({ ...facts, deadline, deadlineStage: written && deadlineStage })
      : facts,
    deadlineMoved: deadline === null && (changes.deadlineMoved || written !== undefined),
  }
}

/** A call starts a procedure: what it names before itself is another one; what it names after is its own. */
function concernsOf(record: Node, id: string, kind: NoticeKind): string[] {
  const linked = isExtract(record) ? extractFollows(record) : sameProcedureIds(record)
  return linked.filter(
    (each) =>
      each !== id && ((kind !== 'call' && kind !== 'planned') || compareNumbers(each, id) > 0),
  )
}

function yearOf(id: string): number {
  const year = Number(/\d{2}/.exec(id)?.[0])
  return year >= 90 ? 1900 + year : 2000 + year
}

function publishedAt(date: string | null): Date | null {
  const instant = date === null ? null : readPublished(date)
  return instant === null ? null : new Date(instant)
}
