import { categoryOfCpv } from '../../rules/check-cpv.ts'
import type {
  ContractFacts,
  ContractModification,
  ContractNature,
  ContractSupplier,
  Subcontract,
  Trouble,
} from '../facts.ts'
import { DEPARTEMENT, departementOf } from './place.ts'
import type { DecpRefusal } from './row.ts'
import { BIDS, cut, MONTHS, siretOf, textOf, ValueReader } from './values.ts'
import {
  CONCESSION_NATURES,
  CONCESSION_PROCEDURES,
  CONCESSION_SOCIAL,
  ENVIRONMENTAL,
  FRAMEWORK,
  GROUPINGS,
  MARKET_NATURES,
  MARKET_PROCEDURES,
  MARKET_SOCIAL,
  NO_ENVIRONMENTAL,
  NO_SOCIAL,
  SIZES,
  TECHNIQUES,
  type Words,
} from './words.ts'

/** The two lists of a file: contracts of the procurement code, and concessions. */
export type DecpList = 'marche' | 'contrat-concession'

export type Fields = Record<string, unknown>

export type ReadContract =
  { ok: true; facts: ContractFacts; troubles: Trouble[] } | { ok: false; refused: DecpRefusal }

/**
 * Reads one contract or concession of either schema, wrapped and typed as JSON, XML and programs between them do it.
 * `list` is where it stood, where that is known; `latest` the last day that can be believed. What no fact holds goes to
 * `rest` under the schema's names; of lists (suppliers, modifications, acts of subcontracting) each entry's remainder
 * stands there at the same place.
 */
export function readContract(value: unknown, list: DecpList | null, latest: string): ReadContract {
  const fields = unwrapped(value)
  if (fields === null || !LIKELY.some((name) => isSaid(fields[name])))
    return { ok: false, refused: 'not-a-contract' }
  const reader = new ValueReader(latest)
  const number = readNumber(fields['id'], reader)
  if (number === null) return { ok: false, refused: 'no-number' }
  const rest: Fields = {}
  const isConcession =
    list === null
      ? CONCESSION_ONLY.some((name) => isSaid(fields[name]))
      : list === 'contrat-concession'
  for (const name of Object.keys(fields))
    if (!READ.has(name) && isSaid(fields[name])) rest[name] = fields[name]
  const either = (name: string, other: string) => {
    if (!isSaid(fields[name])) return fields[other]
    if (isSaid(fields[other])) rest[other] = fields[other]
    return fields[name]
  }
  const keep = (name: string, left: unknown) => {
    if (isSaid(left)) rest[name] = left
  }

  const buyerName = isConcession ? 'autoriteConcedante' : 'acheteur'
  const buyer = readBuyer(
    either(buyerName, isConcession ? 'acheteur' : 'autoriteConcedante'),
    reader,
  )
  if (buyer === null) return { ok: false, refused: 'no-buyer' }
  keep(buyerName, buyer.left)

  const suppliers = isConcession
    ? readSuppliers(either('concessionnaires', 'titulaires'), 'concessionnaire', reader)
    : readSuppliers(either('titulaires', 'concessionnaires'), 'titulaire', reader)
  if (suppliers.all.length === 0) reader.note('supplier-missing', '')
  keep(isConcession ? 'concessionnaires' : 'titulaires', suppliers.left)

  const nature = readNature(fields, isConcession, reader)
  if (!nature.isSaid) rest['nature'] = fields['nature'] ?? null
  const procedure = reader.word(
    fields['procedure'],
    isConcession ? CONCESSION_PROCEDURES : MARKET_PROCEDURES,
  )
  if (procedure === null) keep('procedure', fields['procedure'])
  const grouping = reader.word(fields['typeGroupementOperateurs'], GROUPINGS)
  if (grouping === null) keep('typeGroupementOperateurs', fields['typeGroupementOperateurs'])

  const place = readPlace(fields['lieuExecution'], reader)
  keep('lieuExecution', place.left)
  const social = readConsiderations(
    fields['considerationsSociales'],
    'considerationSociale',
    SOCIAL,
    reader,
  )
  keep('considerationsSociales', social.left)
  const environmental = readConsiderations(
    fields['considerationsEnvironnementales'],
    'considerationEnvironnementale',
    OF_THE_ENVIRONMENT,
    reader,
  )
  keep('considerationsEnvironnementales', environmental.left)

  const modifications = readModifications(fields['modifications'], reader)
  keep('modifications', modifications.left)
  const subcontracts = readSubcontracts(fields['actesSousTraitance'], reader)
  keep('actesSousTraitance', subcontracts.left)

  const cpv = reader.cpv(fields['codeCPV'])
  const advance = reader.answer(fields['attributionAvance'])
  const advanceRate = reader.rate(fields['tauxAvance'])
  return {
    ok: true,
    facts: {
      number,
      buyerSiret: buyer.siret,
      buyerName: buyer.name,
      nature: nature.code,
      object: reader.text(fields['objet'], OBJECT_LIMIT),
      cpv,
      category: cpv === null ? null : categoryOfCpv(cpv),
      procedure,
      amount: reader.amount(
        isConcession ? either('valeurGlobale', 'montant') : either('montant', 'valeurGlobale'),
      ),
      notifiedOn: reader.day(
        isConcession
          ? either('dateSignature', 'dateNotification')
          : either('dateNotification', 'dateSignature'),
      ),
      publishedOn: reader.day(fields['datePublicationDonnees']),
      months: reader.count(fields['dureeMois'], MONTHS),
      placeDepartement: place.departement,
      bids: reader.count(fields['offresRecues'], BIDS),
      smeBids: null,
      irregularBids: null,
      advance,
      // Zero says that the rate of an advance that is given is not known.
      advanceRate: advance === true && advanceRate === 0 ? null : advanceRate,
      subcontracting: reader.answer(fields['sousTraitanceDeclaree']),
      grouping,
      social: social.answer,
      environmental: environmental.answer,
      innovative: reader.answer(fields['marcheInnovant']),
      suppliers: suppliers.all,
      modifications: modifications.all,
      subcontracts: subcontracts.all,
      rest,
    },
    troubles: reader.troubles,
  }
}

/** Whether a contract has fields that only the schema of 2022 knows. */
export function isOfSecondVersion(value: unknown): boolean {
  const fields = unwrapped(value)
  return fields !== null && SECOND_VERSION.some((name) => name in fields)
}

/** The entries of a list, however it is wrapped: `[{inner: …}]`, `{inner: […]}`, lists in lists, a single one. */
export function entriesOf(value: unknown, inner: string): unknown[] {
  const entries: unknown[] = []
  collectEntries(value, inner, entries)
  return entries
}

/** Whether this is an object with fields: neither a list nor nothing. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const SOCIAL = { words: [MARKET_SOCIAL, CONCESSION_SOCIAL], none: NO_SOCIAL }
const OF_THE_ENVIRONMENT = { words: [ENVIRONMENTAL], none: NO_ENVIRONMENTAL }

/** The schema of 2022 allows as many characters, that of 2019 fewer. */
const OBJECT_LIMIT = 1_000
const NAME_LIMIT = 300
const NUMBER_LIMIT = 100
const ENTRIES_LIMIT = 1_000

/** A contract has one of these at least. */
const LIKELY = [
  'acheteur',
  'autoriteConcedante',
  'objet',
  'titulaires',
  'concessionnaires',
  'codeCPV',
  'dateNotification',
  'dateSignature',
]
const CONCESSION_ONLY = ['autoriteConcedante', 'concessionnaires', 'valeurGlobale']
const SECOND_VERSION = [
  'techniques',
  'modalitesExecution',
  'typesPrix',
  'marcheInnovant',
  'ccag',
  'offresRecues',
  'attributionAvance',
  'sousTraitanceDeclaree',
  'typeGroupementOperateurs',
  'considerationsSociales',
  'considerationsEnvironnementales',
]

const READ = new Set([
  'id',
  'acheteur',
  'autoriteConcedante',
  'nature',
  'objet',
  'procedure',
  'dureeMois',
  'dateNotification',
  'dateSignature',
  'datePublicationDonnees',
  'montant',
  'valeurGlobale',
  'titulaires',
  'concessionnaires',
  'modifications',
  'lieuExecution',
  'considerationsSociales',
  'considerationsEnvironnementales',
  'codeCPV',
  'offresRecues',
  'attributionAvance',
  'tauxAvance',
  'typeGroupementOperateurs',
  'sousTraitanceDeclaree',
  'actesSousTraitance',
  'marcheInnovant',
  // Setting it would change the object itself.
  '__proto__',
])

/** The fields of a contract, also where programs have put it into an object of its own. */
function unwrapped(value: unknown): Fields | null {
  if (!isFields(value)) return null
  const inner = value['marche'] ?? value['contrat-concession']
  return isFields(inner) && Object.keys(value).length === 1 ? inner : value
}

function collectEntries(value: unknown, inner: string, into: unknown[]): void {
  if (Array.isArray(value)) for (const each of value) collectEntries(each, inner, into)
  else if (isFields(value) && inner in value) collectEntries(value[inner], inner, into)
  else if (isSaid(value)) into.push(value)
}

/** Whether there is anything in it. */
function isSaid(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (typeof value !== 'object') return true
  for (const _ in value) return true
  return false
}

function readNumber(value: unknown, reader: ValueReader): string | null {
  const written = textOf(value)
  if (written === null) return null
  const number = cut(written.replace(/\p{Cc}+/gu, ' '), NUMBER_LIMIT)
  if (number !== written) reader.note('number-rewritten', written)
  return number
}

/** What is left of fields when these are taken out; null where nothing is. */
function left(fields: Fields, taken: ReadonlySet<string>): Fields | null {
  let rest: Fields | null = null
  for (const name of Object.keys(fields))
    if (!taken.has(name) && isSaid(fields[name])) (rest ??= {})[name] = fields[name]
  return rest
}

interface ReadBuyer {
  siret: string | null
  name: string | null
  left: Fields | null
}

const BUYER = new Set(['id', 'nom', '__proto__'])

/** Null where neither a number nor a name is said. */
function readBuyer(value: unknown, reader: ValueReader): ReadBuyer | null {
  const [entry] = Array.isArray(value) ? value : [value]
  const fields: Fields = isFields(entry) ? entry : { id: entry }
  const id = textOf(fields['id'])
  const name = reader.text(fields['nom'], NAME_LIMIT)
  if (id === null && name === null) return null
  const siret = siretOf(id)
  if (siret !== null || id === null) return { siret, name, left: left(fields, BUYER) }
  reader.note('buyer-number-wrong', id)
  return { siret, name, left: { id, ...left(fields, BUYER) } }
}

/** Entries of a list, and of each what no fact holds, at the same place; null where there is nothing of that kind. */
interface ReadList<Entry> {
  all: Entry[]
  left: (Fields | null)[] | null
}

function collected<Entry>(entries: { entry: Entry; left: Fields | null }[]): ReadList<Entry> {
  return {
    all: entries.map(({ entry }) => entry),
    left: entries.some(({ left }) => left !== null) ? entries.map(({ left }) => left) : null,
  }
}

function limited(entries: unknown[], reader: ValueReader): unknown[] {
  if (entries.length <= ENTRIES_LIMIT) return entries
  reader.note('count-out-of-range', entries.length)
  return entries.slice(0, ENTRIES_LIMIT)
}

function readSuppliers(
  value: unknown,
  inner: string,
  reader: ValueReader,
): ReadList<ContractSupplier> {
  const seen = new Set<string>()
  return collected(
    limited(entriesOf(value, inner), reader).flatMap((each) => {
      const read = readSupplier(each, reader)
      if (read === null) return []
      const { siret, id, name } = read.entry
      const key = siret ?? `${id}|${name}`
      if (seen.has(key)) return []
      seen.add(key)
      return [read]
    }),
  )
}

const SUPPLIER = new Set([
  'id',
  'typeIdentifiant',
  'denominationSociale',
  'categorieEntreprise',
  '__proto__',
])

/** Null where neither a number nor a name is said. */
function readSupplier(
  value: unknown,
  reader: ValueReader,
): { entry: ContractSupplier; left: Fields | null } | null {
  const fields: Fields = isFields(value) ? value : { id: value }
  const id = reader.text(fields['id'], NAME_LIMIT)
  const name = reader.text(fields['denominationSociale'], NAME_LIMIT)
  if (id === null && name === null) return null
  const type = textOf(fields['typeIdentifiant'])
  const siret = siretOf(id)
  if (siret === null && (type === null || type === 'SIRET'))
    reader.note('supplier-number-wrong', id ?? '')
  const size = reader.word(fields['categorieEntreprise'], SIZES)
  const entry = { id: siret === null ? id : null, siret, name, ...(size === null ? {} : { size }) }
  const rest = left(fields, SUPPLIER)
  const isPlain = type === null || (siret !== null && type === 'SIRET')
  return { entry, left: isPlain ? rest : { typeIdentifiant: type, ...rest } }
}

/** Since 2.0 the word does not tell frameworks and call-offs. */
function readNature(
  fields: Fields,
  isConcession: boolean,
  reader: ValueReader,
): { code: ContractNature; isSaid: boolean } {
  const text = textOf(fields['nature'])
  const market = text === null || isConcession ? null : MARKET_NATURES.read(text)
  if (market !== null)
    return { code: market === 'contract' ? toldByTechnique(fields) : market, isSaid: true }
  const concession = text === null ? null : CONCESSION_NATURES.read(text)
  if (concession !== null) return { code: concession, isSaid: true }
  reader.note('value-unknown', text ?? '')
  return { code: isConcession ? 'services-concession' : toldByTechnique(fields), isSaid: false }
}

function toldByTechnique(fields: Fields): ContractNature {
  if (textOf(fields['idAccordCadre']) !== null) return 'call-off'
  const techniques = entriesOf(fields['techniques'], 'technique')
  return techniques.some((each) => TECHNIQUES.read(textOf(each) ?? '') === FRAMEWORK)
    ? 'framework'
    : 'contract'
}

function readPlace(
  value: unknown,
  reader: ValueReader,
): { departement: string | null; left: unknown } {
  const [entry] = Array.isArray(value) ? value : [value]
  const fields: Fields = isFields(entry) ? entry : { code: entry }
  const code = textOf(fields['code'])
  if (code === null) return { departement: null, left: value }
  const place = departementOf(code, textOf(fields['typeCode']))
  if (!place.ok) {
    reader.note('place-unreadable', code)
    return { departement: null, left: value }
  }
  const { departement } = place
  const saysNoMore =
    departement === fields['code'] &&
    fields['typeCode'] === DEPARTEMENT &&
    Object.keys(fields).length === 2
  return { departement, left: saysNoMore ? null : value }
}

/** What « none » alone says is not kept beside the answer. */
function readConsiderations(
  value: unknown,
  inner: string,
  { words, none }: { words: Words<string>[]; none: string },
  reader: ValueReader,
): { answer: boolean | null; left: unknown } {
  const said = entriesOf(value, inner).map((each) =>
    reader.word(each, { read: (text) => firstOf(words, text), write: () => null }),
  )
  const known = said.filter((word) => word !== null)
  if (known.length === 0) return { answer: null, left: value }
  const answer = known.some((word) => word !== none)
  return { answer, left: !answer && known.length === said.length ? null : value }
}

function firstOf(words: Words<string>[], text: string): string | null {
  for (const each of words) {
    const word = each.read(text)
    if (word !== null) return word
  }
  return null
}

const MODIFICATION = new Set([
  'id',
  'dateNotificationModification',
  'dateSignatureModification',
  'datePublicationDonneesModification',
  'montant',
  'valeurGlobale',
  'dureeMois',
  'titulaires',
  'concessionnaires',
  '__proto__',
])

function readModifications(value: unknown, reader: ValueReader): ReadList<ContractModification> {
  return collected(
    limited(entriesOf(value, 'modification'), reader).flatMap((each) => {
      if (!isFields(each)) {
        if (textOf(each) !== null) reader.note('modification-unreadable', each)
        return []
      }
      const titulaires = readSuppliers(
        isSaid(each['titulaires']) ? each['titulaires'] : each['concessionnaires'],
        isSaid(each['titulaires']) ? 'titulaire' : 'concessionnaire',
        reader,
      )
      const entry: ContractModification = {
        number: readNumber(each['id'], reader),
        notifiedOn: reader.day(
          each['dateNotificationModification'] ?? each['dateSignatureModification'],
        ),
        publishedOn: reader.day(each['datePublicationDonneesModification']),
        amount: reader.amount(each['montant'] ?? each['valeurGlobale']),
        months: reader.count(each['dureeMois'], MONTHS),
        suppliers: titulaires.all.length === 0 ? null : titulaires.all,
      }
      const rest = {
        ...left(each, MODIFICATION),
        ...(titulaires.left ? { titulaires: titulaires.left } : {}),
      }
      if (!isSaid(rest) && Object.values(entry).every((part) => part === null)) {
        if (isSaid(each)) reader.note('modification-unreadable', each)
        return []
      }
      return [{ entry, left: isSaid(rest) ? rest : null }]
    }),
  )
}

const ACT = new Set(['id', 'sousTraitant', 'dureeMois', 'dateNotification', 'montant', '__proto__'])

function readSubcontracts(value: unknown, reader: ValueReader): ReadList<Subcontract> {
  return collected(
    limited(entriesOf(value, 'acteSousTraitance'), reader).flatMap((each) => {
      if (!isFields(each)) return []
      const firm = readSupplier(each['sousTraitant'], reader)
      const rest = {
        ...left(each, ACT),
        ...(firm?.left ? { sousTraitant: firm.left } : {}),
      }
      const entry: Subcontract = {
        number: readNumber(each['id'], reader),
        supplier: firm?.entry ?? { id: null, siret: null, name: null },
        amount: reader.amount(each['montant']),
        months: reader.count(each['dureeMois'], MONTHS),
        notifiedOn: reader.day(each['dateNotification']),
      }
      return [{ entry, left: isSaid(rest) ? rest : null }]
    }),
  )
}
